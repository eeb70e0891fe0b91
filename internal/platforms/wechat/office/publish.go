package office

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"time"

	"huiying/accounts"
	"huiying/internal/ledger"
	"huiying/internal/platforms/wechat"
	"huiying/internal/platforms/wire"
	"huiying/internal/problem"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
)

// settleFor is how long a draft that is still in the box says nothing: the platform may be working on it.
const settleFor = 3 * time.Minute

// made is what preparing leaves on the platform.
type made struct {
	Pictures map[string]string `json:"pictures,omitempty"` // address in the platform by hash
	Thumb    string            `json:"thumb,omitempty"`    // permanent material
	Draft    string            `json:"draft,omitempty"`
}

func read(raw json.RawMessage) (made, error) {
	m := made{Pictures: map[string]string{}}
	if len(raw) == 0 {
		return m, nil
	}
	err := json.Unmarshal(raw, &m)
	if m.Pictures == nil {
		m.Pictures = map[string]string{}
	}
	return m, err
}

// Prepare uploads the pictures and the cover, puts the draft into the box and reads it back. A draft that is there
// already, after a lost answer, is taken and not doubled; one that disappeared is a person's matter.
func (o *Office) Prepare(ctx context.Context, p delivery.Parcel, raw json.RawMessage) (json.RawMessage, error) {
	m, err := read(raw)
	if err != nil {
		return raw, err
	}
	cl, err := o.client(ctx, p.Account)
	if err != nil {
		return raw, err
	}
	err = o.prepare(ctx, cl, p, &m)
	out, jerr := json.Marshal(m)
	if err == nil {
		err = jerr
	}
	return out, err
}

func (o *Office) prepare(ctx context.Context, cl *wechat.Client, p delivery.Parcel, m *made) error {
	for _, par := range p.Paragraphs {
		if par.Style != content.Picture || m.Pictures[par.Media] != "" {
			continue
		}
		f, err := file(p, par.Media)
		if err != nil {
			return err
		}
		if m.Pictures[par.Media], err = cl.UploadImage(ctx, f); err != nil {
			delete(m.Pictures, par.Media)
			return err
		}
	}
	if m.Thumb == "" && p.Cover != nil {
		f, err := file(p, p.Cover.Hash)
		if err != nil {
			return err
		}
		got, err := cl.AddMaterial(ctx, wechat.MaterialImage, f)
		if err != nil {
			return err
		}
		m.Thumb = got.MediaID
	}
	ours := article(p, m.Pictures, m.Thumb)
	if m.Draft == "" {
		found, err := inBox(ctx, cl, ours)
		if err != nil {
			return err
		}
		if m.Draft = found; found == "" {
			if m.Draft, err = cl.DraftAdd(ctx, []wechat.Article{ours}); err != nil {
				return err
			}
		}
	}
	return o.compare(ctx, cl, p, m, ours)
}

// compare reads the draft back: what was approved is what will go out.
func (o *Office) compare(ctx context.Context, cl *wechat.Client, p delivery.Parcel, m *made, ours wechat.Article) error {
	stored, err := cl.DraftGet(ctx, m.Draft)
	if is(err, 40007) {
		if sight, err := o.published(ctx, cl, ours); err == nil && sight.Presence == delivery.There {
			return nil // it is out already; the desk looks before it sends again
		}
		if p.Way == content.Broadcast {
			return nil // mass sending has a key of its own against doubles
		}
		return person("/cgi-bin/draft/get", "草稿箱里的这一篇不见了，也没有查到已经发布", "没有再发。请到公众平台后台看一眼，是不是有人删了或发了它")
	} else if err != nil {
		return err
	}
	if len(stored) != 1 || !same(stored[0], ours) {
		return person("/cgi-bin/draft/get", "草稿箱里的这一篇和批准的内容不一样，可能有人在后台改过", "没有发出。请在后台删掉这份草稿，再点“重新就绪”")
	}
	return nil
}

