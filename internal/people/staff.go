package people

import (
	"strconv"
	"strings"
)

// checkStaff says what is missing in a first list of people.
func checkStaff(first []Newcomer) error {
	seen := map[string]bool{}
	all := make([]Person, len(first))
	for i, n := range first {
		name := strings.TrimSpace(n.Name)
		switch {
		case name == "":
			return invalid("有一个人还没有写姓名", "请写上姓名，或去掉这一行")
		case seen[name]:
			return invalid("有两个人都叫"+name, "请在姓名后加上区别，例如科室")
		case len(n.Roles) == 0:
			return invalid(name+"还没有角色", "请至少选一个角色")
		}
		seen[name] = true
		all[i] = Person{ID: ID(name), Name: name, Roles: n.Roles}
	}
	return staffed(all)
}

// staffed says whether these people can run the office: every role is held, and an author, a checker and an approver
// can be three different persons, so that no one ever has to decide on his own work.
func staffed(all []Person) error {
	var here []Person
	for _, p := range all {
		if p.Departed.IsZero() {
			here = append(here, p)
		}
	}
	for _, r := range Roles() {
		if len(holders(here, r)) == 0 {
			return invalid("还没有"+r.Title(), "请让一个人担任"+r.Title())
		}
	}
	if !Distinct(here, Officer, Checker, Approver) {
		return invalid("撰稿、初审、终审要能由三个不同的人来做", "请再添一个人，或把角色分开")
	}
	if !Distinct(here, Answerer, Checker) {
		return invalid("答复和审核答复要能由两个不同的人来做", "请再添一个人，或把角色分开")
	}
	if !Distinct(here, Registrar, Approver) {
		return invalid("登记账号和批准登记要能由两个不同的人来做", "请再添一个人，或把角色分开")
	}
	return nil
}

// Distinct tells whether the roles can be held by as many different persons at once.
func Distinct(all []Person, roles ...Role) bool {
	return distinct(all, roles, map[ID]bool{})
}

func distinct(all []Person, roles []Role, taken map[ID]bool) bool {
	if len(roles) == 0 {
		return true
	}
	for _, p := range holders(all, roles[0]) {
		if taken[p.ID] {
			continue
		}
		taken[p.ID] = true
		if distinct(all, roles[1:], taken) {
			return true
		}
		delete(taken, p.ID)
	}
	return false
}

func holders(all []Person, r Role) []Person {
	var hs []Person
	for _, p := range all {
		if p.Has(r) {
			hs = append(hs, p)
		}
	}
	return hs
}

// CheckCreditCode says whether code is a well-formed 统一社会信用代码: 18 characters of GB 32100-2015 with a right check
// character. It does not ask whether such a body exists.
func CheckCreditCode(code string) error {
	const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	letters := []rune(code)
	if len(letters) != 18 {
		return invalid("统一社会信用代码要 18 位，现在是 "+strconv.Itoa(len(letters))+" 位", "请照登记证书再核对一遍")
	}
	sum, weight := 0, 1
	for i, letter := range letters[:17] {
		v := strings.IndexRune(alphabet, letter)
		if v < 0 {
			return invalid("统一社会信用代码第 "+strconv.Itoa(i+1)+" 位“"+string(letter)+"”不会出现在代码里", "代码不用字母 I、O、S、V、Z，请核对是不是 1、0、5、U、2")
		}
		sum += v * weight
		weight = weight * 3 % 31
	}
	if want := rune(alphabet[(31-sum%31)%31]); letters[17] != want {
		return invalid("统一社会信用代码的最后一位对不上，前面可能抄错了一位", "请照登记证书再核对一遍")
	}
	return nil
}

// CheckStaff says what is missing in a first list of people, as Setup would: for a form that tells while it is filled in.
func CheckStaff(first []Newcomer) error { return checkStaff(first) }
