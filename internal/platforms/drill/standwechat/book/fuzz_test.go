package book

import (
	"encoding/json"
	"testing"
	"time"
)

// FuzzReplay holds that no record, damaged as it may be, breaks a book that has something in it.
func FuzzReplay(f *testing.F) {
	for _, e := range []Event{&AccountChanged{AppID: "a"}, &TokenIssued{Token{AppID: "a", Value: "t"}}, &TokensEnded{AppID: "a"}, &Called{AppID: "a"},
		&Sent{Job{AppID: "a", MsgDataID: 7, Items: []Item{{}}}}, &ItemEnded{MsgDataID: 7, Index: 3, Fate: 5}, &Switched{MsgDataID: 7, Index: 9},
		&Switched{MsgDataID: 7, Index: -1}, &Commented{}, &Replied{}, &ReplyDeleted{}, &Planned{Plan{Times: 1}}, &PlanUsed{ID: 1}, &WireSet{}} {
		raw, err := json.Marshal(e)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(e.Kind(), raw)
	}
	f.Add("sent", []byte(`{"items":null,"done":"2026"}`))
	f.Fuzz(func(t *testing.T, kind string, raw []byte) {
		at := time.Date(2026, 11, 24, 4, 0, 0, 0, time.UTC)
		b := New(Wire{}, Account{AppID: "a", Secret: "s", Nickname: "n"})
		(&Sent{Job{AppID: "a", MsgDataID: 7, Mass: true, At: at, Done: at, Items: []Item{{Article: Article{OpenComment: true}}}}}).Apply(b, at)
		(&Commented{Comment{CommentKey: CommentKey{MsgDataID: 7, ID: 1}, At: at}}).Apply(b, at)
		if err := b.Replay(kind, at, raw); err == nil && blank(kind) == nil {
			t.Errorf("took a record of kind %q", kind)
		}
		for app := range b.Accounts {
			b.DraftsOf(app, at)
			b.MassQuotaUsed(app, at)
			b.Item(app, 7, 0, at)
		}
		if _, _, msg := b.NextJob(); msg <= 0 || b.NextComment(7, 0) < 2 {
			t.Error("numbers run backwards")
		}
	})
}
