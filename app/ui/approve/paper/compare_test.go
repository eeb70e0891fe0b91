package paper_test

import (
	"image"
	"testing"

	"huiying/app/ui/approve/paper"
	"huiying/internal/people"
	"huiying/review"
)

func round(revision int, by ...people.ID) review.Round {
	r := review.Round{Ticket: review.Ticket{Subject: review.Subject{Revision: revision}}}
	for _, p := range by {
		r.Decisions = append(r.Decisions, review.Decision{By: p})
	}
	return r
}

func TestATextIsComparedToWhatThisPersonSawLast(t *testing.T) {
	rounds := []review.Round{round(1, "孙悦", "陈国栋"), round(2, "孙悦"), round(3, "陈国栋"), round(4)}
	for _, c := range []struct {
		me   people.ID
		at   int
		no   int
		seen bool
	}{{"陈国栋", 3, 1, true}, {"孙悦", 4, 2, true}, {"周建国", 4, 3, false}, {"孙悦", 1, 0, false}, {"", 2, 1, false}} {
		no, seen := paper.CompareTo(rounds, round(c.at).Ticket, c.me)
		if no != c.no || seen != c.seen {
			t.Errorf("%s before revision %d: %d %v, want %d %v", c.me, c.at, no, seen, c.no, c.seen)
		}
	}
}

func TestAPictureIsMadeSmallerOnlyWhenItIsLarge(t *testing.T) {
	for _, c := range [][3]int{{600, 400, 600}, {1441, 100, 480}, {10, 7200, 1}} {
		if got := paper.Smaller(image.NewRGBA(image.Rect(0, 0, c[0], c[1]))).Bounds().Dx(); got != c[2] {
			t.Errorf("%d×%d becomes %d wide, want %d", c[0], c[1], got, c[2])
		}
	}
}
