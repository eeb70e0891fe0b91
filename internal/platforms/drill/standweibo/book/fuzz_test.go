package book

import (
	"encoding/json"
	"testing"

	"huiying/internal/platforms/drill/stage"
)

// FuzzReplay holds that no record, damaged as it may be, breaks a book that has something in it.
func FuzzReplay(f *testing.F) {
	for _, e := range []Event{&UserSet{User{UID: "5"}}, &CodeMade{Code{Code: "c"}}, &CodeBurnt{Code: "c"}, &TokenMade{Token{Token: "t"}}, &Revoked{Token: "t"},
		&Posted{Post{ID: 1}}, &Commented{Comment{ID: 3, Post: 1, ReplyTo: 3}}, &Deleted{ID: 1}, &Planned{Plan{ID: -1}}, &PlanUsed{ID: 9}, &LimitSet{What: "bar"}} {
		raw, err := json.Marshal(e)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(e.kind(), raw)
	}
	b, err := Open(f.TempDir(), stage.NewClock(), []Account{{UID: unit, ScreenName: "青禾市教育局"}}, Wire{}, 1)
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = b.Close() })
	whole := *b.st
	f.Fuzz(func(t *testing.T, kind string, raw []byte) {
		st := whole
		st.Users, st.Codes, st.Tokens = map[string]*User{unit: {UID: unit}}, map[string]*Code{"c": {Code: "c"}}, map[string]*Token{"t": {Token: "t"}}
		st.Posts, st.Comments = []*Post{{ID: 1}}, []*Comment{{ID: 2, Post: 1}}
		if err := st.replay(kind, st.clock.Now(), raw); err == nil && eventOf(kind) == nil {
			t.Errorf("took a record of kind %q", kind)
		}
		if st.NextID() <= 0 && st.lastID < 1<<62 {
			t.Error("numbers run backwards")
		}
		(&Book{st: &st}).Records()
	})
}
