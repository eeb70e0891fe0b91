package publishing

import (
	"context"
	"encoding/json"
	"time"

	"huiying/accounts"
	"huiying/internal/problem"
	"huiying/internal/store/sqlstore"
	"huiying/publishing/delivery"
)

// receiptRow has the fields of delivery.Receipt in their order, times apart: it is out_at.
type receiptRow struct {
	ID        string          `json:"id,omitempty"`
	URL       string          `json:"url,omitempty"`
	PublishID string          `json:"publish_id,omitempty"`
	MsgID     string          `json:"msg_id,omitempty"`
	MsgDataID string          `json:"msg_data_id,omitempty"`
	At        time.Time       `json:"-"`
	Evidence  string          `json:"evidence,omitempty"`
	Raw       json.RawMessage `json:"raw,omitempty"`
}

const deliveryColumns = `id, version, post, revision, title, account, platform, way, state, due, window_from, window_to, late_within,
late_drop, fingerprint, made, receipt, out_at, note, code, next, attempts, sent, changed, absent, settled`

// Delivery returns one delivery.
func (s *Store) Delivery(ctx context.Context, id string) (delivery.Delivery, error) {
	return s.first(ctx, "WHERE id = ?", id)
}

// Hold is Delivery that locks the row until the unit ends.
func (s *Store) Hold(ctx context.Context, id string) (delivery.Delivery, error) {
	return s.first(ctx, "WHERE id = ?"+s.db.Hold(ctx), id)
}

// LastOut returns the newest published delivery of an account.
func (s *Store) LastOut(ctx context.Context, account accounts.ID) (delivery.Delivery, error) {
	return s.first(ctx, "WHERE account = ? AND state = 'published' ORDER BY out_at DESC, seq DESC LIMIT 1", string(account))
}

func (s *Store) first(ctx context.Context, where string, args ...any) (delivery.Delivery, error) {
	ds, err := s.deliveries(ctx, where, args...)
	if err == nil && len(ds) == 0 {
		err = sqlstore.Missing("这一路发布")
	}
	if err != nil {
		return delivery.Delivery{}, err
	}
	return ds[0], nil
}

// Of returns a post's deliveries in the order in which they were made: revision by revision, target by target.
func (s *Store) Of(ctx context.Context, post string) ([]delivery.Delivery, error) {
	return s.deliveries(ctx, "WHERE post = ? ORDER BY seq", post)
}

// Between returns deliveries due in [from, to), earliest first.
func (s *Store) Between(ctx context.Context, from, to time.Time) ([]delivery.Delivery, error) {
	return s.deliveries(ctx, "WHERE due >= ? AND due < ? ORDER BY due, seq", sqlstore.Micro(from), sqlstore.Micro(to))
}

// In returns deliveries in any of these states, earliest due first.
func (s *Store) In(ctx context.Context, states ...delivery.State) ([]delivery.Delivery, error) {
	if len(states) == 0 {
		return nil, nil
	}
	args := make([]any, len(states))
	for i, st := range states {
		args[i] = string(st)
	}
	return s.deliveries(ctx, "WHERE state IN ("+marks(len(states))+") ORDER BY due, seq", args...)
}

// Waiting returns deliveries that are neither out nor taken back nor settled, earliest due first.
func (s *Store) Waiting(ctx context.Context) ([]delivery.Delivery, error) {
	return s.deliveries(ctx, "WHERE settled = 0 AND state NOT IN ('published', 'withdrawn') ORDER BY due, seq")
}

// OutSince returns an account's deliveries published since a time, that time included, newest first.
func (s *Store) OutSince(ctx context.Context, account accounts.ID, since time.Time) ([]delivery.Delivery, error) {
	return s.deliveries(ctx, "WHERE account = ? AND state = 'published' AND out_at >= ? ORDER BY out_at DESC, seq DESC",
		string(account), sqlstore.Micro(since))
}

func (s *Store) deliveries(ctx context.Context, where string, args ...any) ([]delivery.Delivery, error) {
	var all []delivery.Delivery
	err := s.db.Each(ctx, func(scan func(dest ...any) error) error {
		d, err := readDelivery(scan)
		all = append(all, d)
		return err
	}, "SELECT "+deliveryColumns+" FROM deliveries "+where, args...)
	return all, err
}

