package office

import (
	"context"
	"encoding/json"
	"io"
	"path"
	"strings"

	"huiying/internal/platforms/wechat"
	"huiying/internal/platforms/wire"
	"huiying/internal/problem"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
)

// newest is how many entries of a box or library are looked at, the most that one call gives.
const newest = 20

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

// Prepare uploads the pictures and the cover, puts the draft into the box and reads it back. A cover or a draft that is
// there already, after a lost answer, is taken and not doubled; a draft that disappeared is a person's matter.
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
	if p.Cover == nil {
		return &problem.Refusal{Platform: "微信", Class: problem.ClassPermanent, Reason: "文章没有封面图，微信不收", Next: "请选一张封面，重新送审"}
	}
	for _, par := range p.Paragraphs {
		if par.Style != content.Picture || m.Pictures[par.Media] != "" {
			continue
		}
		f, err := file(p, par.Media)
		if err != nil {
			return err
		}
		at, err := cl.UploadImage(ctx, f)
		if err != nil {
			return err
		}
		m.Pictures[par.Media] = at
	}
	if m.Thumb == "" {
		var err error
		if m.Thumb, err = cover(ctx, cl, p); err != nil {
			return err
		}
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

// cover returns the cover's place in the library. It goes there under its hash as its name: one that stands there under
// this name is this picture, and is not added again.
func cover(ctx context.Context, cl *wechat.Client, p delivery.Parcel) (string, error) {
	f, err := file(p, p.Cover.Hash)
	if err != nil {
		return "", err
	}
	f.Name = "hy" + p.Cover.Hash[:min(32, len(p.Cover.Hash))] + path.Ext(f.Name)
	list, err := cl.MaterialBatch(ctx, wechat.MaterialImage, 0, newest)
	if err != nil {
		return "", err
	}
	stem := func(name string) string { return strings.TrimSuffix(name, path.Ext(name)) }
	for _, m := range list {
		if stem(m.Name) == stem(f.Name) {
			return m.MediaID, nil
		}
	}
	got, err := cl.AddMaterial(ctx, wechat.MaterialImage, f)
	return got.MediaID, err
}

// compare reads the draft back: what was approved is what will go out.
func (o *Office) compare(ctx context.Context, cl *wechat.Client, p delivery.Parcel, m *made, ours wechat.Article) error {
	const call = "/cgi-bin/draft/get"
	stored, err := cl.DraftGet(ctx, m.Draft)
	if is(err, wechat.CodeNoMedia) {
		if p.Way == content.Broadcast {
			return nil // mass sending has a key of its own against doubles
		}
		sight, _, err := o.published(ctx, cl, ours, o.now().Add(-longAgo))
		if err == nil && sight.Presence == delivery.There {
			return nil // it is out already; the desk looks before it sends again
		}
		return person(call, "草稿箱里的这一篇不见了，也没有查到已经发布", "没有再发。请到公众平台后台看一眼，是不是有人删了或发了它")
	} else if err != nil {
		return err
	}
	if len(stored) != 1 {
		return person(call, "草稿箱里的这一份不是一篇文章了，可能有人在后台改过", "没有发出。请在后台恢复成批准的样子，再点“重新就绪”")
	}
	if what := changed(stored[0], ours); what != "" {
		return person(call, "草稿箱里的这一篇和批准的内容不一样："+what+"。可能有人在后台改过", "没有发出。请在后台恢复成批准的样子，再点“重新就绪”")
	}
	return nil
}

// inBox looks for our draft among the newest: after a lost answer it stands there.
func inBox(ctx context.Context, cl *wechat.Client, ours wechat.Article) (string, error) {
	box, err := cl.DraftBatchGet(ctx, 0, newest, false)
	if err != nil {
		return "", err
	}
	for _, d := range box.Items {
		if len(d.Articles) == 1 && identical(d.Articles[0], ours) {
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
	defer func() { _ = r.Close() }()
	data, err := io.ReadAll(r)
	if err != nil {
		return wire.File{}, notSent(err)
	}
	f := wire.File{Data: data}
	for _, m := range p.Pictures {
		if m.Hash == hash {
			f.Name = m.Name
		}
	}
	return f, nil
}
