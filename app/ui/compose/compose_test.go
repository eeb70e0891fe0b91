package compose_test

import (
	"image/color"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"huiying/app/ui/shell"
	"huiying/app/ui/theme"
	"huiying/app/ui/typing/typingtest"
	"huiying/internal/problem"
	"huiying/internal/store/storetest/publishingtest"
	"huiying/publishing"
	"huiying/publishing/content"
)

func full() fyne.Size { return fyne.NewSize(1280, 800) }

// begun is a bench with an empty new draft open.
func begun(t *testing.T) *bench {
	b := open(t, full(), theme.Light)
	b.f.Open(compose_, nil)
	b.settle()
	b.f.TakeShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyN, Modifier: fyne.KeyModifierShortcutDefault})
	b.until("a new draft", func() bool { return b.s.OpenPost() != "" })
	return b
}

func (b *bench) ctrlEnter() {
	b.c.Focused().(fyne.Shortcutable).TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierShortcutDefault})
}

func TestAPostIsWrittenAndSubmitted(t *testing.T) {
	b := open(t, full(), theme.Light)
	b.f.Open(compose_, nil)
	b.settle()
	b.sees("还没有稿件")
	b.press("写第一篇")
	b.until("a new draft", func() bool { return b.s.OpenPost() != "" })
	id := b.s.OpenPost()
	f := b.s.Form()
	b.typ("今冬供暖开始")
	b.c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.typ("十五日开始")
	b.c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.typ("第一段")
	b.c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.typ("第二段")
	b.ctrlEnter()
	if p := b.desk.Post(id); p.State != publishing.Draft {
		t.Fatalf("submitted while it lacks a target: %s", p.State)
	}
	b.sees("还没有选发到哪里", "还有 1 项必须改")
	f.Where.Check(publishingtest.WeChat).OnPress()
	b.settle()
	b.sees("缺封面图", "标题 6/32")
	b.s.Drop([]string{photo(t, "封面.png", 600, 300, color.RGBA{R: 200, A: 255})})
	b.settle()
	b.sees("图片“封面.png”缺说明")
	b.s.EditPicture(0)
	b.s.Alt().Focus()
	b.typ("管网图")
	b.press("写好了")
	f.Where.Way(publishingtest.WeChat, content.Broadcast).OnPress()
	f.Where.Check(publishingtest.Weibo).OnPress()
	b.settle()
	b.sees("缺安全域名链接")
	v := f.Where.Edit(weibo(b), content.Share)
	v.Link.Focus()
	b.typ("https://www.wangchuan.gov.cn/a")
	v.Dialog.DoButton().OnPress()
	b.settle()
	if n := len(b.s.Lacks()); n != 0 {
		t.Fatalf("still lacks %v", b.s.Lacks())
	}
	c := b.stored(id)
	if c.Title != "今冬供暖开始" || c.Summary != "十五日开始" || c.PlainText() != "第一段\n第二段" || len(c.Targets) != 3 || c.Media[0].Alt != "管网图" {
		t.Fatalf("stored %+v", c)
	}
	for i, target := range c.Targets { // the preview is what goes out, to the letter
		want := c.TextFor(target)
		if target.Way != content.Share {
			want = "第一段\n第二段"
		}
		if got := f.Look.Says()[i]; !strings.Contains(got, want) {
			t.Errorf("the preview of %s says %q, what goes out is %q", target.Way, got, want)
		}
	}
	f.Title.Focus()
	b.ctrlEnter()
	b.until("submitted", func() bool { return b.desk.Post(id).State == publishing.InReview })
	b.settle()
	b.sees("正在审核，不能改", "待审核", "第 1 稿")
	if f.Text.At() != -1 || !f.Title.Disabled() || f.Where.Check(publishingtest.Weibo).Disabled() == false {
		t.Error("a post in review can be written")
	}
	b.press("收回修改")
	b.typ("标题要改")
	b.press("收回这一稿")
	b.until("taken back", func() bool { return b.desk.Post(id).State == publishing.Draft })
	b.settle()
	if f.Text.At() < 0 || f.Title.Disabled() {
		t.Error("a post that was taken back cannot be written")
	}
	b.sees("第 2 稿")
	typingtest.OnlyOurs(t, b.f)
}

