package office

import (
	"context"
	"encoding/json"
	"io"
	"strconv"
	"time"

	"huiying/accounts"
	"huiying/internal/ledger"
	"huiying/internal/platforms/weibo"
	"huiying/internal/platforms/wire"
	"huiying/internal/problem"
	"huiying/publishing/delivery"
)

// settleFor is how long a post that cannot be seen says nothing: Weibo may show it only after a minute or two (20032).
const settleFor = 3 * time.Minute

// skew is how much earlier than our intent the platform's clock may date a post.
const skew = 2 * time.Minute

// Send posts the text with at most one picture.
func (o *Office) Send(ctx context.Context, p delivery.Parcel, _ json.RawMessage) (delivery.Receipt, ledger.Verdict, error) {
	var picture *wire.File
	if len(p.Pictures) > 1 {
		return delivery.Receipt{}, "", &problem.Refusal{Platform: "微博", Class: problem.ClassPermanent, Reason: "微博接口一次只能带一张图，这一条批准了几张",
			Next: "没有发出。请只留一张，重新送审，或改用人工发布"}
	}
	if len(p.Pictures) > 0 {
		r, err := p.Open(p.Pictures[0].Hash)
		if err != nil {
			return delivery.Receipt{}, "", notSent(err)
		}
		data, err := io.ReadAll(r)
		_ = r.Close()
		if err != nil {
			return delivery.Receipt{}, "", notSent(err)
		}
		picture = &wire.File{Name: p.Pictures[0].Name, Data: data}
	}
	cl, c, err := o.client(ctx, p.Account)
	if err != nil {
		return delivery.Receipt{}, "", err
	}
	got, err := cl.Share(ctx, p.Text, picture, o.rip())
	if err != nil {
		return delivery.Receipt{}, "", o.again(ctx, cl, p.Text, err)
	}
	if got.Pending || got.ID == 0 {
		return delivery.Receipt{At: o.now()}, ledger.Accepted, nil
	}
	return o.receipt(c.Subject, got.Status, got.ID), ledger.Published, nil
}

func (o *Office) receipt(uid string, s weibo.Status, id int64) delivery.Receipt {
	u, _ := strconv.ParseInt(uid, 10, 64)
	at := s.Created.Time
	if at.IsZero() {
		at = o.now()
	}
	return delivery.Receipt{ID: number(id), URL: weibo.Address(o.base, u, id), At: at.UTC()}
}

// Follow looks for a post that Weibo took but does not show yet.
func (o *Office) Follow(ctx context.Context, p delivery.Parcel, made json.RawMessage, r delivery.Receipt) (delivery.Receipt, ledger.Verdict, error) {
	since := r.At
	if since.IsZero() {
		since = o.now().Add(-settleFor)
	}
	sight, err := o.Find(ctx, p, made, since)
	if err != nil {
		return r, "", err
	}
	if sight.Presence == delivery.There {
		return sight.Receipt, ledger.Published, nil
	}
	return r, ledger.Accepted, nil
}

// Find looks for a post among the account's latest five, which is all that Weibo shows an ordinary app. A list may leave
// posts out, or be empty for a moment: that a post is not in it says something only where the list goes back beyond the
// attempt, or where the account has no posts at all.
func (o *Office) Find(ctx context.Context, p delivery.Parcel, _ json.RawMessage, since time.Time) (delivery.Sighting, error) {
	cl, c, err := o.client(ctx, p.Account)
	if err != nil {
		return delivery.Sighting{}, err
	}
	list, err := cl.UserTimeline(ctx, weibo.Page{})
	if err != nil {
		return delivery.Sighting{}, err
	}
	from := since.Add(-skew)
	beyond := false // whether the last one shown is older than the attempt; an older one above newer ones is only pinned there
	for _, s := range list.Items {
		if beyond = s.Created.Before(from) && !s.Created.IsZero(); beyond {
			continue
		}
		if alike(s.Text, p.Text) {
			return delivery.Sighting{Presence: delivery.There, Verdict: ledger.Published, Words: "在账号最近的微博里看到了这一条",
				Receipt: o.receipt(c.Subject, s, int64(s.ID))}, nil
		}
	}
	switch {
	case words(p.Text) == "":
		return delivery.Sighting{Presence: delivery.Unclear, Words: "这一条只有网址，微博会改写网址，认不出来"}, nil
	case o.now().Sub(since) < settleFor:
		return delivery.Sighting{Presence: delivery.Unclear, Words: "账号上还没有看到，微博有时要一两分钟才显示"}, nil
	case beyond:
		return delivery.Sighting{Presence: delivery.Absent, Words: "账号最近的微博里没有这一条"}, nil
	case len(list.Items) == 0:
		return o.blank(ctx, cl, c.Subject)
	}
	return delivery.Sighting{Presence: delivery.Unclear, Words: "微博最多只给看最近 5 条，看到的都比这一条新，看不到更早的"}, nil
}

// blank tells an account without any posts from one whose posts are not shown just now.
func (o *Office) blank(ctx context.Context, cl *weibo.Client, uid string) (delivery.Sighting, error) {
	id, _ := strconv.ParseInt(uid, 10, 64)
	user, err := cl.UserShow(ctx, id)
	if err != nil {
		return delivery.Sighting{}, err
	}
	if user.Statuses != nil && *user.Statuses == 0 {
		return delivery.Sighting{Presence: delivery.Absent, Words: "账号上一条微博也没有"}, nil
	}
	return delivery.Sighting{Presence: delivery.Unclear, Words: "账号上有微博，这一次却一条也没有显示"}, nil
}

var (
	_ delivery.Channel = (*Office)(nil)
	_ accounts.Binder  = (*Office)(nil)
	_ accounts.Prober  = (*Office)(nil)
)
