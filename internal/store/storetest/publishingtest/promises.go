package publishingtest

import (
	"context"
	"encoding/json"
	"reflect"
	"slices"
	"testing"
	"time"

	"huiying/accounts"
	"huiying/internal/problem"
	"huiying/internal/store/sqlstore"
	tables "huiying/internal/store/sqlstore/publishing"
	"huiying/internal/unit"
	"huiying/publishing"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
)

// Promises is what the tables of the publishing desk promise.
func Promises(t *testing.T, open func(t *testing.T) *sqlstore.DB) {
	t.Run("posts", func(t *testing.T) { posts(t, open(t)) })
	t.Run("working copies", func(t *testing.T) { workingCopies(t, open(t)) })
	t.Run("revisions", func(t *testing.T) { revisions(t, open(t)) })
	t.Run("every field comes back", func(t *testing.T) { everyField(t, open(t)) })
	t.Run("deliveries", func(t *testing.T) { deliveries(t, open(t)) })
	t.Run("lists of deliveries", func(t *testing.T) { lists(t, open(t)) })
}

type at struct {
	t  *testing.T
	db *sqlstore.DB
	s  *tables.Store
}

func (a at) do(f func(ctx context.Context) error) {
	a.t.Helper()
	if err := unit.New(a.db).Do(a.t.Context(), f); err != nil {
		a.t.Fatal(err)
	}
}

func (a at) refused(kind problem.Kind, what string, f func(ctx context.Context) error) {
	a.t.Helper()
	if err := unit.New(a.db).Do(a.t.Context(), f); problem.KindOf(err) != kind {
		a.t.Errorf("%s: %v, want %s", what, err, kind)
	}
}

var day = time.Date(2026, 11, 24, 2, 0, 0, 123000, time.UTC)

func post(id string) publishing.Post {
	return publishing.Post{ID: id, Version: 1, Kind: content.Regular, State: publishing.Draft, Title: "供暖", Author: "王蕾",
		AuthorName: "王蕾", Created: day, Changed: day, Planned: day.Add(time.Hour)}
}

func posts(t *testing.T, db *sqlstore.DB) {
	a := at{t, db, tables.New(db)}
	p := post("p1")
	a.do(func(ctx context.Context) error { return a.s.SavePost(ctx, p) })
	p.Version, p.State, p.Title, p.Kind, p.Revision, p.Comment = 2, publishing.InReview, "供\x00暖\xff通知", content.Policy, 3, "改一下"
	p.Changed, p.Planned = day.Add(time.Minute), day.Add(2*time.Hour)
	a.do(func(ctx context.Context) error {
		if _, err := a.s.HoldPost(ctx, "p1"); err != nil {
			return err
		}
		return a.s.SavePost(ctx, p)
	})
	p.Title = "供\uFFFD暖\uFFFD通知"
	if got, err := a.s.Post(t.Context(), "p1"); err != nil || got != p {
		t.Errorf("Post = %+v, %v, want %+v", got, err, p)
	}
	if _, err := a.s.Post(t.Context(), "p9"); problem.KindOf(err) != problem.Missing {
		t.Errorf("no such post: %v", err)
	}
	for i, author := range []string{"王蕾", "孙悦", "孙悦"} {
		o := post("o" + author + string(rune('0'+i)))
		o.Author, o.Changed = "孙悦", day.Add(time.Duration(i)*time.Minute)
		a.do(func(ctx context.Context) error { return a.s.SavePost(ctx, o) })
	}
	for _, c := range []struct {
		f    publishing.PostFilter
		want []string
	}{
		{publishing.PostFilter{}, []string{"o孙悦2", "o孙悦1", "p1", "o王蕾0"}},
		{publishing.PostFilter{Limit: 2}, []string{"o孙悦2", "o孙悦1"}},
		{publishing.PostFilter{Author: "孙悦", Limit: 9}, []string{"o孙悦2", "o孙悦1", "o王蕾0"}},
		{publishing.PostFilter{States: []publishing.State{publishing.InReview, publishing.Rejected}}, []string{"p1"}},
		{publishing.PostFilter{States: []publishing.State{publishing.InReview}, Author: "孙悦"}, nil},
	} {
		got, err := a.s.Posts(t.Context(), c.f)
		var ids []string
		for _, p := range got {
			ids = append(ids, p.ID)
		}
		if err != nil || !slices.Equal(ids, c.want) {
			t.Errorf("Posts(%+v) = %v, %v, want %v", c.f, ids, err, c.want)
		}
	}
}

