package office_test

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"huiying/internal/people"
	"huiying/internal/platforms/drill"
	"huiying/publishing"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
	"huiying/review"
)

const canteen = "社区食堂探访"

// TestTheDayThroughTheScreens has the people of an office do their day by what stands on the screens, and holds its end
// against the platforms' own records.
func TestTheDayThroughTheScreens(t *testing.T) {
	b := open(t)
	b.sit("王蕾", func(h *hand) {
		h.compose("全市已有十二家社区食堂对外开放，全市最便宜。", "全市已有十二家社区食堂对外开放，老人一餐十元。")
		h.tick("望川政务服务")
		h.tick("望川视频")
		h.handIn(2)
	})
	b.sit("孙悦", func(h *hand) {
		h.tap("审核")
		h.tap(canteen)
		h.into("意见。退回和否决要写")
		h.write("“老人”要写明年龄")
		h.tap("退回")
		h.until("the post is returned", func() bool { return h.post().State == publishing.Returned })
	})
	b.sit("王蕾", func(h *hand) {
		h.compose("全市已有十二家社区食堂对外开放，老人一餐十元。", "全市已有十二家社区食堂对外开放，六十岁以上老人一餐十元。")
		h.reads("“老人”要写明年龄")
		h.handIn(3)
	})
	for i, name := range []string{"孙悦", "陈国栋", "周建国"} {
		b.sit(name, func(h *hand) {
			h.tap("审核")
			h.pass(canteen)
			h.until("step "+name, func() bool { return len(h.decisions("post", h.post().ID)) == i+1 })
		})
	}
	if ds := b.decisions("post", b.post().ID); ds[1].Secrecy != review.Open {
		t.Fatalf("the second step has the conclusion %q", ds[1].Secrecy)
	}
}

// compose opens the returned post and puts one text in place of another.
func (h *hand) compose(was, now string) {
	h.t.Helper()
	h.tap("撰稿")
	h.tap(canteen)
	h.key(fyne.KeyReturn)
	h.into(was)
	h.rewrite(now)
}

// handIn submits what is open and waits for the revision.
func (h *hand) handIn(revision int) {
	h.t.Helper()
	h.tap("送审")
	h.until("the revision is in", func() bool { p := h.post(); return p.State == publishing.InReview && p.Revision == revision })
}

// pass answers what is asked about an item of the queue and passes it.
func (h *hand) pass(title string) {
	h.t.Helper()
	h.tap(title)
	for _, k := range []fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5} {
		h.chord(fyne.KeyModifierAlt, k)
	}
	if len(h.find("保密结论")) > 0 && len(h.find(review.Open.Title())) > 0 {
		h.tap(review.Open.Title())
	}
	h.tap("通过")
}

// post is the post of the day.
func (b *building) post() publishing.Post {
	b.t.Helper()
	ctx := people.With(b.t.Context(), people.System("旁观"))
	all, err := b.house.Publishing.List(ctx, publishing.PostFilter{Limit: 50})
	if err != nil {
		b.t.Fatal(err)
	}
	for _, p := range all {
		if p.Title == canteen {
			return p
		}
	}
	b.t.Fatal("the post is gone")
	return publishing.Post{}
}

// decisions are those of the last round.
func (b *building) decisions(kind, id string) []review.Decision {
	b.t.Helper()
	s, err := b.house.Review.Of(people.With(b.t.Context(), people.System("旁观")), kind, id)
	if err != nil {
		b.t.Fatal(err)
	}
	return s.Rounds[len(s.Rounds)-1].Decisions
}

// ways are the deliveries of the post of the day, by how they go out.
func (b *building) ways() map[content.Way]delivery.Delivery {
	b.t.Helper()
	ds, err := b.house.Publishing.Deliveries.Of(people.With(b.t.Context(), people.System("旁观")), b.post().ID)
	if err != nil {
		b.t.Fatal(err)
	}
	m := map[content.Way]delivery.Delivery{}
	for _, d := range ds {
		m[d.Way] = d
	}
	return m
}

// posted are the platform's own records of the post of the day.
func (b *building) posted(platform string) (found []drill.Post) {
	b.t.Helper()
	r, err := b.drill.Records(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	for _, p := range r.Own() {
		if p.Platform == platform && (p.Title == canteen || strings.Contains(p.Text, "社区食堂")) {
			found = append(found, p)
		}
	}
	return found
}

// later moves the clock of the drill.
func (b *building) later(d time.Duration) {
	b.t.Helper()
	if err := b.house.Advance(b.t.Context(), d); err != nil {
		b.t.Fatal(err)
	}
}
