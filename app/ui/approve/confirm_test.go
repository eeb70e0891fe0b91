package approve_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"huiying/accounts"
	"huiying/app/ui/theme"
	"huiying/inbox"
	"huiying/review"
)

func TestTheLastStepAsksAboutWhatItIs(t *testing.T) {
	for kind, c := range map[string]struct {
		who         string
		ask, follow string
	}{
		"post":   {"周建国", "通过“终审”，可以发出？", "通过后一字不能再改，要改就重新送审。"},
		"answer": {"孙悦", "通过“审核”，答复可以发出？", "通过后答复一字不能再改，要改就重新送审。"},
		"filing": {"周建国", "通过“审批”，备案通过？", "通过后登记簿按这一份记，要改就重新备案。"},
	} {
		h := open(t)
		switch kind {
		case "post":
			h.take("陈国栋", h.busy(), review.Pass, "")
		case "answer":
			h.other.answer = inbox.Answer{ID: "a1", Revision: 1, Text: "您好，请到窗口办理。", Fingerprint: "f1", ByName: "王蕾", Submitted: h.Clock.Now()}
			h.other.question = inbox.Question{ID: "q1", Platform: accounts.Weibo, Author: "张**", Text: "居住证在哪里换？", Received: h.Clock.Now()}
			h.handIn("answer", "a1", "f1", review.Reply)
		case "filing":
			h.other.account = accounts.Account{ID: "acc", Platform: accounts.Weibo, Name: "望川发布"}
			h.other.filing = accounts.Filing{ID: "f1", Account: "acc", Kind: accounts.Changing, Proposed: h.other.account, Fingerprint: "ff", ByName: "王蕾", At: h.Clock.Now()}
			h.handIn("filing", "f1", "ff", review.Filing)
		}
		h.sit(idOf(c.who), fyne.NewSize(1280, 800), theme.Light, true)
		if kind == "answer" {
			h.gates()
			h.screen.Conclude(review.Open)
		}
		h.press(fyne.KeyReturn, fyne.KeyModifierShortcutDefault)
		top := h.canvas.Overlays().Top()
		if top == nil {
			t.Errorf("%s: nothing is asked", kind)
			continue
		}
		if all := texts(top); !strings.Contains(all, c.ask) || !strings.Contains(all, c.follow) {
			t.Errorf("%s: the last step asks\n%s", kind, all)
		}
	}
}