func workingCopies(t *testing.T, db *sqlstore.DB) {
	a := at{t, db, tables.New(db)}
	a.do(func(ctx context.Context) error { return a.s.SavePost(ctx, post("p1")) })
	if _, err := a.s.WorkingCopy(t.Context(), "p1"); problem.KindOf(err) != problem.Missing {
		t.Errorf("no working copy yet: %v", err)
	}
	w := publishing.WorkingCopy{Post: "p1", Version: 1, By: "王蕾", ByName: "王蕾", At: day, Content: content.Master{Title: "一"}}
	save := func(ctx context.Context) error { return a.s.SaveWorkingCopy(ctx, w) }
	w.Version = 2
	a.refused(problem.Conflict, "a second version without a first", save)
	w.Version = 1
	a.do(save)
	a.refused(problem.Conflict, "the first version twice", save)
	w.Version, w.Content.Title = 2, "二"
	a.do(save)
	a.refused(problem.Conflict, "two saves from one version", save)
	w.Version = 4
	a.refused(problem.Conflict, "a version left out", save)
	w.Version = 2
	if got, err := a.s.WorkingCopy(t.Context(), "p1"); err != nil || !reflect.DeepEqual(got, w) {
		t.Errorf("WorkingCopy = %+v, %v, want %+v", got, err, w)
	}
}

func revisions(t *testing.T, db *sqlstore.DB) {
	a := at{t, db, tables.New(db)}
	a.do(func(ctx context.Context) error { return a.s.SavePost(ctx, post("p1")) })
	r := publishing.Revision{Post: "p1", No: 1, Fingerprint: "f1", By: "王蕾", ByName: "王蕾", At: day, Content: content.Master{Title: "一"}}
	add := func(ctx context.Context) error { return a.s.AddRevision(ctx, r) }
	a.do(add)
	a.refused(problem.Conflict, "the same number twice", add)
	one := r
	r.No, r.Content.Title = 2, "二"
	a.do(add)
	if got, err := a.s.Revision(t.Context(), "p1", 1); err != nil || !reflect.DeepEqual(got, one) {
		t.Errorf("Revision = %+v, %v, want %+v", got, err, one)
	}
	if _, err := a.s.Revision(t.Context(), "p1", 3); problem.KindOf(err) != problem.Missing {
		t.Errorf("no such revision: %v", err)
	}
	if got, err := a.s.Revisions(t.Context(), "p1"); err != nil || len(got) != 2 || got[1].No != 2 {
		t.Errorf("Revisions = %+v, %v", got, err)
	}
	for _, statement := range []string{"UPDATE revisions SET content = '{}' WHERE no = 1", "DELETE FROM revisions"} {
		err := unit.New(db).Do(t.Context(), func(ctx context.Context) error { _, err := db.Exec(ctx, statement); return err })
		if err == nil {
			t.Errorf("a submitted revision could be changed: %s", statement)
		}
	}
}

// fill sets every field of a struct to something that is not its zero value, n making it different each time.
func fill(v reflect.Value, n *int64) {
	*n++
	switch v.Kind() {
	case reflect.String:
		v.SetString("字" + string(rune('a'+*n%26)))
	case reflect.Int, reflect.Int64:
		v.SetInt(*n * 1000)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(day.Add(time.Duration(*n) * time.Second)))
			return
		}
		for i := range v.NumField() {
			fill(v.Field(i), n)
		}
	case reflect.Slice:
		if v.Type() == reflect.TypeFor[json.RawMessage]() {
			v.SetBytes([]byte(`{"a":1}`))
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			fill(v.Index(i), n)
		}
	}
}

