package entry_test

import (
	"context"
	"fmt"
	"testing"

	"fyne.io/fyne/v2"

	"huiying/app/ui/entry"
	"huiying/app/ui/theme"
	"huiying/app/ui/typing"
	"huiying/app/ui/widgets"
	"huiying/internal/people"
	"huiying/internal/problem"
)

func TestEscGoesBackAStepAndKeepsWhatWasTyped(t *testing.T) {
	b := open(t, false, theme.Light, usual())
	b.ring = problem.New(problem.Unavailable, "这台电脑没有可用的钥匙串", "", "请用口令保管")
	b.first()
	b.silent("第 1 步")
	b.key(fyne.KeyLeft)
	b.reads("第 1 步，共 3 步")
	b.press("下一步：单位和人员")
	b.fill()
	b.press("下一步：保管密钥")
	b.entries()[0].Replace("wangchuan-11")
	b.entries()[0].Focus()
	b.key(fyne.KeyEscape)
	b.reads("第 2 步")
	b.key(fyne.KeyEscape)
	b.reads("第 1 步", "您打算怎么用？")
	b.press("下一步：单位和人员")
	if got := b.entries()[0].Text(); got != "望川市政务服务和数据管理局" {
		t.Fatalf("the unit is %q now", got)
	}
	b.press("下一步：保管密钥")
	if got := b.entries()[0].Text(); got != "wangchuan-11" {
		t.Fatalf("the passphrase is %q now", got)
	}
}

func TestEnterGoesThroughThePassphraseAndFounds(t *testing.T) {
	b := open(t, false, theme.Light, usual())
	b.ring = problem.New(problem.Unavailable, "这台电脑没有可用的钥匙串", "", "请用口令保管")
	b.first()
	b.key(fyne.KeyLeft)
	b.press("下一步：单位和人员")
	b.fill()
	b.press("下一步：保管密钥")
	e := b.entries()
	e[0].Replace("wangchuan-11")
	e[1].Replace("wangchuan-11")
	e[0].Focus()
	b.key(fyne.KeyReturn)
	if len(b.begun) != 0 || b.window.Canvas().Focused() != e[1].Target() {
		t.Fatal("the first Enter does not go to the second field")
	}
	b.key(fyne.KeyReturn)
	if !b.until(func() bool { return len(b.done) == 1 }) {
		t.Fatalf("not founded:\n%s", b.says())
	}
}

// preset goes through who does what by a key on the switch.
func (b *bench) preset(key fyne.KeyName) {
	b.t.Helper()
	walk(b.page.Object(), func(o fyne.CanvasObject) {
		if s, ok := o.(*widgets.Segment); ok {
			b.window.Canvas().Focus(s)
		}
	})
	b.key(key)
}

// at returns the field that has the focus.
func (b *bench) at() *typing.Entry {
	for _, e := range b.entries() {
		if e.Target() == b.window.Canvas().Focused() {
			return e
		}
	}
	return nil
}

func TestWhatIsWrongStandsAtItsFieldAndGoesWhenItIsMended(t *testing.T) {
	b := open(t, false, theme.Light, usual())
	b.first()
	b.key(fyne.KeyLeft)
	b.press("下一步：单位和人员")
	b.fill()
	e := b.entries()
	short := e[5+3]
	short.Replace("kurz")
	b.press("下一步：保管密钥")
	if short.Error() != "密码不到 8 位" || b.at() != short {
		t.Fatalf("the password says %q, focus at it: %v", short.Error(), b.at() == short)
	}
	for i, x := range e {
		if x != short && x.Error() != "" {
			t.Errorf("field %d says %q", i, x.Error())
		}
	}
	b.reads("有几处还要补上")
	short.Replace("chengd-2026")
	b.silent("有几处还要补上", "密码不到 8 位")
	b.press("下一步：保管密钥")
	b.reads("第 3 步")
}

func TestSixRolesNeedSixPeopleAndEmptyRowsGoWithThePreset(t *testing.T) {
	b := open(t, false, theme.Light, usual())
	b.first()
	b.key(fyne.KeyLeft)
	b.press("下一步：单位和人员")
	b.fill()
	b.preset(fyne.KeyRight)
	if n := len(b.entries()); n != 3+6*3 {
		t.Fatalf("%d fields", n)
	}
	for i := 3; i < 6; i++ {
		b.entries()[3+3*i].Replace(fmt.Sprintf("第%d位", i+1))
		b.entries()[5+3*i].Replace("einer-von-sechs")
	}
	b.press("下一步：保管密钥")
	b.reads("这台电脑的钥匙串可以用")
	b.press("建立单位")
	if !b.until(func() bool { return len(b.done) == 1 }) {
		t.Fatalf("not founded:\n%s", b.says())
	}
	all, err := b.desk.People(t.Context())
	if err != nil || len(all) != 6 {
		t.Fatalf("%d people, %v:\n%s", len(all), err, b.says())
	}
	for i, r := range people.Roles() {
		if len(all[i].Roles) != 1 || all[i].Roles[0] != r {
			t.Errorf("%s is %v, not %s", all[i].Name, all[i].Roles, r)
		}
	}
}

