package house

import (
	"bytes"
	"context"
	"io"
	"strings"
	"time"

	"huiying/accounts"
	"huiying/inbox"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/store/media"
	"huiying/internal/store/sqlstore/core"
	"huiying/internal/trail"
	"huiying/internal/vault"
	"huiying/publishing"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
	"huiying/review"
)

// The kinds of subject that review signs.
const (
	post   = "post"
	answer = "answer"
	filing = "filing"
)

// recorder gives the desks the trail.
func recorder(log *trail.Log) func(ctx context.Context, verb, kind, id string, revision int, detail map[string]string) error {
	return func(ctx context.Context, verb, kind, id string, revision int, detail map[string]string) error {
		return log.Record(ctx, verb, trail.On{Kind: kind, ID: id, Revision: revision}, detail)
	}
}

// gate lets a desk ask review about its own kind of subject.
type gate struct {
	review *review.Service
	kind   string
}

func (g gate) Allow(ctx context.Context, id, fingerprint string) error {
	return g.review.Allow(ctx, g.kind, id, fingerprint)
}

func (g gate) Void(ctx context.Context, id, why string) error {
	return g.review.Void(ctx, g.kind, id, why)
}

// postReview hands posts in for review and carries the decision back.
type postReview struct {
	gate
	register interface {
		Account(ctx context.Context, id accounts.ID) (accounts.Account, error)
	}
	desk *publishing.Service
}

func (t *postReview) Submit(ctx context.Context, p publishing.Post, r publishing.Revision) error {
	var names []string
	for _, target := range r.Content.Targets {
		a, err := t.register.Account(ctx, target.Account)
		if err != nil {
			return err
		}
		names = append(names, a.Platform.Title()+"“"+a.Name+"”")
	}
	return t.review.Submit(ctx, review.Subject{Kind: post, ID: p.ID, Revision: r.No, Fingerprint: r.Fingerprint, Title: r.Content.Title,
		Author: r.By, AuthorName: r.ByName, Route: review.Kind(r.Content.Kind), Due: p.Planned, Line: strings.Join(names, "、")})
}

func (t *postReview) Hold(ctx context.Context, s review.Subject) error { return t.desk.Hold(ctx, s.ID) }

func (t *postReview) Decided(ctx context.Context, s review.Subject, state review.State, last review.Decision) error {
	return t.desk.Decided(ctx, publishing.Decision{Post: s.ID, Revision: s.Revision, Fingerprint: s.Fingerprint,
		Approved: state == review.Approved, Returned: state == review.Returned, Comment: last.Comment, Name: last.Name})
}

// answerReview does the same for answers.
type answerReview struct {
	gate
	desk *inbox.Service
}

func (t *answerReview) Submit(ctx context.Context, q inbox.Question, a inbox.Answer) error {
	return t.review.Submit(ctx, review.Subject{Kind: answer, ID: a.ID, Revision: a.Revision, Fingerprint: a.Fingerprint,
		Title: "答复：" + short(people.Masked(q.Text)), Author: a.By, AuthorName: a.ByName, Others: a.Others, Route: review.Reply, Due: q.Due, Line: q.Author + " " + q.Kind.Title()})
}

func (t *answerReview) Hold(ctx context.Context, s review.Subject) error {
	return t.desk.HoldAnswer(ctx, s.ID)
}

func (t *answerReview) Decided(ctx context.Context, s review.Subject, state review.State, last review.Decision) error {
	return t.desk.Decided(ctx, inbox.Decision{Answer: s.ID, Revision: s.Revision, Fingerprint: s.Fingerprint,
		Approved: state == review.Approved, Returned: state == review.Returned, Comment: last.Comment})
}

func short(text string) string {
	const n = 30
	if r := []rune(strings.Join(strings.Fields(text), " ")); len(r) > n {
		return string(r[:n]) + "…"
	}
	return strings.Join(strings.Fields(text), " ")
}

// publications tells the inbox under which items comments may stand.
type publications struct{ deliveries *delivery.Service }

func (p publications) Recent(ctx context.Context, id accounts.ID, since time.Time) ([]inbox.PostRef, error) {
	ds, err := p.deliveries.Recent(ctx, id, since)
	if err != nil {
		return nil, err
	}
	refs := make([]inbox.PostRef, len(ds))
	for i, d := range ds {
		refs[i] = inbox.PostRef{Delivery: d.ID, Title: d.Title, External: d.Receipt.ID, MsgDataID: d.Receipt.MsgDataID, Link: d.Receipt.URL, At: d.Receipt.At}
	}
	return refs, nil
}

