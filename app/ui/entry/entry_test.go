package entry_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"huiying/app/ui/entry"
	"huiying/app/ui/theme"
	"huiying/internal/problem"
	"huiying/internal/workdays"
)

func usual() fyne.Size { return fyne.NewSize(1280, 800) }

// fill types a small office into the second step.
func (b *bench) fill() {
	b.t.Helper()
	e := b.entries()
	e[0].Replace("望川市政务服务和数据管理局")
	e[1].Replace("新媒体中心")
	for i, n := range staff() {
		e[3+3*i].Replace(n.Name)
		e[4+3*i].Replace(n.Position)
		e[5+3*i].Replace(n.Password)
	}
}

func TestADrillIsOneKeyAway(t *testing.T) {
	b := open(t, true, theme.Light, usual())
	b.first()
	b.reads("您打算怎么用？", "什么都不会真的发出", "单机使用")
	b.silent("服务器地址")
	b.press("打开演练")
	if !b.until(func() bool { return len(b.done) == 1 }) || b.drills != 1 || b.done[0] != entry.Drill {
		t.Fatalf("drills %d, done %v", b.drills, b.done)
	}
}

func TestADrillThatDoesNotOpenIsTold(t *testing.T) {
	b := open(t, true, theme.Light, usual())
	b.fails = problem.New(problem.Full, "磁盘满了", "什么都没有写", "请腾出一些空间")
	b.first()
	b.press("打开演练")
	b.reads("磁盘满了", "请腾出一些空间")
	if len(b.done) != 0 {
		t.Fatal("went on")
	}
	b.fails = nil
	b.press("打开演练")
	if !b.until(func() bool { return len(b.done) == 1 }) {
		t.Fatal("does not try again")
	}
}

func TestAUnitOfThreeIsMadeWithAPassphrase(t *testing.T) {
	b := open(t, false, theme.Light, usual())
	b.ring = problem.New(problem.Unavailable, "这台电脑没有可用的钥匙串", "", "请用口令保管")
	b.first()
	b.key(fyne.KeyLeft) // from 演练 to 单机
	b.press("下一步：单位和人员")
	b.press("下一步：保管密钥")
	b.reads("还没有写单位名称", "还没有写姓名", "有几处还要补上")
	b.fill()
	code := b.entries()[2]
	code.Replace("11420100MB1A2B3C43")
	b.reads("最后一位对不上")
	b.press("下一步：保管密钥")
	b.reads("代码不对，改好或先空着")
	code.Replace("11420100MB1A2B3C42")
	b.reads("校验位对得上")
	b.press("下一步：保管密钥")
	b.reads("第 3 步", "这台电脑没有可用的钥匙串")
	b.press("建立单位")
	b.reads("口令不到 8 位")
	b.entries()[0].Replace("wangchuan-11")
	b.entries()[1].Replace("wangchuan-12")
	b.press("建立单位")
	b.reads("两遍输得不一样")
	b.entries()[1].Replace("wangchuan-11")
	b.press("建立单位")
	if !b.until(func() bool { return len(b.done) == 1 }) || len(b.begun) != 1 || b.done[0] != entry.Solo {
		t.Fatalf("begun %d, done %v:\n%s", len(b.begun), b.done, b.says())
	}
	s := b.begun[0]
	if s.Keyring || s.Passphrase != "wangchuan-11" || s.Unit.CreditCode != "11420100MB1A2B3C42" {
		t.Fatalf("setup %+v", s.Unit)
	}
	all, err := b.desk.People(t.Context())
	if err != nil || len(all) != 3 {
		t.Fatalf("%d people, %v", len(all), err)
	}
	for i, n := range staff() {
		if all[i].Name != n.Name || all[i].Position != n.Position || fmt.Sprint(all[i].Roles) != fmt.Sprint(n.Roles) {
			t.Errorf("person %d is %+v", i, all[i])
		}
	}
}

func TestTheKeyringIsTakenWhereItWorksAndWhatWasTypedStaysOnAFailure(t *testing.T) {
	b := open(t, false, theme.Light, usual())
	b.first()
	b.key(fyne.KeyLeft)
	b.press("下一步：单位和人员")
	b.fill()
	b.press("下一步：保管密钥")
	b.reads("这台电脑的钥匙串可以用")
	b.fails = errors.New("disk")
	b.press("建立单位")
	b.reads("没有料到的错")
	if len(b.done) != 0 {
		t.Fatal("went on")
	}
	b.press("上一步")
	if got := b.entries()[3].Text(); got != "王蕾" {
		t.Fatalf("the name is %q now", got)
	}
	b.press("下一步：保管密钥")
	b.fails = nil
	b.press("建立单位")
	if !b.until(func() bool { return len(b.done) == 1 }) || len(b.begun) != 1 || !b.begun[0].Keyring || b.begun[0].Passphrase != "" {
		t.Fatalf("begun %v", len(b.begun))
	}
}