// inBox looks for our draft among the newest twenty: after a lost answer it stands there.
func inBox(ctx context.Context, cl *wechat.Client, ours wechat.Article) (string, error) {
	box, err := cl.DraftBatchGet(ctx, 0, 20, false)
	if err != nil {
		return "", err
	}
	for _, d := range box.Items {
		if len(d.Articles) == 1 && same(d.Articles[0], ours) && d.Articles[0].ThumbMediaID == ours.ThumbMediaID {
			return d.MediaID, nil
		}
	}
	return "", nil
}

func file(p delivery.Parcel, hash string) (wire.File, error) {
	r, err := p.Open(hash)
	if err != nil {
		return wire.File{}, notSent(err)
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if err != nil {
		return wire.File{}, notSent(err)
	}
	for _, m := range p.Pictures {
		if m.Hash == hash {
			return wire.File{Name: m.Name, Data: data}, nil
		}
	}
	return wire.File{Data: data}, nil
}

// Send makes the one call: publish without notice, or push to all followers.
func (o *Office) Send(ctx context.Context, p delivery.Parcel, raw json.RawMessage) (delivery.Receipt, ledger.Verdict, error) {
	m, err := read(raw)
	if err != nil || m.Draft == "" {
		return delivery.Receipt{}, "", person("", "草稿还没有备好", "没有发出")
	}
	cl, err := o.client(ctx, p.Account)
	if err != nil {
		return delivery.Receipt{}, "", err
	}
	if p.Way == content.Broadcast {
		job, err := cl.MassSendAll(ctx, m.Draft, p.Token, true)
		if err != nil {
			return delivery.Receipt{}, "", err
		}
		return delivery.Receipt{MsgID: number(job.MsgID), MsgDataID: number(job.MsgDataID)}, ledger.Accepted, nil
	}
	job, err := cl.Submit(ctx, m.Draft)
	if err != nil {
		return delivery.Receipt{}, "", err
	}
	return delivery.Receipt{PublishID: number(job.PublishID), MsgDataID: number(job.MsgDataID)}, ledger.Accepted, nil
}

// Follow asks how the job stands.
func (o *Office) Follow(ctx context.Context, p delivery.Parcel, _ json.RawMessage, r delivery.Receipt) (delivery.Receipt, ledger.Verdict, error) {
	cl, err := o.client(ctx, p.Account)
	if err != nil {
		return r, "", err
	}
	if p.Way == content.Broadcast {
		return o.followMass(ctx, cl, r)
	}
	id, err := strconv.ParseInt(r.PublishID, 10, 64)
	if err != nil {
		return r, "", person("", "没有发布编号，问不到结果", "请到公众平台后台看一眼")
	}
	job, err := cl.PublishStatus(ctx, id)
	if err != nil {
		return r, "", err
	}
	switch job.State {
	case wechat.PublishOK:
		r.ID, r.At = job.ArticleID, o.now()
		for i := range 2 { // positions are counted from 0 or 1, depending on the document
			if u := job.URLs[i]; u != "" {
				r.URL = u
				break
			}
		}
		return r, ledger.Published, nil
	case wechat.PublishRunning:
		return r, ledger.Accepted, nil
	}
	return r, ledger.Refused, &problem.Refusal{Platform: "微信", Call: "/cgi-bin/freepublish/get", Code: fmt.Sprintf("publish_status %d", job.State),
		Class: problem.ClassPermanent, Reason: reason(job.State), Next: "请按平台的要求改好，重新送审"}
}

func reason(s wechat.PublishState) string {
	switch s {
	case wechat.PublishNotOriginal:
		return "微信的原创校验没有通过，文章没有发出"
	case wechat.PublishRefused:
		return "微信的平台审核没有通过，文章没有发出"
	case wechat.PublishDeleted:
		return "文章发布成功后又在后台被删除了"
	case wechat.PublishBanned:
		return "文章发布成功后被微信封禁了"
	}
	return "微信发布失败，没有说原因，文章没有发出"
}

func (o *Office) followMass(ctx context.Context, cl *wechat.Client, r delivery.Receipt) (delivery.Receipt, ledger.Verdict, error) {
	id, err := strconv.ParseInt(r.MsgID, 10, 64)
	if err != nil {
		return r, "", person("", "没有群发编号，问不到结果", "请到公众平台后台看一眼")
	}
	state, err := cl.MassGet(ctx, id)
	if err != nil {
		return r, "", err
	}
	switch state {
	case wechat.MassSuccess:
		r.At = o.now()
		return r, ledger.Published, nil
	case wechat.MassSending:
		return r, ledger.Accepted, nil
	}
	return r, ledger.Refused, &problem.Refusal{Platform: "微信", Call: "/cgi-bin/message/mass/get", Code: state, Class: problem.ClassPermanent,
		Reason: "微信群发没有成功", Next: "请到公众平台后台看原因，改好后重新送审"}
}

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
	_, err = cl.DraftGet(ctx, m.Draft)
	switch {
	case err == nil && o.now().Sub(since) < settleFor:
		return delivery.Sighting{Presence: delivery.Unclear, Words: "草稿还在草稿箱里，平台也许正在处理"}, nil
	case err == nil:
		return delivery.Sighting{Presence: delivery.Absent, Words: "草稿还在草稿箱里，没有发出"}, nil
	case !is(err, 40007):
		return delivery.Sighting{}, err
	}
	if p.Way == content.Broadcast {
		return findMass(ctx, cl, m.Draft, p.Token)
	}
	return o.published(ctx, cl, article(p, m.Pictures, m.Thumb))
}

