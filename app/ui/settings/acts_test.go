package settings_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"huiying/app/ui/settings"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
	"huiying/internal/people"
	"huiying/internal/problem"
)

func (h *house) links(label string) (links []*widgets.Link) {
	h.t.Helper()
	h.each(func(o fyne.CanvasObject) {
		if l, ok := o.(*widgets.Link); ok && words(l) == label {
			links = append(links, l)
		}
	})
	return links
}

// act opens what can be done about a person by the keyboard, and takes the line that is so far down; −1 takes none.
func (h *house) act(row, down int) {
	h.t.Helper()
	links := h.links("办理")
	if row >= len(links) {
		h.t.Fatalf("%d rows offer something", len(links))
	}
	h.canvas.Focus(links[row])
	h.key(fyne.KeyReturn)
	if down < 0 {
		return
	}
	for range down {
		h.key(fyne.KeyDown)
	}
	h.key(fyne.KeyReturn)
}

func (h *house) signsIn(id people.ID, password string, want bool) {
	h.t.Helper()
	if _, err := h.people.SignIn(h.t.Context(), id, password); (err == nil) != want {
		h.t.Errorf("%s signs in: %v", id, err)
	}
}

// lock has somebody guess until nobody may.
func (h *house) lock(id people.ID) {
	h.t.Helper()
	for range 5 {
		h.signsIn(id, "a guess", false)
	}
}

func TestAPasswordIsResetAndToldInPerson(t *testing.T) {
	h := open(t)
	h.lock("孙悦")
	h.sit("秦越", settings.PagePeople, desk, theme.Light)
	h.reads("锁定到 14:47")
	h.act(3, 0)
	h.reads("给孙悦重设密码？", "当面告诉本人", "还没有定新密码")
	e := h.entries()
	e[0].Replace("short")
	h.reads("两遍密码不一样")
	e[1].Replace("short")
	h.tap("重设密码")
	h.reads("孙悦的密码不到 8 位")
	if e[0].Text() != "short" {
		t.Error("what was typed is gone")
	}
	e[0].Replace("a password told")
	e[1].Replace("a password told")
	h.tap("重设密码")
	if len(h.canvas.Overlays().List()) != 0 || !strings.Contains(h.frame.Toasted(), "请当面告诉他") {
		t.Errorf("the dialog stays, or it is not said: %q", h.frame.Toasted())
	}
	h.lacks("锁定到")
	h.signsIn("孙悦", "password", false)
	h.signsIn("孙悦", "a password told", true)
	h.screen.Open(settings.PageTrail)
	h.settle()
	h.reads("重设密码")
}

func TestALockIsEndedAndThePasswordStays(t *testing.T) {
	h := open(t)
	h.lock("王蕾")
	h.sit("秦越", settings.PagePeople, desk, theme.Light)
	h.act(0, 1)
	h.reads("解除王蕾的锁定？", "密码不变")
	h.tap("不办")
	h.signsIn("王蕾", "password", false)
	h.act(0, 1)
	h.tap("解除锁定")
	h.lacks("锁定到")
	h.signsIn("王蕾", "password", true)
}

// A lock that ended by itself meanwhile is told in the dialog, not passed over.
func TestALockThatIsOverIsSaid(t *testing.T) {
	h := open(t)
	h.lock("王蕾")
	h.sit("秦越", settings.PagePeople, desk, theme.Light)
	h.act(0, 1)
	if err := h.people.Unlock(h.who("秦越"), "王蕾"); err != nil {
		t.Fatal(err)
	}
	h.tap("解除锁定")
	h.reads("王蕾没有被锁定")
}

func TestAnybodyChangesTheOwnPassword(t *testing.T) {
	h := open(t)
	h.sit("王蕾", settings.PagePeople, desk, theme.Light)
	h.tap("修改我的密码")
	e := h.entries()
	if len(e) != 3 || h.button("改成新密码").Reason().Value != "还没有写原密码" {
		t.Fatalf("%d fields, %q", len(e), h.button("改成新密码").Reason().Value)
	}
	e[0].Replace("not this")
	e[1].Replace("my next password")
	e[2].Replace("my next password")
	h.tap("改成新密码")
	h.reads("原来的密码不对", "密码没有改", "再试 4 次")
	e[0].Replace("password")
	h.tap("改成新密码")
	if len(h.canvas.Overlays().List()) != 0 {
		t.Fatal("the dialog stays")
	}
	h.signsIn("王蕾", "my next password", true)
	h.signsIn("王蕾", "password", false)
}

func TestWhoLeftIsBroughtBack(t *testing.T) {
	h := open(t)
	if err := h.people.Depart(h.who("秦越"), "陈国栋"); err != nil {
		t.Fatal(err)
	}
	h.sit("秦越", settings.PagePeople, desk, theme.Light)
	h.act(6, 0) // the last row: those who left stand below
	h.reads("陈国栋恢复在岗？")
	h.tap("恢复在岗")
	h.lacks("已离岗 2026")
	if p := h.person("陈国栋"); !p.Has(people.Checker) {
		t.Errorf("came back as %+v", p)
	}
}

// The own row offers no way round the old password, and an only administrator is told what that means.
func TestAnAdministratorHasNoWayRoundTheOwnPassword(t *testing.T) {
	h := open(t)
	h.sit("秦越", settings.PagePeople, desk, theme.Light)
	h.reads("只有一位管理员", "没有人能重设")
	h.act(6, -1)
	h.reads("自己的用“修改我的密码”", "没有被锁定")
	h.key(fyne.KeyReturn) // what is chosen first is the one thing that can be
	h.reads("秦越离岗？")
	h.tap("办理秦越离岗")
	h.reads("还没有管理员")
	h.tap("不办")
	if err := h.people.ChangeRoles(h.who("秦越"), "陈国栋", []people.Role{people.Checker, people.Administrator}); err != nil {
		t.Fatal(problem.Words(err))
	}
	h.screen.Refetch()
	h.settle()
	h.lacks("只有一位管理员")
}
