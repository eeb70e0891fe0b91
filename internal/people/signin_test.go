package people_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"huiying/internal/people"
	"huiying/internal/problem"
)

func TestFiveWrongPasswordsLockAcrossARestart(t *testing.T) {
	o := newOffice(t, false).setUp(three()...)
	for left := 4; left > 0; left-- {
		_, err := o.SignIn(t.Context(), "li", "wrong")
		wantKind(t, "a wrong password", err, problem.Forbidden, fmt.Sprintf("再试 %d 次", left))
		o.restart()
	}
	_, err := o.SignIn(t.Context(), "li", "wrong")
	wantKind(t, "the fifth wrong password", err, problem.Locked, "09:15")
	o.wantTrail("登录守卫 连续输错密码，锁定 person li")
	o.now = o.now.Add(15*time.Minute - time.Microsecond)
	o.restart()
	_, err = o.SignIn(t.Context(), "li", password)
	wantKind(t, "the right one while locked", err, problem.Locked, "09:15")
	if _, err := o.SignIn(t.Context(), "wang", password); err != nil {
		t.Errorf("somebody else is locked too: %v", err)
	}
	o.now = o.now.Add(time.Microsecond)
	if _, err := o.SignIn(t.Context(), "li", password); err != nil {
		t.Errorf("after a quarter of an hour: %v", err)
	}
	o.wantTrail("登录守卫 连续输错密码，锁定 person li", "王芳 登录 person wang", "李敏 登录 person li")
}

func TestTheRightPasswordResetsTheCount(t *testing.T) {
	o := newOffice(t, false).setUp(three()...)
	for range 3 {
		for range 4 {
			_, err := o.SignIn(t.Context(), "li", "wrong")
			wantKind(t, "a wrong password", err, problem.Forbidden)
		}
		if _, err := o.SignIn(t.Context(), "li", password); err != nil {
			t.Fatalf("the fifth is right: %v", err)
		}
	}
}

func TestConfirmCountsToo(t *testing.T) {
	o := newOffice(t, false).setUp(three()...)
	ctx := o.as("li")
	if err := o.Confirm(ctx, password); err != nil {
		t.Error(err)
	}
	for range 4 {
		wantKind(t, "a wrong password", o.Confirm(ctx, ""), problem.Forbidden)
	}
	wantKind(t, "the fifth", o.Confirm(ctx, "wrong"), problem.Locked)
	_, err := o.SignIn(t.Context(), "li", password)
	wantKind(t, "signing in", err, problem.Locked)
	wantKind(t, "nobody", o.Confirm(t.Context(), password), problem.Forbidden)
	wantKind(t, "a program", o.Confirm(people.With(t.Context(), people.System("发布员")), password), problem.Forbidden)
	o.wantTrail("登录守卫 连续输错密码，锁定 person li")
}

// Many guesses at the same moment are counted one by one: the right one gains nothing by coming in the crowd.
func TestGuessesAtOnceAreAllCounted(t *testing.T) {
	o := newOffice(t, false).setUp(three()...)
	var wg sync.WaitGroup
	var mu sync.Mutex
	wrong, locked := 0, 0
	for i := range 12 {
		wg.Go(func() {
			_, err := o.SignIn(t.Context(), "li", fmt.Sprint("guess ", i))
			mu.Lock()
			defer mu.Unlock()
			switch problem.KindOf(err) {
			case problem.Forbidden:
				wrong++
			case problem.Locked:
				locked++
			default:
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if wrong != 4 || locked != 8 {
		t.Errorf("%d were told to try again and %d that they are locked; want 4 and 8", wrong, locked)
	}
	o.wantTrail("登录守卫 连续输错密码，锁定 person li")
}

func TestAWrongNameIsToldLikeAWrongPassword(t *testing.T) {
	o := newOffice(t, false).setUp(three()...)
	_, err := o.SignIn(t.Context(), "nobody", password)
	wantKind(t, "nobody", err, problem.Forbidden, "姓名或密码不对")
	_, err = o.SignIn(t.Context(), "li", "wrong")
	wantKind(t, "a wrong password", err, problem.Forbidden, "姓名或密码不对")
	_, err = o.Pick(t.Context(), "li")
	wantKind(t, "without a password", err, problem.Forbidden, "演练")
}

func TestADrillHasNoPasswords(t *testing.T) {
	first := append(three(), newcomer("sun", "孙丽", people.Officer))
	for i := range first {
		first[i].Password = ""
	}
	o := newOffice(t, true).setUp(first...)
	a, err := o.Pick(t.Context(), "zhao")
	if err != nil || a.Person != "zhao" || a.Name != "赵强" || !a.Has(people.Approver) || a.System {
		t.Errorf("pick = %+v, %v", a, err)
	}
	if err := o.Confirm(people.With(t.Context(), a), ""); err != nil {
		t.Errorf("confirm = %v", err)
	}
	_, err = o.Pick(t.Context(), "nobody")
	wantKind(t, "nobody", err, problem.Missing)
	if err := o.Depart(o.as("wang"), "sun"); err != nil {
		t.Fatal(err)
	}
	_, err = o.Pick(t.Context(), "sun")
	wantKind(t, "who left", err, problem.Forbidden, "离岗")
	_, err = o.SignIn(t.Context(), "zhao", "")
	wantKind(t, "signing in with no password", err, problem.Forbidden)
}
