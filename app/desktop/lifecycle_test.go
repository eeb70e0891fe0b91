package desktop

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/zalando/go-keyring"

	"huiying/accounts"
	"huiying/app/house"
	"huiying/app/ui/entry"
	"huiying/app/ui/handtest"
	"huiying/app/ui/load"
	"huiying/app/ui/theme"
	"huiying/app/ui/theme/themetest"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/vault"
	"huiying/publishing"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
)

// desk is the program in Fyne's test driver over a folder of its own, before anybody signed in.
type desk struct {
	*handtest.Hand
	*program
	dir string
}

func at(t *testing.T, dir string, drill bool) *desk {
	t.Helper()
	_, outside, _ := platforms(t)
	queue := &load.Queue{}
	p, err := start(t.Context(), means{app: themetest.App(t, theme.Light, 100), paint: queue.Do, passwords: vault.Cost{Memory: 8, Time: 1, Threads: 1}, outside: outside}, dir, drill)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.end)
	p.window.Resize(fyne.NewSize(1366, 768))
	return &desk{&handtest.Hand{TB: t, Screen: &handtest.Painted{Canvas: p.window.Canvas(), Queue: queue}, Patience: 20 * time.Second}, p, dir}
}

const phrase = "望川的口令-2026"

// setup is a small unit, kept by a passphrase.
func prepared(passphrase string) entry.Setup {
	return entry.Setup{Unit: people.Unit{Name: unitName, CreditCode: unitCode}, Passphrase: passphrase, People: []people.Newcomer{
		{Name: officer, Password: secret(officer), Roles: []people.Role{people.Officer, people.Registrar, people.Answerer, people.Administrator}},
		{Name: checker, Password: secret(checker), Roles: []people.Role{people.Checker}},
		{Name: approver, Password: secret(approver), Roles: []people.Role{people.Approver}}}}
}

// founded is a folder with a unit, its program ended.
func founded(t *testing.T) string {
	t.Helper()
	d := at(t, t.TempDir(), false)
	d.Reads("单机使用")
	if err := (&starter{p: d.program}).Begin(t.Context(), prepared(phrase)); err != nil {
		t.Fatal(err)
	}
	d.end()
	return d.dir
}

// A kill between founding the unit and writing the settings, or a person who deleted the settings, must not lead to the
// first run again: nobody could ever sign in from there.
func TestAUnitOfWhichNoSettingsSpeakIsFoundAgain(t *testing.T) {
	dir := founded(t)
	if err := os.Remove(filepath.Join(dir, "config.json")); err != nil {
		t.Fatal(err)
	}
	d := at(t, dir, false)
	d.Reads("保管它们的口令打开")
	d.Into("保管密钥的口令")
	d.Write(phrase)
	d.Press(0, fyne.KeyReturn)
	d.Reads("选您的姓名，输入密码")
	if c, err := d.folders.read(); err != nil || c.Mode != house.Solo || c.Keys != byPassphrase {
		t.Errorf("%+v, %v", c, err)
	}
}

func TestSettingsThatCannotBeReadAreToldInTheWindow(t *testing.T) {
	dir := founded(t)
	if err := os.WriteFile(filepath.Join(dir, "config.json"), []byte("{half"), 0o600); err != nil {
		t.Fatal(err)
	}
	d := at(t, dir, false)
	d.Reads("程序的设置读不出来")
	d.Tap("另起一份设置")
	d.Reads("保管它们的口令打开")
	left, err := filepath.Glob(filepath.Join(dir, "config.json.damaged-*"))
	if err != nil || len(left) != 1 {
		t.Errorf("the damaged one is not kept: %v, %v", left, err)
	}
}

func TestASecondWindowOnTheDrillIsToldInWords(t *testing.T) {
	dir := t.TempDir()
	first := at(t, dir, true)
	first.Patience = time.Minute
	first.Reads("演练：您来当谁？")
	second := at(t, dir, true)
	second.Reads("另一个“回应”正开着这份数据")
	if words := second.Words(); strings.Contains(words, "drill:") || strings.Contains(words, "没有料到") {
		t.Errorf("it says %s", words)
	}
}

// Whoever puts the passphrase off can work, reads that nothing is sent, and opens the key later from the sign-in.
func TestTheKeyCanBeOpenedLater(t *testing.T) {
	d := at(t, founded(t), false)
	d.Tap("以后再输")
	d.Reads("到点的稿件和答复都不会发出")
	d.Tap(officer)
	d.Press(0, fyne.KeyReturn)
	d.Rewrite(secret(officer))
	d.Press(0, fyne.KeyReturn)
	d.Reads("今日")
	if !strings.Contains(d.window.Title(), "什么都不会发出") {
		t.Errorf("the title is %q", d.window.Title())
	}
	d.Tap(officer)
	d.Tap("换一个人")
	d.Tap("打开密钥")
	d.Into("保管密钥的口令")
	d.Write(phrase)
	d.Press(0, fyne.KeyReturn)
	d.Reads("选您的姓名，输入密码")
	if d.Stands("打开密钥") || d.open.house.Vault.Locked() {
		t.Error("the key is not open")
	}
}

