package questions_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"huiying/app/ui/shell"
	"huiying/app/ui/theme"
	"huiying/app/ui/typing"
	"huiying/app/ui/typing/typingtest"
	"huiying/inbox"
	"huiying/inbox/policy"
	"huiying/internal/people"
	"huiying/internal/problem"
	bench "huiying/internal/store/storetest/inboxtest"
	"huiying/review"
)

// at sits 李敏 down before a small window.
func at(t *testing.T, fill func(*bench.Desk)) *office {
	t.Helper()
	return sit(t, bench.LiMin, theme.Light, fyne.NewSize(1280, 800), fill)
}

func one(q *inbox.Question) func(*bench.Desk) {
	return func(d *bench.Desk) {
		*q = asked(d, bench.Weibo, "张建国", 2*time.Hour, "k1", "暖气不热该找谁？")
	}
}

func (o *office) openView(label string) {
	o.t.Helper()
	o.tapOn(label)
}

func TestOpeningMarksReadAndMovesNothing(t *testing.T) {
	var q inbox.Question
	o := at(t, one(&q))
	o.openView("待分办")
	o.reads("张**", "还有 5 个工作日", "1 件")
	o.tapOn("暖气不热")
	got := o.Get(q.ID).Question
	if got.Read.IsZero() || got.ReadBy != "李敏" || got.State != inbox.Unassigned || got.Claimed != "" {
		t.Errorf("after opening: read %v by %q, %s, claimed by %q", got.Read, got.ReadBy, got.State, got.Claimed)
	}
	o.reads("在《今冬供暖缴费时间的通告》下", "李敏 已阅", "认领")
	o.lacks("张建国")
}

func TestClaimingByKeyAndGivingBack(t *testing.T) {
	var q inbox.Question
	o := at(t, one(&q))
	o.openView("待分办")
	o.tapOn("暖气不热")
	o.key(fyne.KeyL)
	if got := o.Get(q.ID).Question; got.Claimed != bench.LiMin || got.State != inbox.ToAnswer {
		t.Fatalf("L did not claim: %s %q", got.State, got.Claimed)
	}
	o.reads("李敏 正在办理", "放回")
	o.key(fyne.KeyL)
	if got := o.Get(q.ID).Question; got.Claimed != "" {
		t.Errorf("L did not give back: %q", got.Claimed)
	}
}

func TestTypingIsSavedWithinASecondAndClaims(t *testing.T) {
	var q inbox.Question
	o := at(t, one(&q))
	o.frame.Open("inbox", shell.Params{"id": q.ID})
	o.settle()
	o.key(fyne.KeyR)
	o.typeIn("请拨 12345")
	if o.Get(q.ID).Answer.ID != "" {
		t.Fatal("saved before anybody could have typed on")
	}
	o.queue.Settle(950*time.Millisecond, 950*time.Millisecond)
	det := o.Get(q.ID)
	if det.Answer.Text != "请拨 12345" || det.Question.Claimed != bench.LiMin {
		t.Fatalf("a second after the last key the store has %q, claimed by %q", det.Answer.Text, det.Question.Claimed)
	}
	o.reads("已存", "5/140")
	o.typeIn("。")
	o.frame.Open("today", nil) // leaving the screen saves at once
	o.settle()
	if got := o.Get(q.ID).Answer.Text; got != "请拨 12345。" {
		t.Errorf("after leaving the store has %q", got)
	}
}

