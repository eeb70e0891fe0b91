package people_test

import (
	"context"
	"testing"
	"time"

	"huiying/internal/people"
	"huiying/internal/problem"
)

const fresh = "望川市2027年新"

// lock has somebody guess until nobody may.
func (o *office) lock(id people.ID) {
	o.t.Helper()
	for range 5 {
		if _, err := o.SignIn(o.t.Context(), id, "wrong"); err == nil {
			o.t.Fatal("a wrong password is taken")
		}
	}
}

func (o *office) signsIn(id people.ID, password string, want bool) {
	o.t.Helper()
	if _, err := o.SignIn(o.t.Context(), id, password); (err == nil) != want {
		o.t.Errorf("%s signs in: %v", id, err)
	}
}

func TestAPersonChangesTheOwnPassword(t *testing.T) {
	o := newOffice(t, false).setUp(three()...)
	li := o.as("li")
	wantKind(t, "a wrong old one", o.ChangePassword(li, "wrong", fresh), problem.Forbidden, "原来的密码不对", "密码没有改", "再试 4 次")
	wantKind(t, "a short one", o.ChangePassword(li, password, "七位的密码呀呀"), problem.Invalid, "不到 8 位")
	wantKind(t, "the same one", o.ChangePassword(li, password, password), problem.Invalid, "一样")
	wantKind(t, "nobody", o.ChangePassword(t.Context(), password, fresh), problem.Forbidden)
	wantKind(t, "a program", o.ChangePassword(people.With(t.Context(), people.System("发布员")), password, fresh), problem.Forbidden)
	o.wantTrail()
	if err := o.ChangePassword(li, password, fresh); err != nil {
		t.Fatal(err)
	}
	o.wantTrail("李敏 修改密码 person li")
	o.restart()
	o.signsIn("li", password, false)
	o.signsIn("li", fresh, true)
}

// Guessing at the old password is guessing: it locks as the sign-in does.
func TestGuessesAtTheOldPasswordLock(t *testing.T) {
	o := newOffice(t, false).setUp(three()...)
	for range 4 {
		wantKind(t, "a guess", o.ChangePassword(o.as("li"), "wrong", fresh), problem.Forbidden)
	}
	wantKind(t, "the fifth", o.ChangePassword(o.as("li"), "wrong", fresh), problem.Locked)
	wantKind(t, "the right one after it", o.ChangePassword(o.as("li"), password, fresh), problem.Locked)
}

func TestAnAdministratorResetsThePasswordOfAnother(t *testing.T) {
	o := newOffice(t, false).setUp(append(three(), newcomer("sun", "孙丽", people.Officer))...)
	admin := o.as("wang")
	o.lock("li")
	wantKind(t, "a short one", o.ResetPassword(admin, "li", "short"), problem.Invalid, "不到 8 位")
	wantKind(t, "the own one", o.ResetPassword(admin, "wang", fresh), problem.Forbidden, "修改我的密码")
	wantKind(t, "by an officer", o.ResetPassword(o.as("sun"), "li", fresh), problem.Forbidden, "管理员")
	wantKind(t, "by a program", o.ResetPassword(people.With(t.Context(), people.System("登录守卫")), "li", fresh), problem.Forbidden)
	wantKind(t, "nobody's", o.ResetPassword(admin, "nobody", fresh), problem.Missing)
	if err := o.ResetPassword(admin, "li", fresh); err != nil {
		t.Fatal(err)
	}
	o.signsIn("li", password, false)
	o.signsIn("li", fresh, true) // the lock is gone with the old password
	if err := o.Depart(admin, "sun"); err != nil {
		t.Fatal(err)
	}
	wantKind(t, "who left", o.ResetPassword(admin, "sun", fresh), problem.Conflict, "离岗")
	o.wantTrail("登录守卫 连续输错密码，锁定 person li", "王芳 重设密码 person li", "李敏 登录 person li", "王芳 人员离岗 person sun")
}

// What was reset while somebody changed it stays reset: the password that was told in person is the one that is good.
func TestAResetIsNotUndoneByAChangeThatBeganBefore(t *testing.T) {
	o := newOffice(t, false).setUp(three()...)
	slow := o.made(&betrayed{inside: func() {
		if err := o.ResetPassword(o.as("wang"), "li", fresh); err != nil {
			t.Error(err)
		}
	}}, func(context.Context, string, string, string, map[string]string) error { return nil })
	wantKind(t, "a change beside a reset", slow.ChangePassword(o.as("li"), password, "又一个新的长密码"), problem.Conflict, "管理员重设")
	o.signsIn("li", fresh, true)
}

