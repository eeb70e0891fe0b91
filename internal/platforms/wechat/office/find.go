package office

import (
	"context"
	"encoding/json"
	"time"

	"huiying/internal/ledger"
	"huiying/internal/platforms/wechat"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
	"huiying/publishing/delivery/channel"
)

const (
	// settleFor is how long a draft that is still in the box says nothing: it stands there while the platform reviews it,
	// which the desk allows half an hour, and while a push waits as long for the administrator.
	settleFor = 31 * time.Minute
	// skew is how much earlier than our intent the platform's clock may date a post.
	skew = 2 * time.Minute
	// longAgo is how far back an article that left the box before it was sent by this program is looked for.
	longAgo = 24 * time.Hour
)

// Find looks whether a post whose answer was lost is out.
func (o *Office) Find(ctx context.Context, p delivery.Parcel, raw json.RawMessage, since time.Time) (delivery.Sighting, error) {
	return o.Seek(ctx, p, raw, since, since)
}

// Seek looks whether a post is out, after one or more attempts. A draft leaves the box when it is published or pushed.
// Publishing has no key against doubles and no number without an answer, so that Absent is only what can be seen: a person
// is asked to look at the platform's own list before another attempt.
func (o *Office) Seek(ctx context.Context, p delivery.Parcel, raw json.RawMessage, first, last time.Time) (delivery.Sighting, error) {
	m, err := read(raw)
	if err != nil {
		return delivery.Sighting{}, err
	}
	cl, err := o.client(ctx, p.Account)
	if err != nil {
		return delivery.Sighting{}, err
	}
	inBox := false
	if m.Draft != "" {
		_, err = cl.DraftGet(ctx, m.Draft)
		if inBox = err == nil; err != nil && !is(err, wechat.CodeNoMedia) {
			return delivery.Sighting{}, err
		}
	}
	waits := !last.IsZero() && o.now().Sub(last) < settleFor
	if p.Way == content.Broadcast {
		return o.seekMass(p.Token, inBox, waits), nil
	}
	for _, par := range p.Paragraphs {
		if m.Pictures[par.Media] == "" && par.Media != "" {
			m.Pictures[par.Media] = "https://mmbiz.qpic.cn/" // wherever it stands: only their number is compared
		}
	}
	sight, whole, err := o.published(ctx, cl, article(p, m.Pictures, m.Thumb), first)
	switch {
	case err != nil || sight.Presence == delivery.There:
		return sight, err
	case inBox && waits:
		sight.Words = "草稿还在草稿箱里，平台也许还在审核"
	case inBox:
		sight = delivery.Sighting{Presence: delivery.Absent, Words: "草稿还在草稿箱里，已发布列表里也没有。" + lookThere}
	case m.Draft == "" && !waits && whole: // nobody wrote the draft down: a backup was put back
		sight = delivery.Sighting{Presence: delivery.Absent, Words: "这一篇没有草稿的记录，已发布列表里也没有。" + lookThere}
	}
	return sight, nil
}

// lookThere asks for what no interface shows: the platform's reviews that are still going on.
const lookThere = "放行之前请先看一眼公众平台的发表记录，正在审核的不要再发"

// seekMass says what the draft box tells of a push. Mass-sent items stand in no list.
func (o *Office) seekMass(key string, inBox, waits bool) delivery.Sighting {
	unclear := func(words string, byKey bool) delivery.Sighting {
		return delivery.Sighting{Presence: delivery.Unclear, Words: words, ByKey: byKey}
	}
	switch {
	case inBox && waits:
		return unclear("草稿还在草稿箱里，微信也许正在处理，也许在等管理员确认。收到确认消息的，请管理员在手机上确认", false)
	case inBox:
		return delivery.Sighting{Presence: delivery.Absent, Words: "草稿还在草稿箱里，没有群发出去。" + lookThere}
	case o.tooSoon(key):
		return unclear("微信要求隔一分钟再问", false)
	}
	return unclear("草稿已经不在草稿箱，要用这一批的编号问微信才知道", true)
}

// noComments is added where a post was found by its look: the list names no msg_data_id, which alone leads to its comments.
const noComments = "。接口没有给出留言编号，次日统计出来之前读不到它的留言，请到公众平台后台看"

// published looks among the newest published items for one that came out since. An older one of the same words is another
// post. whole tells whether they reach back so far.
func (o *Office) published(ctx context.Context, cl *wechat.Client, ours wechat.Article, since time.Time) (sight delivery.Sighting, whole bool, err error) {
	items, err := cl.PublishedBatch(ctx, 0, newest, false)
	if err != nil {
		return delivery.Sighting{}, false, err
	}
	whole = len(items.Items) < newest
	for _, it := range items.Items {
		at := time.Unix(it.Updated, 0).UTC()
		if at.Before(since.Add(-skew)) {
			whole = true
			continue
		}
		for _, a := range it.Articles {
			if same(a, ours) {
				return delivery.Sighting{Presence: delivery.There, Verdict: ledger.Published, Words: "在已发布列表里看到了这一篇" + noComments,
					Receipt: delivery.Receipt{ID: it.ArticleID, URL: a.URL, At: at}}, whole, nil
			}
		}
	}
	return delivery.Sighting{Presence: delivery.Unclear, Words: "草稿已经不在草稿箱，已发布列表里还没有看到"}, whole, nil
}

// AskAgain asks with the key of the first try. The draft is gone from the box, so nothing can be pushed by it: the platform
// answers with the earlier job (45065), or that there is no such draft.
func (o *Office) AskAgain(ctx context.Context, p delivery.Parcel, raw json.RawMessage) (delivery.Sighting, error) {
	m, err := read(raw)
	if err != nil {
		return delivery.Sighting{}, err
	}
	cl, err := o.client(ctx, p.Account)
	if err != nil {
		return delivery.Sighting{}, err
	}
	unclear := delivery.Sighting{Presence: delivery.Unclear}
	job, err := o.push(ctx, cl, m.Draft, p.Token)
	switch {
	case err == nil:
		words := "微信认得这一次群发"
		if job.MsgDataID == 0 {
			words += noComments
		}
		return delivery.Sighting{Presence: delivery.There, Verdict: ledger.Accepted, Words: words,
			Receipt: delivery.Receipt{MsgID: number(job.MsgID), MsgDataID: number(job.MsgDataID)}}, nil
	case is(err, wechat.CodeMassTooSoon):
		unclear.Words = "微信要求隔一分钟再问"
	case is(err, wechat.CodeMassKnown):
		unclear.Words = "微信说这一批已经收下过，却没有给出编号"
	case is(err, wechat.CodeMassAsks), is(err, wechat.CodeMassWaits):
		unclear.Words = "微信还在等管理员确认这次群发，请管理员在手机上确认"
	case is(err, wechat.CodeNoMedia):
		unclear.Words = "草稿已经不在草稿箱，微信却不认得这一次群发"
	default:
		return delivery.Sighting{}, err
	}
	return unclear, nil
}

var (
	_ channel.Seeker = (*Office)(nil)
	_ channel.Asker  = (*Office)(nil)
)