func TestAnAnswerGoesOutAndIsClosed(t *testing.T) {
	var q inbox.Question
	o := at(t, one(&q))
	o.frame.Open("inbox", shell.Params{"id": q.ID})
	o.settle()
	o.screen.Keys()[1].Do()
	o.typeIn("请拨供热热线 12345。")
	o.key(fyne.KeyReturn)
	if o.Get(q.ID).Question.State == inbox.InReview {
		t.Fatal("a bare Enter handed the answer in")
	}
	o.key(fyne.KeyBackspace)
	o.ctrl(fyne.KeyReturn)
	a := o.Get(q.ID).Answer
	if a.State != inbox.Reviewing || a.Text != "请拨供热热线 12345。" {
		t.Fatalf("handed in: %s %q", a.State, a.Text)
	}
	o.reads("待审核", "收回修改", "送审，等审核人通过")
	if err := o.Decide(bench.Zhou, a.ID, review.Pass, ""); err != nil {
		t.Fatal(err)
	}
	if errs := o.Due(); errs != nil {
		t.Fatal(errs)
	}
	o.settle()
	o.reads("已答复", "已在平台上")
	o.press("办结这条留言")
	if got := o.Get(q.ID).Question.State; got != inbox.Done {
		t.Errorf("closed as %s", got)
	}
}

func TestAReturnedAnswerComesBackWithItsWords(t *testing.T) {
	var q inbox.Question
	o := at(t, one(&q))
	a := o.Submitted(q, "找物业。")
	if err := o.Decide(bench.Zhou, a.ID, review.Return, "口径不对，先写热线"); err != nil {
		t.Fatal(err)
	}
	o.frame.Open("inbox", shell.Params{"id": q.ID})
	o.settle()
	o.reads("审核退回，改了再送", "口径不对，先写热线")
	if !strings.Contains(o.entry().Text(), "找物业。") {
		t.Error("the returned text is not in the field")
	}
}

func (o *office) entry() *typing.Entry {
	es := typingtest.Entries(o.screen.Content())
	return es[len(es)-1]
}

func TestSomebodyElsesQuestionIsReadOnly(t *testing.T) {
	var q inbox.Question
	o := at(t, func(d *bench.Desk) {
		one(&q)(d)
		if err := d.Inbox.Claim(d.As(bench.SunYue), q.ID); err != nil {
			d.T.Fatal(err)
		}
	})
	o.tapOn("暖气不热")
	o.reads("孙悦 正在办理", "15 分钟不动笔也会自动放回")
	if !o.entry().Disabled() {
		t.Error("the field can be typed into")
	}
	o.noButton("认领", "放回", "转办")
}

func TestTextThatCannotBeSavedIsKept(t *testing.T) {
	var q inbox.Question
	o := at(t, one(&q))
	o.frame.Open("inbox", shell.Params{"id": q.ID})
	o.settle()
	if err := o.Inbox.Claim(o.As(bench.SunYue), q.ID); err != nil { // unseen by this screen
		t.Fatal(err)
	}
	o.screen.Keys()[1].Do()
	if o.canvas.Focused() != nil {
		o.typeIn("我写的")
		o.queue.Settle(1200*time.Millisecond, 3*time.Second)
	}
	if o.entry().Text() != "" && o.entry().Text() != "我写的" {
		t.Errorf("the field has %q", o.entry().Text())
	}
	o.reads("孙悦")
	if got := o.Get(q.ID).Answer.Text; got != "" {
		t.Errorf("saved over somebody's claim: %q", got)
	}
}

func TestHandingOverWantsAReason(t *testing.T) {
	var q inbox.Question
	o := at(t, one(&q))
	o.frame.Open("inbox", shell.Params{"id": q.ID})
	o.settle()
	o.press("转办")
	o.tapOn("不予受理")
	o.reads("不受理这条留言？", "要写理由")
	o.typeIn("不属于本单位职责")
	o.press("不予受理")
	got := o.Get(q.ID).Question
	if got.State != inbox.NotTaken || got.Reason != "不属于本单位职责" {
		t.Errorf("%s, %q", got.State, got.Reason)
	}
}

func TestTheKindMovesTheDeadlineAndDaysAreExplained(t *testing.T) {
	var q inbox.Question
	o := at(t, one(&q))
	o.frame.Open("inbox", shell.Params{"id": q.ID})
	o.settle()
	o.key(fyne.KeyD)
	o.reads("期限是这样算的", "收到当天不算", "第 5 个，17:30 截止", "依据：")
	o.key(fyne.KeyEscape)
	o.tapOn("咨询")
	o.tapOn("投诉")
	if got := o.Get(q.ID).Question; got.Kind != policy.Complaint || got.Days != 15 {
		t.Errorf("%s with %d days", got.Kind, got.Days)
	}
	o.reads("还有 15 个工作日")
}