func TestWhatIsTypedIsStoredWithinASecondAndOutlivesTheProgram(t *testing.T) {
	b := begun(t)
	id := b.s.OpenPost()
	began := time.Now()
	for i := 0; time.Since(began) < 2500*time.Millisecond; i++ { // never pausing for as long as a save waits
		b.typ("供")
		b.q.Paint()
		time.Sleep(50 * time.Millisecond)
	}
	typed := b.s.Form().Title.Text()
	if n := len([]rune(typed)) - len([]rune(b.stored(id).Title)); n > 20 {
		t.Errorf("the last %d characters, more than a second of typing, are not stored", n)
	}
	if b.posts.saves > 6 {
		t.Errorf("%d saves in 2.5 s", b.posts.saves)
	}
	b.until("all stored", func() bool { return b.stored(id).Title == typed })
	b.sees("已存")
	// The program is gone; another one on the same file has it all.
	b.f.Stop()
	again := b.desk.Desk(nil)
	_, w, err := again.Get(b.desk.As("王蕾"), id)
	if err != nil || w.Content.Title != typed {
		t.Fatalf("after the end of the program %q, %v", w.Content.Title, err)
	}
}

func TestLeavingThePageStoresAtOnce(t *testing.T) {
	b := begun(t)
	id := b.s.OpenPost()
	b.typ("离开")
	if say := b.s.MayClose(); say != "" || b.stored(id).Title != "离开" {
		t.Errorf("leaving says %q and %q is stored", say, b.stored(id).Title)
	}
	b.settle()
	if say := b.s.MayClose(); say != "" {
		t.Errorf("with all stored it may not close: %q", say)
	}
	b.typ("了")
	b.s.Hidden()
	b.until("stored when hidden", func() bool { return b.stored(id).Title == "离开了" })
}

func TestAFailedSaveKeepsTheTextAndSaysSo(t *testing.T) {
	b := begun(t)
	id := b.s.OpenPost()
	b.posts.fail = problem.New(problem.Full, "磁盘满了", "刚才的改动没有写进去", "请腾出空间再存")
	b.typ("写着写着盘满了")
	b.until("told", func() bool { return strings.Contains(b.says(), "磁盘满了") })
	b.sees("没有存进去，写的字还在这里", "请腾出空间再存")
	if got := b.s.Form().Title.Text(); got != "写着写着盘满了" {
		t.Fatalf("the form holds %q", got)
	}
	b.press("回到稿件列表")
	b.settle()
	b.sees("没有存进去，写的字还在")
	b.s.Open(id)
	b.settle()
	if got := b.s.Form().Title.Text(); got != "写着写着盘满了" {
		t.Fatalf("after coming back the form holds %q", got)
	}
	b.posts.fail = nil
	b.press("再试一次")
	b.until("stored", func() bool { return b.stored(id).Title == "写着写着盘满了" })
	b.settle()
	if strings.Contains(b.says(), "磁盘满了") {
		t.Error("still says that the disk is full")
	}
}

func TestAConflictOverwritesNothingUntilAPersonSays(t *testing.T) {
	for _, mine := range []bool{true, false} {
		b := begun(t)
		id := b.s.OpenPost()
		other := b.stored(id)
		other.Title = "别处写的"
		_, w, err := b.desk.Get(b.desk.As("王蕾"), id)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := b.desk.Save(b.desk.As("王蕾"), publishing.SaveDraft{Post: id, Version: w.Version, Content: other}); err != nil {
			t.Fatal(err)
		}
		b.typ("我写的")
		b.until("told", func() bool { return strings.Contains(b.says(), "保留我的") })
		b.tell(publishing.Topic, id)
		b.settle()
		if b.stored(id).Title != "别处写的" || b.s.Form().Title.Text() != "我写的" {
			t.Fatalf("stored %q, form %q", b.stored(id).Title, b.s.Form().Title.Text())
		}
		want := "别处写的"
		if mine {
			want = "我写的"
			b.press("保留我的")
		} else {
			b.press("用别处存的")
		}
		b.until("settled", func() bool { return b.s.Form().Title.Text() == want && b.stored(id).Title == want })
	}
}

func TestAnOldAnswerNeverReplacesWhatWasTypedSince(t *testing.T) {
	b := begun(t)
	id := b.s.OpenPost()
	b.settle()
	hold := make(chan struct{})
	b.posts.hold = hold
	b.s.Refetch()
	time.Sleep(50 * time.Millisecond) // the answer is read, and waits
	b.typ("之后写的")
	b.until("stored", func() bool { return b.stored(id).Title == "之后写的" })
	b.until("the screen knows", func() bool { return strings.Contains(b.says(), "已存") && b.s.MayClose() == "" })
	close(hold)
	b.settle()
	if got := b.s.Form().Title.Text(); got != "之后写的" {
		t.Fatalf("an old answer made the title %q", got)
	}
}