func readDelivery(scan func(dest ...any) error) (d delivery.Delivery, err error) {
	var due, from, to, within, out, next, sent, changed, absent int64
	var drop, settled int
	var made, receipt string
	err = scan(&d.ID, &d.Version, &d.Post, &d.Revision, &d.Title, &d.Account, &d.Platform, &d.Way, &d.State, &due, &from, &to, &within,
		&drop, &d.Fingerprint, &made, &receipt, &out, &d.Note, &d.Code, &next, &d.Attempts, &sent, &changed, &absent, &settled)
	if err != nil {
		return d, err
	}
	d.Due, d.Window.From, d.Window.To = sqlstore.Time(due), sqlstore.Time(from), sqlstore.Time(to)
	d.Late.Within, d.Late.Drop, d.Settled = time.Duration(within)*time.Microsecond, drop != 0, settled != 0
	d.Next, d.Sent, d.Changed, d.Absent = sqlstore.Time(next), sqlstore.Time(sent), sqlstore.Time(changed), sqlstore.Time(absent)
	if made != "" {
		d.Made = json.RawMessage(made)
	}
	if receipt != "" {
		var row receiptRow
		if err := json.Unmarshal([]byte(receipt), &row); err != nil {
			return d, problem.Wrap(err, problem.Damaged, "存着的回执读不出来了", "它没有被改动", "请管理员与最近的备份比对")
		}
		d.Receipt = delivery.Receipt(row)
	}
	d.Receipt.At = sqlstore.Time(out)
	return d, nil
}

// Save writes a new delivery (Version 1), or a changed one when the stored version is d.Version−1.
func (s *Store) Save(ctx context.Context, d delivery.Delivery) error {
	receipt := ""
	if !d.Receipt.Empty() || d.Receipt.Raw != nil {
		b, err := json.Marshal(receiptRow(d.Receipt))
		if err != nil {
			return err
		}
		receipt = string(b)
	}
	var n int64
	var err error
	if d.Version == 1 {
		n, err = s.db.Exec(ctx, "INSERT INTO deliveries ("+deliveryColumns+") VALUES ("+marks(26)+") ON CONFLICT DO NOTHING",
			d.ID, d.Version, d.Post, d.Revision, text(d.Title), string(d.Account), string(d.Platform), string(d.Way), string(d.State),
			sqlstore.Micro(d.Due), sqlstore.Micro(d.Window.From), sqlstore.Micro(d.Window.To), d.Late.Within.Microseconds(),
			flag(d.Late.Drop), d.Fingerprint, text(string(d.Made)), text(receipt), sqlstore.Micro(d.Receipt.At), text(d.Note),
			text(d.Code), sqlstore.Micro(d.Next), d.Attempts, sqlstore.Micro(d.Sent), sqlstore.Micro(d.Changed),
			sqlstore.Micro(d.Absent), flag(d.Settled))
	} else {
		// What was signed never changes: post, revision, account, way, window, late policy and fingerprint stay.
		n, err = s.db.Exec(ctx, `UPDATE deliveries SET version = ?, state = ?, due = ?, made = ?, receipt = ?, out_at = ?, note = ?,
code = ?, next = ?, attempts = ?, sent = ?, changed = ?, absent = ?, settled = ? WHERE id = ? AND version = ?`, d.Version,
			string(d.State), sqlstore.Micro(d.Due), text(string(d.Made)), text(receipt), sqlstore.Micro(d.Receipt.At), text(d.Note),
			text(d.Code), sqlstore.Micro(d.Next), d.Attempts, sqlstore.Micro(d.Sent), sqlstore.Micro(d.Changed),
			sqlstore.Micro(d.Absent), flag(d.Settled), d.ID, d.Version-1)
	}
	if err == nil && n == 0 {
		err = problem.New(problem.Conflict, "这一路发布刚刚被改过", "没有覆盖那边的改动", "请刷新后再看一眼")
	}
	return err
}