func TestNewOnesWaitBehindTheBar(t *testing.T) {
	o := at(t, func(d *bench.Desk) {
		for i := range 3 {
			asked(d, bench.Weibo, "张建国", time.Duration(i)*time.Hour, fmt.Sprint("k", i), fmt.Sprint("老问题 ", i))
		}
	})
	o.openView("待分办")
	asked(o.Desk, bench.Weibo, "李四", 9*24*time.Hour, "n1", "更急的新问题")
	o.settle()
	o.reads("有 1 条新的")
	o.lacks("更急的新问题")
	if all := o.words(); strings.Index(all, "老问题 2") < strings.Index(all, "老问题 0") {
		t.Fatal("what was there was sorted again")
	}
	o.press("有 1 条新的，点这里看")
	o.reads("更急的新问题")
	o.lacks("条新的")
}

func TestAQuestionThatLeavesItsViewStaysWhereItStands(t *testing.T) {
	var q inbox.Question
	o := at(t, one(&q))
	o.openView("待分办")
	if err := o.Inbox.Claim(o.As(bench.SunYue), q.ID); err != nil {
		t.Fatal(err)
	}
	o.settle()
	o.reads("暖气不热", "孙悦 正在办理")
	o.screen.Refetch()
	o.settle()
	o.reads("没有等着分办的留言")
}

func TestEnteringByHandKeepsWhatWasTypedUntilItIsIn(t *testing.T) {
	o := at(t, nil)
	o.press("登记留言")
	o.reads("登记一条留言", "要选账号")
	o.tapOn("选一个账号")
	o.tapOn("抖音")
	form := typingtest.Entries(o.canvas.Overlays().Top())
	form[0].SetText("王小明")
	form[1].SetText("景区停车怎么收费？")
	form[3].SetText("不是网址")
	o.press("登记这条留言")
	o.reads("链接不像一个网址")
	o.press("先不登记")
	if say := o.frame.MayClose(); !strings.Contains(say, "登记") {
		t.Errorf("with a form half filled in, leaving says %q", say)
	}
	o.press("登记留言")
	form = typingtest.Entries(o.canvas.Overlays().Top())
	if form[1].Text() != "景区停车怎么收费？" {
		t.Fatalf("the form forgot what was typed: %q", form[1].Text())
	}
	form[3].SetText("")
	typingtest.OnlyOurs(t, o.canvas.Overlays().Top())
	o.press("登记这条留言")
	o.reads("王**", "景区停车怎么收费？", "人工登记")
	if say := o.frame.MayClose(); say != "" {
		t.Errorf("once it is in, leaving says %q", say)
	}
	if n, _ := o.Inbox.Counts(o.As(bench.LiMin)); n[inbox.ViewUnassigned] != 1 {
		t.Errorf("%d questions were entered", n[inbox.ViewUnassigned])
	}
}

func TestAnsweringByHandWantsAddressAndPicture(t *testing.T) {
	var q inbox.Question
	o := at(t, func(d *bench.Desk) {
		var err error
		if q, err = d.Inbox.Enter(d.As(bench.LiMin), inbox.Entry{ID: "e1", Account: bench.Douyin, Author: "王小明", Text: "停车怎么收费？", Received: d.Clock.Now().Add(-time.Hour)}); err != nil {
			d.T.Fatal(err)
		}
		d.Approved(q, "前 30 分钟免费。")
	})
	o.chosen = filepath.Join(t.TempDir(), "截图.png")
	if err := os.WriteFile(o.chosen, []byte("picture"), 0o600); err != nil {
		t.Fatal(err)
	}
	o.frame.Open("inbox", shell.Params{"id": q.ID})
	o.settle()
	o.reads("待人工答复", "复制答复")
	o.press("复制答复")
	if got := fyne.CurrentApp().Clipboard().Content(); got != "前 30 分钟免费。" {
		t.Errorf("copied %q", got)
	}
	o.press("登记人工答复")
	o.reads("要填地址")
	o.typeIn("douyin.example/1")
	o.press("选截图")
	o.reads("截图.png")
	o.press("记成已答复")
	o.reads("地址不像一个网址")
	typingtest.Entries(o.canvas.Overlays().Top())[0].SetText("https://douyin.example/1")
	o.press("记成已答复")
	a := o.Get(q.ID).Answer
	if a.State != inbox.Delivered || a.Link != "https://douyin.example/1" || a.Evidence != "h-截图.png" {
		t.Errorf("%s, %q, %q", a.State, a.Link, a.Evidence)
	}
	o.reads("地址和截图已留存")
}

