package approve_test

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"huiying/accounts"
	"huiying/app/ui/approve"
	"huiying/app/ui/shell"
	"huiying/app/ui/theme"
	"huiying/app/ui/typing"
	"huiying/app/ui/typing/typingtest"
	"huiying/inbox"
	"huiying/publishing/content"
	"huiying/review"
)

func (h *house) small(id string) {
	h.sit(idOf(id), fyne.NewSize(1280, 800), theme.Light, false)
}

func (h *house) shows(what string) bool { return strings.Contains(texts(h.screen.Content()), what) }

func (h *house) wantShown(whats ...string) {
	h.t.Helper()
	for _, w := range whats {
		if !h.shows(w) {
			h.t.Errorf("%q is not on the screen:\n%s", w, texts(h.screen.Content()))
		}
	}
}

func (h *house) comment() *typing.Entry { return typingtest.Entries(h.screen.Content())[0] }

func (h *house) press(name fyne.KeyName, mod fyne.KeyModifier) {
	h.frame.TakeShortcut(&desktop.CustomShortcut{KeyName: name, Modifier: mod})
	h.settle()
}

// gates answers all five and gives the conclusion, as the step wants.
func (h *house) gates() {
	for i := range 5 {
		h.press([]fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5}[i], fyne.KeyModifierAlt)
	}
}

func TestAPersonPassesByKeys(t *testing.T) {
	h := open(t)
	post := h.busy()
	h.small("陈国栋")
	h.wantShown("我上次看的 第 1 稿 → 现在 第 2 稿", "改动 4 处", "还有 5 道关没看", "网点不查房产证明，市住建局通知里写的是只要户号。")
	h.press(fyne.KeyReturn, fyne.KeyModifierShortcutDefault)
	if h.current(post).Ticket.StepName() != "复审" {
		t.Fatal("passed with no gate answered")
	}
	h.gates()
	h.wantShown("还没给保密结论")
	h.screen.Conclude(review.Closed)
	h.wantShown("不能通过")
	h.screen.Conclude(review.Open)
	h.press(fyne.KeyReturn, fyne.KeyModifierShortcutDefault)
	now := h.current(post)
	if now.Ticket.StepName() != "终审" || len(now.Rounds[1].Decisions) != 2 {
		t.Fatalf("step %s, %d decisions", now.Ticket.StepName(), len(now.Rounds[1].Decisions))
	}
	d := now.Rounds[1].Decisions[1]
	if d.Name != "陈国栋" || d.Secrecy != review.Open || len(d.Gates) != 5 || !d.Gates[review.Wording] {
		t.Errorf("%+v", d)
	}
	if !strings.Contains(h.frame.Toasted(), "下一步“终审”") {
		t.Errorf("toast %q", h.frame.Toasted())
	}
	h.wantShown("一图读懂《望川市住房租赁补贴办法》", "待我审 2", "等别人")
}

func TestADoubtNeedsWordsAndKeepsPassGrey(t *testing.T) {
	h := open(t)
	post := h.busy()
	h.small("陈国栋")
	h.gates()
	h.press(fyne.Key5, fyne.KeyModifierAlt)
	h.wantShown("“文字”有疑，要写明疑问")
	test.Type(h.comment().Target(), "“全覆盖”有没有依据")
	h.wantShown("“文字”还有疑问，不能通过")
	h.press(fyne.KeyR, fyne.KeyModifierShortcutDefault)
	s := h.current(post)
	d := s.Rounds[1].Decisions[1]
	if s.Ticket.State != review.Returned || d.Comment != "“全覆盖”有没有依据" || d.Gates[review.Wording] {
		t.Fatalf("%s %+v", s.Ticket.State, d)
	}
	if h.comment().Text() != "" {
		t.Error("the comment stays for the next one")
	}
}

func TestReturningWithoutAWordAsksForOne(t *testing.T) {
	h := open(t)
	post := h.busy()
	h.small("陈国栋")
	h.press(fyne.KeyR, fyne.KeyModifierShortcutDefault)
	if h.current(post).Ticket.State != review.Waiting || !h.comment().Focused() {
		t.Fatal("returned without a word")
	}
	h.wantShown("退回要先写意见")
}

