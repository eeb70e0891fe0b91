package publishingtest

import (
	"context"
	"time"

	"huiying/accounts"
	"huiying/internal/unit"
	"huiying/publishing"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
)

// Hour is when the bench's posts are planned: an hour after it was laid.
func (b *Bench) Hour() time.Time { return time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC) }

// To is a target by a way out.
func To(way content.Way) content.Target {
	t := content.Target{Way: way}
	switch way {
	case content.Share:
		t.Account, t.Platform, t.Text = Weibo, accounts.Weibo, "今冬供暖 15 日开始 https://www.wangchuan.gov.cn/a"
	case content.ByHand:
		t.Account, t.Platform = Douyin, accounts.Douyin
	default:
		t.Account, t.Platform = WeChat, accounts.WeChat
	}
	return t
}

// Content is a text that lacks nothing, for these ways out.
func (b *Bench) Content(ways ...content.Way) content.Master {
	c := content.Master{Kind: content.Regular, Title: "供暖通知", Summary: "15 日开始供暖",
		Paragraphs: []content.Paragraph{{ID: "p1", Text: "今冬供暖 15 日开始。"}},
		Media:      []content.Media{{Hash: "shot", Name: "a.png", Type: "image/png", Size: 9, Width: 3, Height: 3, Alt: "图"}},
		Window:     content.Window{From: b.Hour(), To: b.Hour().Add(24 * time.Hour)}, Late: content.Late{Within: 30 * time.Minute}}
	for _, w := range ways {
		c.Targets = append(c.Targets, To(w))
	}
	return c
}

// Draft writes a post of 王蕾 and returns its working copy.
func (b *Bench) Draft(c content.Master) publishing.WorkingCopy {
	b.T.Helper()
	ctx := b.As("王蕾")
	p, err := b.Create(ctx, unit.NewID(), c.Kind)
	if err != nil {
		b.T.Fatal(err)
	}
	w, err := b.Save(ctx, publishing.SaveDraft{Post: p.ID, Version: 1, Content: c})
	if err != nil {
		b.T.Fatal(err)
	}
	return w
}

// Submitted submits a draft.
func (b *Bench) Submitted(w publishing.WorkingCopy) publishing.Revision {
	b.T.Helper()
	r, err := b.Submit(b.As("王蕾"), publishing.SubmitPost{Post: w.Post, Version: w.Version})
	if err != nil {
		b.T.Fatal(err)
	}
	return r
}

// Approve says yes to a revision, as the review does.
func (b *Bench) Approve(r publishing.Revision) {
	b.T.Helper()
	b.Review.Approve(r.Post, r.Fingerprint)
	b.Decide(publishing.Decision{Post: r.Post, Revision: r.No, Fingerprint: r.Fingerprint, Approved: true, Name: "周建国"})
}

// Decide tells the desk a decision, in a unit.
func (b *Bench) Decide(d publishing.Decision) {
	b.T.Helper()
	b.Do(b.As("周建国"), func(ctx context.Context) error { return b.Decided(ctx, d) })
}

// Approved is an approved post by these ways out, with its deliveries.
func (b *Bench) Approved(c content.Master) []delivery.Delivery {
	b.T.Helper()
	w := b.Draft(c)
	b.Approve(b.Submitted(w))
	return b.Ways(w.Post)
}

// One is an approved post with one way out.
func (b *Bench) One(way content.Way) delivery.Delivery {
	b.T.Helper()
	return b.Approved(b.Content(way))[0]
}

// Ways returns a post's deliveries.
func (b *Bench) Ways(post string) []delivery.Delivery {
	b.T.Helper()
	ds, err := b.Tables.Of(b.T.Context(), post)
	if err != nil {
		b.T.Fatal(err)
	}
	return ds
}

// Fresh returns a delivery as it stands.
func (b *Bench) Fresh(d delivery.Delivery) delivery.Delivery {
	b.T.Helper()
	d, err := b.Tables.Delivery(b.T.Context(), d.ID)
	if err != nil {
		b.T.Fatal(err)
	}
	return d
}

// Post returns a post as it stands.
func (b *Bench) Post(id string) publishing.Post {
	b.T.Helper()
	p, err := b.Tables.Post(b.T.Context(), id)
	if err != nil {
		b.T.Fatal(err)
	}
	return p
}

// Want checks where a delivery and its post stand.
func (b *Bench) Want(d delivery.Delivery, state delivery.State, post publishing.State) delivery.Delivery {
	b.T.Helper()
	d = b.Fresh(d)
	if d.State != state {
		b.T.Errorf("the delivery is %s (%s), want %s", d.State, d.Note, state)
	}
	if p := b.Post(d.Post); p.State != post {
		b.T.Errorf("the post is %s, want %s", p.State, post)
	}
	return d
}