func TestALostAnswerIsLookedForAndReleasedByName(t *testing.T) {
	var q inbox.Question
	o := at(t, one(&q))
	o.Platform.On = func(point string) error {
		if point == "reply" {
			return bench.Refusal(problem.ClassUnknown)
		}
		return nil
	}
	o.Approved(q, "请拨 12345。")
	o.Due()
	o.Platform.On = nil
	o.frame.Open("inbox", shell.Params{"id": q.ID})
	o.settle()
	o.reads("待确认", "可能答复了也可能没有", "我在平台看到了")
	o.press("平台核对")
	o.Due()
	o.settle()
	o.reads("可以放行再发一次")
	o.press("放行再发一次")
	o.reads("核对过，平台上没有")
	o.typeIn("评论下没有")
	o.press("放行再发一次")
	o.Due()
	o.settle()
	if n := len(o.Platform.Replies()); n != 1 || o.Get(q.ID).Answer.State != inbox.Delivered {
		t.Errorf("%d replies, %s", n, o.Get(q.ID).Answer.State)
	}
}

func TestARefusedAnswerSaysWhyAndGoesAgain(t *testing.T) {
	var q inbox.Question
	o := at(t, one(&q))
	o.Platform.On = func(point string) error {
		if point == "reply" {
			return bench.Refusal(problem.ClassNeedsPerson)
		}
		return nil
	}
	o.Approved(q, "请拨 12345。")
	o.Due()
	o.Platform.On = nil
	o.frame.Open("inbox", shell.Params{"id": q.ID})
	o.settle()
	o.reads("平台退回", "微博没有收下这条答复", "10017")
	o.press("再发一次")
	o.press("再发一次")
	o.Due()
	o.settle()
	if got := o.Get(q.ID).Answer.State; got != inbox.Delivered {
		t.Errorf("%s", got)
	}
}

func TestSearchingAndNothingFound(t *testing.T) {
	o := at(t, busy)
	search := typingtest.Entries(o.canvas.Content())[1]
	search.Focus()
	search.Replace("医保")
	search.OnSubmit()
	o.settle()
	o.reads("1 件", "您好，我换了新手机")
	o.lacks("滨江路非机动车道")
	search.Replace("没有这几个字")
	search.OnSubmit()
	o.settle()
	o.reads("这个条件下没有留言")
	o.press("清除条件")
	o.reads("滨江路非机动车道")
}

func TestCollectingSaysWhatCameAndWhatFailed(t *testing.T) {
	o := at(t, nil)
	o.Platform.CollErr = bench.Refusal(problem.ClassNeedsPerson)
	o.press("收取一次")
	o.reads("望川发布", "没收成")
	if !strings.Contains(o.frame.Toasted(), "没收成") {
		t.Errorf("the toast says %q", o.frame.Toasted())
	}
}

func TestAnObserverCanOnlyLook(t *testing.T) {
	var q inbox.Question
	o := sit(t, people.ID("周建国"), theme.Light, fyne.NewSize(1280, 800), one(&q))
	o.openView("待分办")
	o.tapOn("暖气不热")
	o.noButton("收取一次", "登记留言", "认领", "转办")
	o.reads("答复归留言办理员")
}