func everyField(t *testing.T, db *sqlstore.DB) {
	a := at{t, db, tables.New(db)}
	var n int64
	var w publishing.WorkingCopy
	var r publishing.Revision
	var d delivery.Delivery
	for _, v := range []any{&w, &r, &d} {
		fill(reflect.ValueOf(v).Elem(), &n)
	}
	w.Post, w.Version, r.Post, r.No, d.Post, d.Revision, d.Version = "p1", 1, "p1", 1, "p1", 1, 1
	a.do(func(ctx context.Context) error {
		if err := a.s.SavePost(ctx, post("p1")); err != nil {
			return err
		}
		if err := a.s.SaveWorkingCopy(ctx, w); err != nil {
			return err
		}
		if err := a.s.AddRevision(ctx, r); err != nil {
			return err
		}
		return a.s.Save(ctx, d)
	})
	if got, err := a.s.WorkingCopy(t.Context(), "p1"); err != nil || !reflect.DeepEqual(got, w) {
		t.Errorf("WorkingCopy = %+v, %v\nwant %+v", got, err, w)
	}
	got, err := a.s.Revision(t.Context(), "p1", 1)
	if err != nil || !reflect.DeepEqual(got, r) {
		t.Errorf("Revision = %+v, %v\nwant %+v", got, err, r)
	}
	if content.Fingerprint("p1", got.Content) != content.Fingerprint("p1", r.Content) {
		t.Error("the fingerprint does not survive the store")
	}
	if got, err := a.s.Delivery(t.Context(), d.ID); err != nil || !reflect.DeepEqual(got, d) {
		t.Errorf("Delivery = %+v, %v\nwant %+v", got, err, d)
	}
}

// signed stores a post with one revision.
func (a at) signed(id string) {
	a.t.Helper()
	a.do(func(ctx context.Context) error {
		if err := a.s.SavePost(ctx, post(id)); err != nil {
			return err
		}
		return a.s.AddRevision(ctx, publishing.Revision{Post: id, No: 1, Fingerprint: "f", At: day})
	})
}

func way(id, post string, account accounts.ID, st delivery.State, due time.Time) delivery.Delivery {
	return delivery.Delivery{ID: id, Version: 1, Post: post, Revision: 1, Title: "供暖", Account: account, Platform: accounts.Weibo,
		Way: content.Share, State: st, Due: due, Window: content.Window{From: day, To: day.Add(time.Hour)},
		Late: content.Late{Within: time.Minute}, Fingerprint: "f", Changed: day}
}

func deliveries(t *testing.T, db *sqlstore.DB) {
	a := at{t, db, tables.New(db)}
	a.signed("p1")
	d := way("d1", "p1", "a1", delivery.Armed, day)
	save := func(ctx context.Context) error { return a.s.Save(ctx, d) }
	a.do(save)
	a.refused(problem.Conflict, "the same version twice", save)
	twin := way("d2", "p1", "a1", delivery.Armed, day)
	a.refused(problem.Conflict, "a second delivery to one account by one way", func(ctx context.Context) error { return a.s.Save(ctx, twin) })
	lost := way("d3", "p9", "a1", delivery.Armed, day)
	if err := unit.New(db).Do(t.Context(), func(ctx context.Context) error { return a.s.Save(ctx, lost) }); err == nil {
		t.Error("a delivery of no revision was stored")
	}
	d.Version, d.State, d.Settled, d.Receipt = 2, delivery.Out, true, delivery.Receipt{ID: "m1", Raw: json.RawMessage(`"words"`), At: day}
	a.do(func(ctx context.Context) error {
		if got, err := a.s.Hold(ctx, "d1"); err != nil || got.Version != 1 {
			t.Errorf("Hold = %+v, %v", got, err)
		}
		return save(ctx)
	})
	d.Version = 2
	a.refused(problem.Conflict, "a change of what was changed", save)
	changed := d
	changed.Version, changed.Fingerprint, changed.Way, changed.Account = 3, "other", content.ByHand, "a2"
	a.do(func(ctx context.Context) error { return a.s.Save(ctx, changed) })
	d.Version = 3
	if got, err := a.s.Delivery(t.Context(), "d1"); err != nil || !reflect.DeepEqual(got, d) {
		t.Errorf("what was signed did not stay: %+v, %v\nwant %+v", got, err, d)
	}
	if _, err := a.s.Delivery(t.Context(), "d9"); problem.KindOf(err) != problem.Missing {
		t.Errorf("no such delivery: %v", err)
	}
}