func TestEscFirstTakesTheCaretAwayThenGoesBack(t *testing.T) {
	b := begun(t)
	b.c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if b.s.OpenPost() == "" || b.c.Focused() != nil {
		t.Fatal("the first Esc must only take the caret away")
	}
	b.c.OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape})
	b.settle()
	if b.s.OpenPost() != "" {
		t.Fatal("the second Esc must go back to the list")
	}
	b.sees("草稿", "未写标题")
}

func TestPicturesThatCannotBeTakenAreSaid(t *testing.T) {
	b := begun(t)
	dir := t.TempDir()
	false_, odd := filepath.Join(dir, "假的.png"), filepath.Join(dir, "表.png")
	for f, data := range map[string]string{false_: "%PDF-1.7 not a picture at all", odd: "GIF89a"} {
		if err := os.WriteFile(f, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	good := photo(t, "好的.png", 60, 40, color.RGBA{G: 120, A: 255})
	b.s.Drop([]string{false_, good, odd, filepath.Join(dir, "没有.png")})
	b.settle()
	b.sees("“假的.png”没有加上", "“表.png”没有加上", "“没有.png”没有加上：打不开这个文件")
	b.until("the good one stored", func() bool { return len(b.stored(b.s.OpenPost()).Media) == 1 })
	b.s.Drop([]string{good})
	b.settle()
	b.sees("“好的.png”已经在稿件里了")
}

func TestAReturnedPostShowsTheComment(t *testing.T) {
	b := open(t, full(), theme.Light)
	r := b.desk.Submitted(b.desk.Draft(b.desk.Content(content.Publish)))
	b.f.Open(compose_, shell.Params{"post": r.Post})
	b.settle()
	b.sees("正在审核，不能改")
	b.desk.Decide(publishing.Decision{Post: r.Post, Revision: r.No, Fingerprint: r.Fingerprint, Returned: true, Comment: "路名要核对", Name: "孙悦"})
	b.tell(publishing.Topic, r.Post)
	b.until("the comment", func() bool { return strings.Contains(b.says(), "路名要核对") })
	b.sees("退回来了", "已退回", "第 2 稿")
	if b.s.Form().Title.Disabled() {
		t.Error("a returned post cannot be mended")
	}
	b.f.Open(compose_, nil)
	b.press("回到稿件列表")
	b.settle()
	b.sees("退回来要改的", "意见：路名要核对")
}

func TestANewDraftIsAddressedToAnAccount(t *testing.T) {
	b := open(t, full(), theme.Light)
	b.f.Open(compose_, shell.Params{"account": string(publishingtest.Douyin)})
	b.until("a draft", func() bool { return b.s.OpenPost() != "" })
	b.until("stored with its target", func() bool {
		ts := b.stored(b.s.OpenPost()).Targets
		return len(ts) == 1 && ts[0].Account == publishingtest.Douyin && ts[0].Way == content.ByHand
	})
	b.sees("到点由人贴出去，再填回地址")
}

func TestSomebodyElsesPostIsReadOnly(t *testing.T) {
	b := open(t, full(), theme.Light)
	p, err := b.desk.Create(b.desk.As("孙悦"), "other", content.Regular)
	if err != nil {
		t.Fatal(err)
	}
	b.f.Open(compose_, shell.Params{"post": p.ID})
	b.settle()
	b.sees("这篇是孙悦的")
	if b.tryPress("送审") || b.tryPress("存草稿") || b.tryPress("收回修改") {
		t.Error("somebody else's post can be acted on")
	}
}

func TestTheHourIsReadAsTyped(t *testing.T) {
	b := begun(t)
	id := b.s.OpenPost()
	e := b.s.Form().When.Entry()
	e.Focus()
	e.Replace("11-23 10:00")
	b.s.Form().Title.Focus()
	b.until("in the past", func() bool { return strings.Contains(b.says(), "已经过去") })
	e.Focus()
	e.Replace("2026-13-01")
	b.s.Form().Title.Focus()
	b.until("no month", func() bool { return strings.Contains(b.says(), "没有 13 月") })
	e.Focus()
	e.Replace("11-25 15:30")
	b.s.Form().Title.Focus()
	want := time.Date(2026, 11, 25, 7, 30, 0, 0, time.UTC)
	b.until("stored", func() bool { return b.stored(id).Window.From.Equal(want) })
	if w := b.stored(id).Window; w.To.Sub(w.From) != 24*time.Hour {
		t.Errorf("the window lasts %v", w.To.Sub(w.From))
	}
}