func TestAFailureIsSaidAndTriedAgain(t *testing.T) {
	o := at(t, busy)
	o.desk.down.Store(true)
	o.screen.Refetch()
	o.settle()
	o.reads("没取到留言", "数据文件正忙")
	o.desk.down.Store(false)
	o.press("再试一次")
	o.reads("滨江路非机动车道")
}

func TestEveryFieldIsOfOurFamily(t *testing.T) {
	o := at(t, busy)
	typingtest.OnlyOurs(t, o.screen.Content())
}

func TestPagesComeAsTheListIsScrolled(t *testing.T) {
	o := at(t, func(d *bench.Desk) {
		for i := range 350 {
			d.Platform.Comments = append(d.Platform.Comments, inbox.Incoming{External: fmt.Sprint("p", i), Author: "赵", Text: fmt.Sprintf("第 %d 问", i),
				At: d.Clock.Now().Add(-time.Duration(i) * time.Minute)})
		}
		if _, err := d.Inbox.CollectNow(d.System(), bench.Weibo); err != nil {
			d.T.Fatal(err)
		}
	})
	o.openView("待分办")
	o.reads("350 件")
	if n := o.desk.pages.Load(); n != 2 { // the view that it opened with, and this one
		t.Fatalf("%d pages were fetched for what fits on the screen", n)
	}
	o.frame.Canvas().Focus(nil)
	o.screen.NextPane()
	seen := map[string]bool{}
	for range 55 {
		o.canvas.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown})
		o.queue.Settle(60*time.Millisecond, time.Second)
		for _, w := range strings.Split(o.words(), "\n") {
			if strings.HasPrefix(w, "第 ") && strings.HasSuffix(w, " 问") {
				seen[w] = true
			}
		}
	}
	o.settle()
	if len(seen) < 345 || o.desk.pages.Load() < 5 {
		t.Errorf("%d of 350 came into sight with %d pages", len(seen), o.desk.pages.Load())
	}
}

func TestARefusedHandingInStaysSaidAndKeepsTheText(t *testing.T) {
	var q inbox.Question
	o := at(t, one(&q))
	o.frame.Open("inbox", shell.Params{"id": q.ID})
	o.settle()
	o.desk.shut.Store(true)
	o.key(fyne.KeyR)
	o.typeIn("请拨 12345。")
	o.press("送审答复")
	o.reads("没有人能审这份答复", "请管理员加一位审核人")
	if o.entry().Text() != "请拨 12345。" || o.Get(q.ID).Answer.Text != "请拨 12345。" {
		t.Error("the text is not where it was")
	}
	o.desk.shut.Store(false)
	o.press("送审答复")
	o.lacks("没有人能审这份答复")
	if got := o.Get(q.ID).Answer.State; got != inbox.Reviewing {
		t.Errorf("%s", got)
	}
}

func TestTooLongIsSaidBeforeItIsHandedIn(t *testing.T) {
	var q inbox.Question
	o := at(t, one(&q))
	o.frame.Open("inbox", shell.Params{"id": q.ID})
	o.settle()
	o.entry().Focus()
	o.entry().Replace(strings.Repeat("字", 150))
	o.reads("150/140，超 10 字")
	o.ctrl(fyne.KeyReturn)
	o.reads("答复 150/140 字，超了 10 字")
	if o.Get(q.ID).Question.State == inbox.InReview {
		t.Error("it was handed in")
	}
}

func TestGivingBackSavesFirstAndDoesNotClaimAgain(t *testing.T) {
	var q inbox.Question
	o := at(t, one(&q))
	if err := o.Inbox.Claim(o.As(bench.LiMin), q.ID); err != nil {
		t.Fatal(err)
	}
	o.frame.Open("inbox", shell.Params{"id": q.ID})
	o.settle()
	o.key(fyne.KeyR)
	o.typeIn("写到一半")
	o.press("放回")
	o.queue.Settle(900*time.Millisecond, 2*time.Second)
	if det := o.Get(q.ID); det.Question.Claimed != "" || det.Answer.Text != "写到一半" {
		t.Errorf("claimed by %q, text %q", det.Question.Claimed, det.Answer.Text)
	}
}