func TestAnOfficeThatCannotReviewItselfIsToldInWords(t *testing.T) {
	b := open(t, false, theme.Light, usual())
	b.first()
	b.key(fyne.KeyLeft)
	b.press("下一步：单位和人员")
	b.fill()
	b.press("去掉这一行") // the last of the three: the approver
	b.press("下一步：保管密钥")
	b.reads("终审人")
	b.silent("第 3 步")
	e := b.entries()
	e[5].Replace("short")
	b.press("下一步：保管密钥")
	b.reads("密码不到 8 位")
	e[6].Replace("王蕾")
	b.press("下一步：保管密钥")
	b.reads("有两个人都叫王蕾")
}

func TestSigningInByPassword(t *testing.T) {
	b := open(t, false, theme.Light, usual())
	b.settled()
	b.signIn(false)
	b.reads("王蕾", "陈国栋", "周建国", "望川市政务服务和数据管理局 · 新媒体中心")
	password := b.entries()[0]
	b.key(fyne.KeyReturn)
	b.reads("还没有输入密码")
	b.key(fyne.KeyDown) // 陈国栋
	password.Replace("chengd-2025")
	b.key(fyne.KeyReturn)
	b.reads("姓名或密码不对", "还可以再试 4 次")
	password.Replace("chengd-2026")
	b.silent("姓名或密码不对")
	b.key(fyne.KeyReturn)
	if !b.came(1) || b.signed[0].Name != "陈国栋" || password.Text() != "" {
		t.Fatalf("signed %v, password field %q", b.signed, password.Text())
	}
}

func TestFiveWrongPasswordsAreTold(t *testing.T) {
	b := open(t, false, theme.Light, usual())
	b.settled()
	b.signIn(false)
	for range 5 {
		b.entries()[0].Replace("falsch-falsch")
		b.press("登录")
	}
	b.reads("连续 5 次输错密码", "09:15")
	b.entries()[0].Replace("wanglei-2026")
	b.press("登录")
	b.reads("连续 5 次输错密码")
	b.now = b.now.Add(16 * time.Minute)
	b.press("登录")
	if !b.came(1) {
		t.Fatalf("locked for good:\n%s", b.says())
	}
}

func TestACapitalWithoutShiftIsTold(t *testing.T) {
	b := open(t, false, theme.Light, usual())
	b.settled()
	b.signIn(false)
	test.Type(b.window.Canvas().Focused(), "A")
	b.reads("大写锁定可能打开了")
	test.Type(b.window.Canvas().Focused(), "b")
	b.silent("大写锁定可能打开了")
}

func TestADrillIsEnteredByPickingAPerson(t *testing.T) {
	b := open(t, true, theme.Light, usual())
	b.settled()
	b.signIn(true)
	b.reads("您来当谁", "王蕾", "新媒体专员")
	b.key(fyne.KeyRight)
	b.key(fyne.KeyReturn)
	if !b.came(1) || b.signed[0].Name != "陈国栋" {
		t.Fatalf("signed %v", b.signed)
	}
}

func TestThePassphrase(t *testing.T) {
	b := open(t, false, theme.Light, usual())
	done := 0
	b.show(entry.NewUnlock(b.jobs, entry.Unlock{Done: func() { done++ }, Later: func() { b.later++ }, Quit: func() {},
		Unlock: func(_ context.Context, phrase string) error {
			if phrase != "wangchuan-11" {
				return problem.New(problem.Invalid, "口令不对", "密钥没有动", "请再输一次")
			}
			return nil
		}}))
	b.key(fyne.KeyReturn)
	b.reads("还没有输入口令")
	b.entries()[0].Replace("wangchuan-12")
	b.key(fyne.KeyReturn)
	b.reads("口令不对")
	if b.entries()[0].Text() != "wangchuan-12" {
		t.Fatal("what was typed is gone")
	}
	b.press("以后再输")
	b.entries()[0].Replace("wangchuan-11")
	b.press("打开密钥")
	if !b.until(func() bool { return done == 1 }) || b.later != 1 {
		t.Fatalf("done %d, later %d", done, b.later)
	}
}