// betrayed is a hasher that lets something happen while it works.
type betrayed struct {
	reversed
	inside func()
}

func (b *betrayed) Hash(password string) (string, error) {
	b.inside()
	return b.reversed.Hash(password)
}

func TestAnAdministratorUnlocksAnother(t *testing.T) {
	o := newOffice(t, false).setUp(three()...)
	admin := o.as("wang")
	wantKind(t, "who is not locked", o.Unlock(admin, "li"), problem.Conflict, "李敏没有被锁定")
	o.lock("li")
	got, err := o.Locked(admin)
	if err != nil || len(got) != 1 || !got["li"].Equal(o.now.Add(15*time.Minute)) {
		t.Errorf("locked: %v, %v", got, err)
	}
	_, err = o.Locked(o.as("li"))
	wantKind(t, "an officer's look at the locks", err, problem.Forbidden)
	wantKind(t, "by an officer", o.Unlock(o.as("li"), "li"), problem.Forbidden)
	if err := o.Unlock(admin, "li"); err != nil {
		t.Fatal(err)
	}
	o.signsIn("li", password, true)
	o.lock("wang")
	wantKind(t, "the own lock", o.Unlock(admin, "wang"), problem.Forbidden, "自己")
	o.now = o.now.Add(15 * time.Minute)
	if got, err := o.Locked(admin); err != nil || len(got) != 0 {
		t.Errorf("after a quarter of an hour: %v, %v", got, err)
	}
	o.wantTrail("登录守卫 连续输错密码，锁定 person li", "王芳 解除锁定 person li", "李敏 登录 person li", "登录守卫 连续输错密码，锁定 person wang")
}

// What a person reads who cannot get in is what can be done: by an administrator, or by nobody.
func TestWhoCannotGetInIsToldWhoCanHelp(t *testing.T) {
	o := newOffice(t, false).setUp(three()...)
	_, err := o.SignIn(t.Context(), "li", "wrong")
	wantKind(t, "an officer", err, problem.Forbidden, "请管理员在“设置 → 单位与人员”里重设")
	_, err = o.SignIn(t.Context(), "wang", "wrong")
	wantKind(t, "the only administrator", err, problem.Forbidden, "唯一的管理员", "没有别人能重设")
	o.lock("zhao")
	_, err = o.SignIn(t.Context(), "zhao", password)
	wantKind(t, "a locked one", err, problem.Locked, "里解除")
	if err := o.ChangeRoles(o.as("wang"), "li", []people.Role{people.Officer, people.Registrar, people.Answerer, people.Administrator}); err != nil {
		t.Fatal(err)
	}
	_, err = o.SignIn(t.Context(), "wang", "wrong")
	wantKind(t, "one of two administrators", err, problem.Forbidden, "请管理员")
}

func TestWhoLeftByMistakeComesBack(t *testing.T) {
	o := newOffice(t, false).setUp(append(three(), newcomer("sun", "孙丽", people.Officer))...)
	admin := o.as("wang")
	if err := o.Depart(admin, "sun"); err != nil {
		t.Fatal(err)
	}
	_, err := o.SignIn(t.Context(), "sun", password)
	wantKind(t, "who left", err, problem.Forbidden, "恢复在岗")
	wantKind(t, "by an officer", o.Return(o.as("li"), "sun"), problem.Forbidden)
	if err := o.Return(admin, "sun"); err != nil {
		t.Fatal(err)
	}
	o.signsIn("sun", password, true)
	if p, err := o.Person(t.Context(), "sun"); err != nil || !p.Has(people.Officer) {
		t.Errorf("came back as %+v, %v", p, err)
	}
	o.wantTrail("王芳 人员离岗 person sun", "王芳 恢复在岗 person sun", "孙丽 登录 person sun")
	if err := o.Depart(admin, "sun"); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Add(admin, newcomer("sun2", "孙丽", people.Officer)); err != nil {
		t.Fatal(err)
	}
	wantKind(t, "a name that another bears by now", o.Return(admin, "sun"), problem.Conflict, "已经有人叫孙丽")
}

func TestADrillHasNoPasswordsToChange(t *testing.T) {
	o := newOffice(t, true).setUp(three()...)
	wantKind(t, "the own", o.ChangePassword(o.as("li"), "", fresh), problem.Conflict, "演练")
	wantKind(t, "another's", o.ResetPassword(o.as("wang"), "li", fresh), problem.Conflict, "演练")
}