func lists(t *testing.T, db *sqlstore.DB) {
	a := at{t, db, tables.New(db)}
	a.signed("p1")
	a.signed("p2")
	ds := []delivery.Delivery{
		way("d1", "p1", "a1", delivery.Armed, day.Add(3*time.Minute)),
		way("d2", "p1", "a2", delivery.Held, day.Add(time.Minute)),
		way("d3", "p2", "a1", delivery.Out, day.Add(2*time.Minute)),
		way("d4", "p2", "a2", delivery.Out, day.Add(4*time.Minute)),
		way("d5", "p2", "a3", delivery.Refused, day),
		way("d6", "p2", "a4", delivery.TakenBack, day),
		way("d7", "p1", "a3", delivery.Expired, day),
	}
	ds[2].Receipt, ds[3].Receipt = delivery.Receipt{ID: "m3", At: day.Add(time.Hour)}, delivery.Receipt{ID: "m4", At: day}
	ds[4].Settled = true
	third := way("d8", "p1", "a4", delivery.Out, day.Add(time.Hour))
	third.Account, third.Receipt = "a1", delivery.Receipt{ID: "m8", At: day.Add(30 * time.Minute)}
	third.Way = content.ByHand
	for _, d := range append(ds, third) {
		a.do(func(ctx context.Context) error { return a.s.Save(ctx, d) })
	}
	ctx := t.Context()
	for _, c := range []struct {
		what string
		get  func() ([]delivery.Delivery, error)
		want []string
	}{
		{"Of", func() ([]delivery.Delivery, error) { return a.s.Of(ctx, "p1") }, []string{"d1", "d2", "d7", "d8"}},
		{"Between", func() ([]delivery.Delivery, error) {
			return a.s.Between(ctx, day.Add(time.Minute), day.Add(3*time.Minute))
		}, []string{"d2", "d3"}},
		{"In", func() ([]delivery.Delivery, error) { return a.s.In(ctx, delivery.Armed, delivery.Held) }, []string{"d2", "d1"}},
		{"In no state", func() ([]delivery.Delivery, error) { return a.s.In(ctx) }, nil},
		{"Waiting", func() ([]delivery.Delivery, error) { return a.s.Waiting(ctx) }, []string{"d7", "d2", "d1"}},
		{"OutSince", func() ([]delivery.Delivery, error) { return a.s.OutSince(ctx, "a1", day.Add(30*time.Minute)) }, []string{"d3", "d8"}},
		{"OutSince later", func() ([]delivery.Delivery, error) { return a.s.OutSince(ctx, "a1", day.Add(31*time.Minute)) }, []string{"d3"}},
	} {
		got, err := c.get()
		var ids []string
		for _, d := range got {
			ids = append(ids, d.ID)
		}
		if err != nil || !slices.Equal(ids, c.want) {
			t.Errorf("%s = %v, %v, want %v", c.what, ids, err, c.want)
		}
	}
	if d, err := a.s.LastOut(ctx, "a1"); err != nil || d.ID != "d3" {
		t.Errorf("LastOut = %s, %v", d.ID, err)
	}
	if _, err := a.s.LastOut(ctx, "a9"); problem.KindOf(err) != problem.Missing {
		t.Errorf("LastOut of an account without posts: %v", err)
	}
}