func TestAForgottenPassphraseIsReplacedByAnother(t *testing.T) {
	b := open(t, false, theme.Light, usual())
	lost, back, done := 0, 0, 0
	b.show(entry.NewUnlock(b.jobs, entry.Unlock{Done: func() {}, Lost: func() { lost++ }, Unlock: func(context.Context, string) error { return nil }}))
	b.press("口令忘了")
	if lost != 1 {
		t.Fatal("there is no way on without the passphrase")
	}
	full := errors.New("full")
	var typed []string
	b.show(entry.NewAnew(b.jobs, entry.Anew{Done: func() { done++ }, Back: func() { back++ }, Replace: func(_ context.Context, phrase string) error {
		if typed = append(typed, phrase); len(typed) == 1 {
			return problem.Wrap(full, problem.Unavailable, "密钥文件换不了", "原来的密钥文件没有丢", "请检查磁盘空间")
		}
		return nil
	}}))
	b.reads("各个账号都要到账号页重新授权", "原来的密钥文件会改名留在原处")
	b.entries()[0].Replace("short")
	b.press("另做一把密钥")
	b.reads("口令不到 8 位")
	b.entries()[0].Replace("wangchuan-12")
	b.entries()[1].Replace("wangchuan-21")
	b.press("另做一把密钥")
	b.reads("两遍输得不一样")
	b.entries()[1].Replace("wangchuan-12")
	b.press("另做一把密钥")
	if !b.until(func() bool { return len(typed) == 1 }) {
		t.Fatal("nothing is replaced")
	}
	b.settled()
	b.reads("密钥文件换不了")
	b.press("返回")
	b.press("另做一把密钥")
	if !b.until(func() bool { return done == 1 }) || back != 1 || len(typed) != 2 || typed[1] != "wangchuan-12" {
		t.Fatalf("done %d, back %d, typed %d", done, back, len(typed))
	}
}

func damaged() error {
	return problem.New(problem.Damaged, "数据文件读不通：第 12 页的校验对不上", "文件没有动", "请用最近一份好的备份恢复")
}

func (b *bench) trouble(err error, restore error) {
	b.show(entry.NewTrouble(b.jobs, entry.Trouble{Err: err, Folder: "D:\\回应\\data", Version: "1.0.0", Retry: func() { b.opened++ }, Quit: func() {},
		LastGood: func(context.Context) (entry.Backup, error) {
			return entry.Backup{Name: "huiying-2026-11-23.db", Day: workdays.Of(b.now.AddDate(0, 0, -1)), Made: b.now.AddDate(0, 0, -1), Size: 3 << 20}, nil
		},
		Restore: func(_ context.Context, got entry.Backup) (string, error) {
			if got.Name != "huiying-2026-11-23.db" {
				return "", errors.New("another backup")
			}
			return "huiying.db.坏-2026-11-24", restore
		}}))
}

func TestADamagedFileOffersTheLastGoodBackup(t *testing.T) {
	b := open(t, false, theme.Light, usual())
	b.trouble(damaged(), nil)
	b.reads("数据文件坏了", "校验对不上", "huiying-2026-11-23.db", "3.0 MB")
	b.press("用 2026-11-23 的备份恢复")
	b.press("先不恢复")
	b.silent("已经恢复到")
	b.press("用 2026-11-23 的备份恢复")
	b.press("恢复这份备份")
	b.reads("已经恢复到 2026-11-23", "huiying.db.坏-2026-11-24")
	b.press("打开恢复好的数据")
	if b.opened != 1 {
		t.Fatal("was not opened again")
	}
}

func TestARestoringThatFailsIsTold(t *testing.T) {
	b := open(t, false, theme.Light, usual())
	b.trouble(damaged(), problem.New(problem.Full, "磁盘满了", "两个文件都还在", "请腾出空间"))
	b.press("用 2026-11-23 的备份恢复")
	b.press("恢复这份备份")
	b.reads("磁盘满了")
	b.press("再打开一次")
}

func TestASecondProgramAndANewerFileOfferNoBackup(t *testing.T) {
	for kind, title := range map[problem.Kind]string{problem.Locked: "另一个“回应”正开着", problem.Newer: "更新的程序写的", problem.Full: "数据没有打开"} {
		b := open(t, false, theme.Light, usual())
		b.trouble(problem.New(kind, "原因在这里", "", ""), nil)
		b.reads(title, "原因在这里")
		if strings.Contains(b.says(), "备份恢复") {
			t.Errorf("%s offers a backup", kind)
		}
		b.press("再打开一次")
		if b.opened != 1 {
			t.Errorf("%s: not opened again", kind)
		}
	}
}