func TestRejectingAsksAgain(t *testing.T) {
	h := open(t)
	post := h.busy()
	h.small("陈国栋")
	test.Type(h.comment().Target(), "选题不合适")
	h.screen.Decide(review.Reject)
	h.settle()
	if h.current(post).Ticket.State != review.Waiting {
		t.Fatal("rejected without asking")
	}
	top := h.canvas.Overlays().Top()
	if top == nil || !strings.Contains(texts(top), "否决这一件？") {
		t.Fatal("no question")
	}
	h.canvas.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	h.settle()
	if h.current(post).Ticket.State != review.Waiting {
		t.Fatal("Enter on the safe button rejected")
	}
	h.screen.Decide(review.Reject)
	tapLabel(t, h.canvas.Overlays().Top(), "否决这一件")
	h.settle()
	if h.current(post).Ticket.State != review.Rejected {
		t.Fatal("not rejected")
	}
}

func TestTheLastStepAsksForThePassword(t *testing.T) {
	h := open(t)
	post := h.busy()
	h.take("陈国栋", post, review.Pass, "")
	h.other.password = "春眠不觉晓"
	h.sit("周建国", fyne.NewSize(1280, 800), theme.Light, true)
	for i, typed := range []string{"不对", "春眠不觉晓"} {
		h.press(fyne.KeyReturn, fyne.KeyModifierShortcutDefault)
		top := h.canvas.Overlays().Top()
		if top == nil || !strings.Contains(texts(top), approve.Print(h.current(post).Ticket.Subject.Fingerprint)) {
			t.Fatal("the fingerprint is not shown before the last step")
		}
		test.Type(typingtest.Entries(top)[0].Target(), typed)
		tapLabel(t, top, "通过这一件")
		h.settle()
		if got := h.current(post).Ticket.State; got != []review.State{review.Waiting, review.Approved}[i] {
			t.Fatalf("after %q: %s", typed, got)
		}
		if i == 0 {
			h.wantShown("密码不对")
		}
	}
	if ds := h.Ways(post); len(ds) != 2 {
		t.Errorf("%d deliveries", len(ds))
	}
}

func TestSomebodyElseWasFasterAndNothingIsLost(t *testing.T) {
	h := open(t)
	post := h.busy()
	h.small("陈国栋")
	h.gates()
	h.screen.Conclude(review.Open)
	test.Type(h.comment().Target(), "数字请再核")
	h.told = nil // the news does not come through
	h.take("陈国栋", post, review.Return, "在另一台电脑上退回")
	h.press(fyne.KeyReturn, fyne.KeyModifierShortcutDefault)
	h.wantShown("您写的意见还在")
	if h.comment().Text() != "数字请再核" {
		t.Fatalf("the comment is %q", h.comment().Text())
	}
}

func TestNewsComesInWhileACommentIsWritten(t *testing.T) {
	h := open(t)
	post := h.busy()
	h.small("陈国栋")
	test.Type(h.comment().Target(), "半句")
	h.again2(post)
	h.settle()
	h.wantShown("您写的意见还在")
	if h.comment().Text() != "半句" {
		t.Fatalf("the comment is %q", h.comment().Text())
	}
	h.screen.Decide(review.Return)
	h.settle()
	if s := h.current(post).Ticket.State; s == review.Returned {
		t.Fatal("decided on a round that was never shown")
	}
}

func TestWhoMayNotDecideIsToldWhy(t *testing.T) {
	h := open(t)
	post := h.busy()
	h.small("王蕾")
	h.frame.Open(approve.Name, shell.Params{"kind": "post", "id": post})
	h.settle()
	h.wantShown("这一件是您自己写的或送审的，要由别人来审", "等别人")
	if !h.comment().Disabled() {
		t.Error("a comment that nobody would get")
	}
}