// A first try with one way to keep the key, and a second with another: the settings must name the one that was used.
func TestTheKeyLiesWhereItWasChosenLast(t *testing.T) {
	keyring.MockInit()
	nobody := prepared(phrase)
	nobody.People = nil
	for name, first := range map[string]entry.Setup{
		"the keyring": {Unit: nobody.Unit, Keyring: true}, "another passphrase": {Unit: nobody.Unit, Passphrase: "另一个口令-2026"},
	} {
		t.Run(name, func(t *testing.T) {
			d := at(t, t.TempDir(), false)
			d.Reads("单机使用")
			s := &starter{p: d.program}
			if err := s.Begin(t.Context(), first); err == nil {
				t.Fatal("a unit without people was founded")
			}
			if err := s.Begin(t.Context(), prepared(phrase)); err != nil {
				t.Fatal(err)
			}
			d.end()
			again := at(t, d.dir, false)
			again.Reads("保管它们的口令打开")
			if err := again.open.house.Unlock(t.Context(), again.folders.passphrase(again.config, phrase)); err != nil {
				t.Error(err)
			}
		})
	}
}

// A try that failed after its key was made, in a program that was ended: its key file is of no unit, and in nobody's way.
func TestAKeyOfAFailedTryIsReplaced(t *testing.T) {
	d := at(t, t.TempDir(), false)
	d.Reads("单机使用")
	half := prepared("另一个口令-2026")
	half.People = nil
	if err := (&starter{p: d.program}).Begin(t.Context(), half); err == nil {
		t.Fatal("a unit without people was founded")
	}
	d.end()
	again := at(t, d.dir, false)
	again.Reads("单机使用")
	if err := (&starter{p: again.program}).Begin(t.Context(), prepared(phrase)); err != nil {
		t.Error(err)
	}
}

// armed puts a delivery that is ready to go into the store, as an approval would.
func armed(t *testing.T, h *house.House) {
	t.Helper()
	a := people.With(t.Context(), people.Actor{Person: "x", Roles: []people.Role{people.Officer}})
	if _, err := h.Publishing.Create(a, "p1", content.Regular); err != nil {
		t.Fatal(err)
	}
	s := h.Publishing.Deliveries
	err := s.Work.Do(a, func(ctx context.Context) error {
		due := h.Clock.Now().Add(time.Hour)
		if err := h.Publishing.Store.AddRevision(ctx, publishing.Revision{Post: "p1", No: 1, Fingerprint: "f", By: "x", ByName: "x", At: due}); err != nil {
			return err
		}
		return s.Store.Save(ctx, delivery.Delivery{ID: "d1", Version: 1, Post: "p1", Revision: 1, Title: "供暖", Account: "a1", Platform: accounts.Weibo,
			Way: content.Share, State: delivery.Armed, Due: due, Next: due, Window: content.Window{From: due, To: due.Add(time.Hour)}, Fingerprint: "f", Changed: due})
	})
	if err != nil {
		t.Fatal(err)
	}
}

// From the sign-in, too, the program does not end unasked while a post waits: neither by its window nor by its button.
func TestClosingAtTheSignInAsksWhilePostsWait(t *testing.T) {
	d := at(t, founded(t), false)
	d.Tap("以后再输")
	d.Reads("选您的姓名，输入密码")
	armed(t, d.open.house)
	d.Tap("退出")
	d.Reads("还有 1 条等着发，现在退出？")
	d.Tap("不退出")
	d.closing()
	d.Reads("还有 1 条等着发，现在退出？")
	d.Tap("不退出")
	d.Reads("选您的姓名，输入密码")
}

// Nobody else sits down, and the program does not end, while a form that is filled in stands behind another screen.
func TestWhatIsFilledInBehindAnotherScreenIsNotLost(t *testing.T) {
	d := at(t, founded(t), false)
	d.Tap("以后再输")
	d.Tap(officer)
	d.Press(0, fyne.KeyReturn)
	d.Rewrite(secret(officer))
	d.Press(0, fyne.KeyReturn)
	d.Reads("今日")
	d.Tap("账号")
	d.Tap("登记第一个账号")
	d.Tap("选平台")
	d.Tap("微博")
	d.Fill("名称", "望川发布")
	d.Tap("今日")
	d.Tap(officer)
	d.Tap("换一个人")
	d.Until("the office stays", func() bool { return d.seat != nil && d.seat.frame.MayClose() != "" })
	d.closing()
	if d.Stands("选您的姓名，输入密码") || d.seat == nil {
		t.Error("the form is gone")
	}
}

// The unit that cannot be read once somebody signed in is told as what it is, over a closed house.
func TestAUnitThatCannotBeReadKeepsItsKindAndClosesTheHouse(t *testing.T) {
	d := at(t, founded(t), false)
	d.Tap("以后再输")
	d.Reads("选您的姓名，输入密码")
	if err := d.open.house.Store.Close(); err != nil {
		t.Fatal(err)
	}
	d.seated(people.Actor{Person: "x"})
	d.Reads("数据没有打开")
	if d.open != nil {
		t.Error("the trouble stands over an open house")
	}
	if strings.Contains(d.Words(), "数据文件坏了") {
		t.Error("a file that is only closed is called damaged")
	}
}

func TestSettingsAreReadAsTheyWereWritten(t *testing.T) {
	f := folders{base: t.TempDir()}
	want := config{Mode: house.Solo, Dir: "/x", Keys: byKeyring, Theme: "dark", Scale: 125, Last: "p"}
	for range 2 {
		if err := f.write(want); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := f.read(); err != nil || got != want {
		t.Errorf("%+v, %v", got, err)
	}
	all, err := os.ReadDir(f.base)
	if err != nil || !slices.EqualFunc(all, []string{"config.json"}, func(e os.DirEntry, n string) bool { return e.Name() == n }) {
		t.Errorf("%v, %v", all, err)
	}
	if err := os.Chmod(f.base, 0o500); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(f.base, 0o700)
	if err := f.write(config{}); os.Getuid() != 0 && problem.KindOf(err) != problem.Unavailable {
		t.Errorf("%v", err)
	}
}
