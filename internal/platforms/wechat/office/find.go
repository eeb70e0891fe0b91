package office

import (
	"context"
	"encoding/json"
	"time"

	"huiying/internal/ledger"
	"huiying/internal/platforms/wechat"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
)

const (
	// settleFor is how long a draft that is still in the box says nothing: it stands there while the platform works on it, and
	// publishing has no key against a second one.
	settleFor = 10 * time.Minute
	// settleMass is the same for a push, whose key keeps a second one away.
	settleMass = time.Minute
	// skew is how much earlier than our intent the platform's clock may date a post.
	skew = 2 * time.Minute
	// longAgo is how far back an article that left the box before it was sent by this program is looked for.
	longAgo = 24 * time.Hour
)

// Find looks whether a post whose answer was lost is out. A draft leaves the box when it is published or pushed.
func (o *Office) Find(ctx context.Context, p delivery.Parcel, raw json.RawMessage, since time.Time) (delivery.Sighting, error) {
	m, err := read(raw)
	if err != nil {
		return delivery.Sighting{}, err
	}
	cl, err := o.client(ctx, p.Account)
	if err != nil {
		return delivery.Sighting{}, err
	}
	if m.Draft == "" {
		return delivery.Sighting{Presence: delivery.Absent, Words: "草稿还没有放进草稿箱，不可能已经发出"}, nil
	}
	wait := settleFor
	if p.Way == content.Broadcast {
		wait = settleMass
	}
	_, err = cl.DraftGet(ctx, m.Draft)
	switch {
	case err == nil && o.now().Sub(since) < wait:
		return delivery.Sighting{Presence: delivery.Unclear, Words: "草稿还在草稿箱里，平台也许正在处理"}, nil
	case err == nil:
		return delivery.Sighting{Presence: delivery.Absent, Words: "草稿还在草稿箱里，没有发出"}, nil
	case !is(err, wechat.CodeNoMedia):
		return delivery.Sighting{}, err
	}
	if p.Way == content.Broadcast {
		return o.findMass(ctx, cl, m.Draft, p.Token)
	}
	return o.published(ctx, cl, article(p, m.Pictures, m.Thumb), since)
}

// noComments is added where a post was found by its look: the list names no msg_data_id, which alone leads to its comments.
const noComments = "。接口没有给出留言编号，次日统计出来之前读不到它的留言，请到公众平台后台看"

// published looks among the newest published items for one that came out since. An older one of the same words is another
// post.
func (o *Office) published(ctx context.Context, cl *wechat.Client, ours wechat.Article, since time.Time) (delivery.Sighting, error) {
	items, err := cl.PublishedBatch(ctx, 0, newest, false)
	if err != nil {
		return delivery.Sighting{}, err
	}
	for _, it := range items.Items {
		at := time.Unix(it.Updated, 0).UTC()
		if at.Before(since.Add(-skew)) {
			continue
		}
		for _, a := range it.Articles {
			if same(a, ours) {
				return delivery.Sighting{Presence: delivery.There, Verdict: ledger.Published, Words: "在已发布列表里看到了这一篇" + noComments,
					Receipt: delivery.Receipt{ID: it.ArticleID, URL: a.URL, At: at}}, nil
			}
		}
	}
	return delivery.Sighting{Presence: delivery.Unclear, Words: "草稿已经不在草稿箱，已发布列表里还没有看到"}, nil
}

// findMass asks again with the key of the first try. The draft is gone from the box, so nothing can be pushed by it: the
// platform answers with the earlier job (45065), or that there is no such draft.
func (o *Office) findMass(ctx context.Context, cl *wechat.Client, draft, key string) (delivery.Sighting, error) {
	wait := delivery.Sighting{Presence: delivery.Unclear, Words: "微信要求隔一分钟再问"}
	if o.tooSoon(key) {
		return wait, nil
	}
	job, err := o.push(ctx, cl, draft, key)
	switch {
	case err == nil:
		words := "微信认得这一次群发"
		if job.MsgDataID == 0 {
			words += noComments
		}
		return delivery.Sighting{Presence: delivery.There, Verdict: ledger.Accepted, Words: words,
			Receipt: delivery.Receipt{MsgID: number(job.MsgID), MsgDataID: number(job.MsgDataID)}}, nil
	case is(err, wechat.CodeMassTooSoon):
		return wait, nil
	case is(err, wechat.CodeMassKnown):
		return delivery.Sighting{Presence: delivery.Unclear, Words: "微信说这一批已经收下过，却没有给出编号"}, nil
	case is(err, wechat.CodeNoMedia):
		return delivery.Sighting{Presence: delivery.Unclear, Words: "草稿已经不在草稿箱，微信却不认得这一次群发"}, nil
	}
	return delivery.Sighting{}, err
}