// published looks among the newest twenty published items.
func (o *Office) published(ctx context.Context, cl *wechat.Client, ours wechat.Article) (delivery.Sighting, error) {
	items, err := cl.PublishedBatch(ctx, 0, 20, false)
	if err != nil {
		return delivery.Sighting{}, err
	}
	for _, it := range items.Items {
		for _, a := range it.Articles {
			if same(a, ours) {
				return delivery.Sighting{Presence: delivery.There, Verdict: ledger.Published, Words: "在已发布列表里看到了这一篇",
					Receipt: delivery.Receipt{ID: it.ArticleID, URL: a.URL, At: time.Unix(it.Updated, 0).UTC()}}, nil
			}
		}
	}
	return delivery.Sighting{Presence: delivery.Unclear, Words: "草稿已经不在草稿箱，已发布列表里还没有看到"}, nil
}

// findMass asks again with the key of the first try. The draft is gone from the box, so nothing can be pushed by it: the
// platform answers with the earlier job (45065), or that there is no such draft.
func findMass(ctx context.Context, cl *wechat.Client, draft, key string) (delivery.Sighting, error) {
	job, err := cl.MassSendAll(ctx, draft, key, true)
	switch {
	case err == nil:
		return delivery.Sighting{Presence: delivery.There, Verdict: ledger.Accepted, Words: "微信认得这一次群发",
			Receipt: delivery.Receipt{MsgID: number(job.MsgID), MsgDataID: number(job.MsgDataID)}}, nil
	case is(err, 45066):
		return delivery.Sighting{Presence: delivery.Unclear, Words: "微信要求隔一分钟再问"}, nil
	case is(err, 40007):
		return delivery.Sighting{Presence: delivery.Unclear, Words: "草稿已经不在草稿箱，微信却不认得这一次群发"}, nil
	}
	return delivery.Sighting{}, err
}

func number(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// The interfaces are stated here so that a change of either side breaks the build.
var (
	_ delivery.Channel  = (*Office)(nil)
	_ delivery.Preparer = (*Office)(nil)
	_ accounts.Binder   = (*Office)(nil)
	_ accounts.Prober   = (*Office)(nil)
)