func TestEmptyRowsGoWithThePreset(t *testing.T) {
	b := open(t, false, theme.Light, usual())
	b.first()
	b.key(fyne.KeyLeft)
	b.press("下一步：单位和人员")
	b.preset(fyne.KeyRight)
	b.entries()[3+3*5].Replace("梁雨")
	b.preset(fyne.KeyLeft)
	if n := len(b.entries()); n != 3+4*3 {
		t.Fatalf("%d fields: the three of the preset and the one with a name are wanted", n)
	}
	if got := b.entries()[3+3*3].Text(); got != "梁雨" {
		t.Fatalf("the fourth is %q", got)
	}
}

// shut is an office whose list cannot be read at first.
type shut struct {
	entry.Office
	err error
}

func (s *shut) People(ctx context.Context) ([]people.Person, error) {
	if s.err != nil {
		return nil, s.err
	}
	return s.Office.People(ctx)
}

func TestAListThatDoesNotComeIsToldAndFetchedAgain(t *testing.T) {
	b := open(t, false, theme.Light, usual())
	b.settled()
	o := &shut{b.desk, problem.New(problem.Unavailable, "磁盘没有应答", "什么都没有改动", "请看一眼硬盘的线")}
	b.show(entry.NewSignIn(b.jobs, entry.SignIn{Office: o, Done: func(people.Actor) {}}))
	b.reads("没有取到人员名单", "磁盘没有应答")
	o.err = nil
	b.press("再试一次")
	b.reads("王蕾", "周建国")
}

func TestWhoSignedInLastIsChosenAndWhoLeftIsNotOffered(t *testing.T) {
	b := open(t, false, theme.Light, usual())
	b.settled()
	admin, err := b.desk.SignIn(t.Context(), "2", "chengd-2026")
	if err != nil {
		t.Fatal(err)
	}
	ctx := people.With(t.Context(), admin)
	if _, err := b.desk.Add(ctx, people.Newcomer{ID: "4", Name: "吴倩", Password: "wuqian-2026", Roles: []people.Role{people.Officer}}); err != nil {
		t.Fatal(err)
	}
	if err := b.desk.Depart(ctx, "4"); err != nil {
		t.Fatal(err)
	}
	b.show(entry.NewSignIn(b.jobs, entry.SignIn{Office: b.desk, Last: "3", Note: "密钥还没有打开，到点的稿件不会发出",
		Done: func(a people.Actor) { b.signed = append(b.signed, a) }}))
	b.reads("密钥还没有打开")
	b.silent("吴倩", "退出")
	b.entries()[0].Replace("zhoujg-2026")
	b.key(fyne.KeyReturn)
	if !b.came(1) || b.signed[0].Name != "周建国" {
		t.Fatalf("signed %v:\n%s", b.signed, b.says())
	}
}

func TestAKeyThatIsNotOpenCanBeOpenedFromTheSignIn(t *testing.T) {
	b := open(t, false, theme.Light, usual())
	b.settled()
	b.signIn(false)
	b.silent("打开密钥")
	opened := 0
	b.show(entry.NewSignIn(b.jobs, entry.SignIn{Office: b.desk, Note: "密钥还没有打开", Unlock: func() { opened++ }, Done: func(people.Actor) {}}))
	b.reads("密钥还没有打开")
	b.press("打开密钥")
	if opened != 1 {
		t.Errorf("opened %d times", opened)
	}
}

func TestSettingsThatCannotBeReadCanBeBegunAnew(t *testing.T) {
	b := open(t, false, theme.Light, usual())
	anew := 0
	b.show(entry.NewTrouble(b.jobs, entry.Trouble{Err: problem.New(problem.Damaged, "程序的设置文件坏了", "数据没有动", ""), Retry: func() {}, Anew: func() { anew++ }}))
	b.reads("程序的设置读不出来", "没有受影响")
	b.silent("数据文件坏了")
	b.press("另起一份设置")
	if anew != 1 {
		t.Errorf("begun anew %d times", anew)
	}
}

func TestPickingOutsideADrillIsRefusedInWords(t *testing.T) {
	b := open(t, false, theme.Light, usual())
	b.settled()
	b.signIn(true)
	b.key(fyne.KeyReturn)
	b.reads("只有演练时可以不用密码")
	if len(b.signed) != 0 {
		t.Fatal("went in without a password")
	}
}

func TestADamagedFileWithoutAnyGoodBackup(t *testing.T) {
	b := open(t, false, theme.Light, usual())
	b.show(entry.NewTrouble(b.jobs, entry.Trouble{Err: damaged(), Retry: func() {},
		LastGood: func(context.Context) (entry.Backup, error) {
			return entry.Backup{}, problem.New(problem.Missing, "没有一份完好的备份", "什么都没有改动", "请找找别处有没有副本")
		}}))
	b.reads("没有一份完好的备份", "请找找别处有没有副本")
	b.silent("恢复这份备份")
}

func TestPressingTwiceBeginsOnce(t *testing.T) {
	b := open(t, false, theme.Light, usual())
	b.first()
	b.key(fyne.KeyLeft)
	b.press("下一步：单位和人员")
	b.fill()
	b.press("下一步：保管密钥")
	b.reads("这台电脑的钥匙串可以用")
	walk(b.page.Object(), func(o fyne.CanvasObject) {
		if v, ok := o.(*widgets.Button); ok && v.Label() == "建立单位" {
			v.Tapped(nil)
			v.Tapped(nil)
		}
	})
	b.reads("正在建立单位")
	if !b.until(func() bool { return len(b.done) > 0 }) || len(b.begun) != 1 || len(b.done) != 1 {
		t.Fatalf("begun %d times, done %d times", len(b.begun), len(b.done))
	}
}