// activity tells the register what an account did.
type activity struct {
	deliveries *delivery.Service
	inbox      *inbox.Service
}

func (a *activity) LastPublished(ctx context.Context, id accounts.ID) (time.Time, string, string, bool, error) {
	return a.deliveries.LastOut(ctx, id)
}

func (a *activity) OpenQuestions(ctx context.Context, id accounts.ID) (int, time.Time, error) {
	return a.inbox.OpenQuestions(ctx, id)
}

// watcher has the inbox read an account from the moment it is bound.
type watcher struct{ inbox *inbox.Service }

func (w *watcher) Watch(ctx context.Context, id accounts.ID) error { return w.inbox.Watch(ctx, id) }

// safe keeps the secrets of accounts, sealed, in the store.
type safe struct {
	secrets *core.Secrets
	vault   *vault.Vault
}

func (s safe) Put(ctx context.Context, id accounts.ID, purpose string, secret []byte) error {
	sealed, err := s.vault.Seal(string(id), purpose, vault.NewSecret(secret))
	if err != nil {
		return err
	}
	return s.secrets.Save(ctx, string(id), purpose, sealed)
}

func (s safe) Take(ctx context.Context, id accounts.ID, purpose string) ([]byte, error) {
	sealed, err := s.secrets.Load(ctx, string(id), purpose)
	if err != nil {
		return nil, err
	}
	secret, err := s.vault.Unseal(string(id), purpose, sealed)
	if err != nil {
		return nil, err
	}
	return secret.Reveal(), nil
}

// pictures gives the desks the media folder.
type pictures struct{ folder *media.Folder }

func (p pictures) Put(ctx context.Context, name string, r io.Reader, limit int64) (content.Media, error) {
	b, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return content.Media{}, problem.Wrap(err, problem.Unavailable, "“"+name+"”读不出来", "稿子没有改动", "请检查这个文件，或换一张图")
	}
	if int64(len(b)) > limit {
		return content.Media{}, problem.New(problem.Invalid, "“"+name+"”超过 "+content.Bytes(limit), "稿子没有改动", "请换一张小一些的图片")
	}
	d, err := media.Describe(b, name)
	if err != nil {
		return content.Media{}, err
	}
	hash, size, err := p.folder.Put(ctx, bytes.NewReader(b), limit)
	if err != nil {
		return content.Media{}, err
	}
	return content.Media{Hash: string(hash), Name: name, Type: d.Kind.MIME(), Size: size, Width: d.Width, Height: d.Height}, nil
}

// evidence is the same folder for those who want the hash alone.
type evidence struct{ pictures }

func (e evidence) Put(ctx context.Context, name string, r io.Reader, limit int64) (string, error) {
	m, err := e.pictures.Put(ctx, name, r, limit)
	return m.Hash, err
}

func (p pictures) Open(hash string) (io.ReadCloser, error) { return p.folder.Open(media.Hash(hash)) }

// filingReview hands filings in for review and carries the decision back.
type filingReview struct {
	gate
	desk *accounts.Service
}

func (t *filingReview) Submit(ctx context.Context, f accounts.Filing) error {
	words := map[accounts.FilingKind]string{accounts.Opening: "开设", accounts.Changing: "变更", accounts.ShutDown: "关停"}
	return t.review.Submit(ctx, review.Subject{Kind: filing, ID: f.ID, Revision: f.Revision, Fingerprint: f.Fingerprint,
		Title: words[f.Kind] + "备案：" + f.Proposed.Name, Author: f.By, AuthorName: f.ByName, Route: review.Filing,
		Line: f.Proposed.Platform.Title() + " · " + f.Proposed.Sponsor.Name})
}

func (t *filingReview) Hold(ctx context.Context, s review.Subject) error {
	return t.desk.HoldFiling(ctx, s.ID)
}

func (t *filingReview) Decided(ctx context.Context, s review.Subject, state review.State, last review.Decision) error {
	return t.desk.FilingDecided(ctx, accounts.FilingDecision{Filing: s.ID, Fingerprint: s.Fingerprint,
		Approved: state == review.Approved, Returned: state == review.Returned, Comment: last.Comment})
}
