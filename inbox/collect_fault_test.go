package inbox_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"huiying/accounts"
	"huiying/inbox"
	"huiying/internal/store/storetest"
	"huiying/internal/store/storetest/inboxtest"
	"huiying/internal/wake"
)

// breaking is a store of which one use fails, the at-th.
type breaking struct {
	inbox.Store
	wake.Table
	uses, at int
}

var errBroken = errors.New("the disk is gone")

func (b *breaking) next() error {
	if b.uses++; b.uses == b.at {
		return errBroken
	}
	return nil
}

func (b *breaking) Cursor(ctx context.Context, id accounts.ID) (json.RawMessage, error) {
	if err := b.next(); err != nil {
		return nil, err
	}
	return b.Store.Cursor(ctx, id)
}

func (b *breaking) Known(ctx context.Context, id accounts.ID, c inbox.Channel, keys []string) (map[string]inbox.Stored, error) {
	if err := b.next(); err != nil {
		return nil, err
	}
	return b.Store.Known(ctx, id, c, keys)
}

func (b *breaking) Add(ctx context.Context, q inbox.Question) (int64, error) {
	if err := b.next(); err != nil {
		return 0, err
	}
	return b.Store.Add(ctx, q)
}

func (b *breaking) Hold(ctx context.Context, id string) (inbox.Question, error) {
	if err := b.next(); err != nil {
		return inbox.Question{}, err
	}
	return b.Store.Hold(ctx, id)
}

func (b *breaking) Save(ctx context.Context, q inbox.Question) error {
	return errors.Join(b.next(), b.Store.Save(ctx, q))
}

func (b *breaking) SaveAnswer(ctx context.Context, a inbox.Answer) error {
	return errors.Join(b.next(), b.Store.SaveAnswer(ctx, a))
}

func (b *breaking) Under(ctx context.Context, id accounts.ID, delivery string) ([]inbox.Question, error) {
	if err := b.next(); err != nil {
		return nil, err
	}
	return b.Store.Under(ctx, id, delivery)
}

func (b *breaking) SaveCursor(ctx context.Context, id accounts.ID, c json.RawMessage) error {
	return errors.Join(b.next(), b.Store.SaveCursor(ctx, id, c))
}

func (b *breaking) Set(ctx context.Context, kind, key string, due time.Time) error {
	return errors.Join(b.next(), b.Table.Set(ctx, kind, key, due))
}

// TestAReadingOnAStoreThatBreaksAnywhere has every single use of the store fail once while a reading is kept: the error is
// told, nothing of the reading is half kept, its place does not move, and the next reading brings all of it once.
func TestAReadingOnAStoreThatBreaksAnywhere(t *testing.T) {
	for at := 1; ; at++ {
		d := inboxtest.New(t, storetest.SQLite(t))
		answered, goes, stays, fresh := incoming("answered"), incoming("goes"), incoming("stays"), incoming("new")
		d.Platform.Comments, d.Platform.Cursor = []inbox.Incoming{answered, goes, stays}, json.RawMessage("1")
		if _, err := d.Inbox.CollectNow(d.System(), inboxtest.WeChat); err != nil {
			t.Fatal(err)
		}
		answered.Replied = "后台答了"
		d.Platform.Comments, d.Platform.Cursor, d.Platform.Complete = []inbox.Incoming{answered, stays, fresh}, json.RawMessage("2"), []string{"d1"}
		b := &breaking{Store: d.Store, Table: d.Wakes, at: at}
		broken := *d.Inbox
		broken.Store, broken.Wakes = b, b
		_, err := broken.CollectNow(d.System(), inboxtest.WeChat)
		if whole := b.uses < at; whole {
			if err != nil || at < 10 {
				t.Fatalf("after %d uses: %v", b.uses, err)
			}
		} else {
			if !errors.Is(err, errBroken) {
				t.Fatalf("use %d failed, and the reading says %v", at, err)
			}
			if place, err := d.Store.Cursor(t.Context(), inboxtest.WeChat); err != nil || string(place) != "1" || len(page(t, d, inbox.ViewAll)) != 3 || len(page(t, d, inbox.ViewAnswered)) != 0 {
				t.Fatalf("use %d failed: the place is %s, %v", at, place, err)
			}
			if _, err := d.Inbox.CollectNow(d.System(), inboxtest.WeChat); err != nil {
				t.Fatal(err)
			}
		}
		all, gone := page(t, d, inbox.ViewAll), 0
		for _, q := range all {
			if !q.Gone.IsZero() {
				gone++
			}
		}
		if got := page(t, d, inbox.ViewAnswered); len(all) != 4 || len(got) != 1 || got[0].External != "answered" || gone != 1 {
			t.Fatalf("use %d: %d questions, %d answered, %d gone", at, len(all), len(got), gone)
		}
		if b.uses < at {
			return
		}
	}
}
