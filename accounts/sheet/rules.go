package sheet

import (
	"strings"

	"huiying/internal/people"
	"huiying/internal/problem"
)

// Risky tells whether a change needs another person's approval (国办发〔2018〕123号 四(一)).
func Risky(now, a Account) bool {
	return now.Platform != a.Platform || now.Name != a.Name || now.Type != a.Type || now.Sponsor != a.Sponsor || now.PlatformID != a.PlatformID
}

// Tidy takes off what slips in by pasting.
func Tidy(a Account) Account {
	for _, f := range []*string{&a.Name, &a.Handle, &a.PlatformID, &a.URL, &a.Sponsor.Name, &a.Supervisor.Name, &a.Operator, &a.Verified, &a.Purpose,
		&a.Audience, &a.Reason, &a.Interaction, &a.Type, &a.Leader.Name, &a.Responsible.Name, &a.Reviewer.Name, &a.AdminA.Name, &a.AdminB.Name,
		&a.Leader.Phone, &a.Responsible.Phone, &a.Reviewer.Phone, &a.AdminA.Phone, &a.AdminB.Phone} {
		*f = strings.TrimSpace(*f)
	}
	a.Sponsor.CreditCode = strings.ToUpper(strings.TrimSpace(a.Sponsor.CreditCode))
	a.Supervisor.CreditCode = strings.ToUpper(strings.TrimSpace(a.Supervisor.CreditCode))
	return a
}

// Validate says what a registration lacks, the first thing first.
func Validate(a Account) error {
	bad := func(what, next string) error {
		return problem.New(problem.Invalid, what, "没有登记，填好的内容都还在", next)
	}
	switch {
	case a.Platform == "":
		return bad("还没有选平台", "请选账号所在的平台")
	case a.Name == "":
		return bad("还没有写账号名称", "请照平台上显示的写")
	case a.Sponsor.Name == "":
		return bad("还没有写主办单位", "谁开设、谁主办，请写单位全称")
	case a.Sponsor.CreditCode == "":
		return bad("还没有写主办单位的统一社会信用代码", "请照登记证书写 18 位代码；没有法人资格的内设机构不能开设账号")
	case a.Leader.Name == "":
		return bad("还没有写分管领导", "每个账号都要有一位分管领导")
	case a.Responsible.Name == "":
		return bad("还没有写责任人", "每个账号都要有一个具体的人负责")
	case a.Reviewer.Name == "":
		return bad("还没有写内容审核责任人", "请写上负责先审后发的人")
	case a.AdminA.Name == "":
		return bad("还没有写运维管理员", "请写上保管账号和密码的人")
	case a.Purpose == "":
		return bad("还没有写功能定位", "请用一句话写明这个账号做什么")
	}
	if err := people.CheckCreditCode(a.Sponsor.CreditCode); err != nil {
		return err
	}
	if a.Supervisor.CreditCode != "" {
		if err := people.CheckCreditCode(a.Supervisor.CreditCode); err != nil {
			return err
		}
	}
	for _, c := range a.Contacts() {
		if !phoneLike(c.Phone) {
			return bad(c.Name+"的电话写得不对", "请只写号码，例如 0561-3024567")
		}
	}
	return nil
}

// phoneLike takes an empty number, and else digits with the usual separators.
func phoneLike(phone string) bool {
	digits := 0
	for _, r := range phone {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case !strings.ContainsRune("+- ()（）转", r):
			return false
		}
	}
	return phone == "" || digits >= 5 && digits <= 20
}
