package delivery

import (
	"context"
	"io"
	"slices"
	"time"

	"huiying/accounts"
	"huiying/internal/ledger"
	"huiying/internal/problem"
	"huiying/internal/unit"
	"huiying/internal/wake"
	"huiying/publishing/content"
	"huiying/publishing/delivery/attempts"
	"huiying/publishing/delivery/channel"
)

// The kinds of wake that this package sets; the key is a delivery's id.
const (
	WakeDeliver   = "deliver"
	WakeFollow    = "follow"
	WakeReconcile = "reconcile"
)

// Topic is what Changed is told, with the id of the post.
const Topic = "publishing"

// Deps is what deliveries work with.
type Deps struct {
	Store    Store
	Posts    Posts
	Work     *unit.Work
	Wakes    wake.Table
	Ledger   ledger.Store
	Gate     Gate
	Register Register
	Open     func(hash string) (io.ReadCloser, error) // media by content
	Channels map[accounts.Platform]Channel            // none for a platform: only the manual channel
	// Broken is told, outside any unit, that a platform no longer takes an account's authorisation, with its words; nil where
	// nobody keeps account of that.
	Broken func(ctx context.Context, account accounts.ID, words string) error
	// Gap returns, in the unit of ctx, the time of which the ledger knows nothing since a backup was put back, zero for
	// none; never nil.
	Gap     func(ctx context.Context) (attempts.Gap, error)
	Record  Record
	Changed func(topic, id string) // told after a commit; never nil
	Now     func() time.Time
}

// Service carries deliveries.
type Service struct{ Deps }

// NewService returns a Service.
func NewService(d Deps) *Service { return &Service{d} }

// entry is what a change says on the trail; one without a verb is not worth a line there.
type entry struct {
	verb   string
	detail map[string]string
}

// about returns an entry on a delivery with its title, the account that it goes to and whatever else is worth a word.
func about(verb string, d Delivery, more ...string) entry {
	e := entry{verb, map[string]string{"title": d.Title, "account": string(d.Account), "way": string(d.Way)}}
	for i := 0; i+1 < len(more); i += 2 {
		if more[i+1] != "" {
			e.detail[more[i]] = more[i+1]
		}
	}
	return e
}

// onDelivery runs f on a delivery in one unit, with its post and itself held in the order of the house. version 0 takes
// any; otherwise a changed delivery is problem.Conflict. When f saved something, the post's state follows from its
// deliveries and screens are told; what f returns goes onto the trail.
func (s *Service) onDelivery(ctx context.Context, id string, version int, f func(ctx context.Context, d *Delivery) (entry, error)) error {
	return s.held(ctx, id, version, nil, f)
}

// onApproved is onDelivery with the gate asked first, since its ticket is held before the delivery. f gets the gate's no
// in words, "" when it allows.
func (s *Service) onApproved(ctx context.Context, id string, version int,
	f func(ctx context.Context, d *Delivery, no string) (entry, error)) error {
	var no string
	ask := func(ctx context.Context, d Delivery) error {
		no = ""
		err := s.Gate.Allow(ctx, d.Post, d.Fingerprint)
		switch problem.KindOf(err) {
		case problem.Conflict, problem.Forbidden, problem.Missing, problem.Invalid:
			no = problem.Words(err)
			return nil
		}
		return err
	}
	return s.held(ctx, id, version, ask, func(ctx context.Context, d *Delivery) (entry, error) { return f(ctx, d, no) })
}

func (s *Service) held(ctx context.Context, id string, version int, ask func(ctx context.Context, d Delivery) error,
	f func(ctx context.Context, d *Delivery) (entry, error)) error {
	return s.Work.Do(ctx, func(ctx context.Context) error {
		seen, err := s.Store.Delivery(ctx, id)
		if err != nil {
			return err
		}
		if err := s.Posts.Hold(ctx, seen.Post); err != nil {
			return err
		}
		if ask != nil {
			if err := ask(ctx, seen); err != nil {
				return err
			}
		}
		d, err := s.Store.Hold(ctx, id)
		if err != nil {
			return err
		}
		if version != 0 && d.Version != version {
			return stale()
		}
		before := d.Version
		e, err := f(ctx, &d)
		if err != nil {
			return err
		}
		if d.Version != before {
			if err := s.moved(ctx, d.Post, d.Revision); err != nil {
				return err
			}
			unit.After(ctx, func() { s.Changed(Topic, d.Post) })
		}
		if e.verb == "" {
			return nil
		}
		return s.Record(ctx, e.verb, "delivery", id, d.Revision, e.detail)
	})
}

func (s *Service) moved(ctx context.Context, post string, revision int) error {
	ds, err := s.Store.Of(ctx, post)
	if err != nil {
		return err
	}
	var states []State
	for _, d := range ds {
		if d.Revision == revision {
			states = append(states, d.State)
		}
	}
	return s.Posts.Moved(ctx, post, revision, states)
}

func (s *Service) save(ctx context.Context, d *Delivery) error {
	d.Version++
	d.Changed = s.Now()
	return s.Store.Save(ctx, *d)
}

// wait saves a delivery with the wake that its state asks for.
func (s *Service) wait(ctx context.Context, d *Delivery) error {
	if err := s.rest(ctx, *d); err != nil {
		return err
	}
	return s.save(ctx, d)
}

func (s *Service) book() attempts.Book { return attempts.Book{Ledger: s.Ledger, Now: s.Now} }

// end puts a delivery into a state from which nothing leaves by itself.
func (s *Service) end(ctx context.Context, d *Delivery, to State, note string) error {
	d.State, d.Note, d.Next = to, note, time.Time{}
	return s.wait(ctx, d)
}

// parcel gathers what a channel needs to carry a delivery, from the signed revision alone.
func (s *Service) parcel(ctx context.Context, d Delivery) (Parcel, error) {
	c, err := s.Posts.Signed(ctx, d.Post, d.Revision)
	if err != nil {
		return Parcel{}, err
	}
	i := slices.IndexFunc(c.Targets, func(t content.Target) bool { return t.Account == d.Account && t.Way == d.Way })
	if i < 0 || content.Fingerprint(d.Post, c) != d.Fingerprint {
		return Parcel{}, problem.New(problem.Damaged, "这一稿的内容和批准时的指纹不一样", "没有发出", anew)
	}
	p := channel.Pack(c, c.Targets[i])
	p.Delivery, p.Fingerprint, p.Token, p.Open = d.ID, d.Fingerprint, attempts.Token(d.Fingerprint), s.Open
	return p, nil
}

func stale() error {
	return problem.New(problem.Conflict, "这一页看到的已经不是最新的了", "没有覆盖别人的改动", "请刷新后再看一眼")
}
