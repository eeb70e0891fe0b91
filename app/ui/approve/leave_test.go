package approve_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"huiying/app/ui/shell"
	"huiying/publishing"
	"huiying/review"
)

func TestACommentThatWasNotSentStaysAndIsAskedAbout(t *testing.T) {
	h := open(t)
	post := h.busy()
	h.small("陈国栋")
	test.Type(h.comment().Target(), "依据呢")
	all, err := h.List(h.As("王蕾"), publishing.PostFilter{States: []publishing.State{publishing.InReview}})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		if p.ID != post {
			h.frame.Open("review", shell.Params{"kind": "post", "id": p.ID})
			h.settle()
			if h.comment().Text() != "" {
				t.Fatalf("the comment stands under 《%s》 too", p.Title)
			}
		}
	}
	if say := h.frame.MayClose(); !strings.Contains(say, "审核意见写了还没有交") {
		t.Errorf("with a comment on another sheet, leaving says %q", say)
	}
	h.frame.Open("review", shell.Params{"kind": "post", "id": post})
	h.settle()
	if got := h.comment().Text(); got != "依据呢" {
		t.Fatalf("back at the sheet the comment is %q", got)
	}
	h.screen.Decide(review.Return)
	h.settle()
	if say := h.frame.MayClose(); say != "" || h.current(post).Ticket.State != review.Returned {
		t.Errorf("after the decision, leaving says %q", say)
	}
}

func TestACommentNobodyCanSendAnyMoreKeepsNobody(t *testing.T) {
	h := open(t)
	post := h.busy()
	h.small("陈国栋")
	test.Type(h.comment().Target(), "我也要退")
	h.take(idOf("陈国栋"), post, review.Return, "已在别处退回")
	h.tell("review", "")
	h.settle()
	if say := h.frame.MayClose(); say != "" {
		t.Errorf("the sheet was decided elsewhere, and leaving says %q", say)
	}
}