func TestChangesAreWalkedAndReadThrough(t *testing.T) {
	h := open(t)
	h.busy()
	h.small("陈国栋")
	for _, want := range []string{"改动 1 / 4", "改动 2 / 4"} {
		h.press(fyne.KeyDown, fyne.KeyModifierAlt)
		h.wantShown(want)
	}
	h.press(fyne.KeyUp, fyne.KeyModifierAlt)
	h.wantShown("改动 1 / 4")
	h.wantShown("（星期四五）")
	h.screen.Read(true)
	h.wantShown("（星期五）")
	if h.shows("联系人张建军") {
		t.Error("reading through shows what was deleted")
	}
}

func TestAnAnswerStandsUnderItsQuestion(t *testing.T) {
	h := open(t)
	h.other.answer = inbox.Answer{ID: "a1", Revision: 1, Text: "您好，请到窗口办理。", Fingerprint: "f1", ByName: "王蕾", Submitted: h.Clock.Now()}
	h.other.question = inbox.Question{ID: "q1", Platform: accounts.Weibo, Author: "张**", Text: "居住证在哪里换？", Under: "供暖通知", Received: h.Clock.Now()}
	h.other.question.Text = "居住证在哪里换？我的电话13800138000"
	h.titled = "答复：居住证在哪里换？我的电话13800138000"
	h.handIn("answer", "a1", "f1", review.Reply)
	h.small("孙悦")
	h.wantShown("居住证在哪里换？我的电话13800138000", "您好，请到窗口办理。", "张**", "写在《供暖通知》下面", "答复：居住证在哪里换？我的电话138****8000")
	if h.shows(h.titled) {
		t.Error("the list shows a citizen's number")
	}
	h.other.answer.Fingerprint = "f2"
	h.screen.Refetch()
	h.settle()
	h.wantShown("答复在送审后改过")
}

func TestAChangeOfTheRegisterShowsOldAndNew(t *testing.T) {
	h := open(t)
	h.other.account = accounts.Account{ID: "acc", Platform: accounts.Weibo, Name: "望川发布", Purpose: "发布信息"}
	next := h.other.account
	next.Name = "望川政务"
	h.other.filing = accounts.Filing{ID: "f1", Account: "acc", Kind: accounts.Changing, Proposed: next, Fingerprint: "ff", ByName: "王蕾", At: h.Clock.Now()}
	h.handIn("filing", "f1", "ff", review.Filing)
	h.small("周建国")
	h.wantShown("变更备案：望川政务", "登记册上的 → 申请改成的", "望川发布政务", "改动 1 处", "发布信息")
	if h.shows("主办单位") {
		t.Error("an empty field is shown")
	}
}

func TestAFailureIsSaidAndTriedAgain(t *testing.T) {
	h := open(t)
	h.other.broken = errDown
	h.handIn("answer", "a1", "f1", review.Reply)
	h.small("孙悦")
	h.wantShown("没有取到这一件", "再试一次")
	h.other.broken = nil
	h.other.answer = inbox.Answer{ID: "a1", Text: "您好", Fingerprint: "f1"}
	h.screen.Refetch()
	h.settle()
	h.wantShown("您好", "送审的答复")
	test.Type(h.comment().Target(), "半句")
	h.other.broken = errDown
	h.screen.Refetch()
	h.settle()
	h.wantShown("您好", "没有料到的错")
	if h.comment().Text() != "半句" {
		t.Error("a failed fetch lost the comment")
	}
}

func TestWhatWasDecidedIsListed(t *testing.T) {
	h := open(t)
	h.busy()
	h.small("孙悦")
	h.screen.Tab(1)
	h.settle()
	h.wantShown("通过 11-24")
}

func TestAFirstRoundHasNothingToCompare(t *testing.T) {
	h := open(t)
	h.Submitted(h.Draft(h.Content(content.Share)))
	h.Clock.Add(time.Minute)
	h.small("孙悦")
	h.wantShown("第 1 稿，头一次送审")
	if h.shows("改动") {
		t.Error("changes of a first revision")
	}
}
