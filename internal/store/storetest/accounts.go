package storetest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"huiying/accounts"
	"huiying/internal/problem"
	"huiying/internal/store/sqlstore"
	store "huiying/internal/store/sqlstore/accounts"
	"huiying/internal/unit"
)

// Accounts is what the tables of the accounts desk promise.
func Accounts(t *testing.T, open func(t *testing.T) *sqlstore.DB) {
	t.Run("register", func(t *testing.T) { accountsRegister(t, open(t)) })
	t.Run("twins", func(t *testing.T) { accountsTwins(t, open(t)) })
	t.Run("filings", func(t *testing.T) { accountsFilings(t, open(t)) })
	t.Run("numbers", func(t *testing.T) { accountsNumbers(t, open(t)) })
	t.Run("bindings", func(t *testing.T) { accountsBindings(t, open(t)) })
	t.Run("findings", func(t *testing.T) { accountsFindings(t, open(t)) })
	t.Run("two editors", func(t *testing.T) { accountsTwoEditors(t, open(t)) })
}

// fullAccount has every field filled, so that one which is not stored shows.
func fullAccount(id accounts.ID) accounts.Account {
	day := func(n int) time.Time { return noon.AddDate(0, 0, n) }
	c := func(name string) accounts.Contact {
		return accounts.Contact{Name: name, Phone: "13800005678", Person: "p-1"}
	}
	return accounts.Account{ID: id, Version: 1, Platform: accounts.Weibo, Type: "政务微博", Name: "望川发布" + string(id), Handle: "@望川发布",
		PlatformID: "5044281310" + string(id), URL: "https://weibo.com/wangchuan", Sponsor: accounts.Body{Name: "望川市政务服务和数据管理局", CreditCode: "code-" + string(id)},
		Supervisor: accounts.Body{Name: "望川市人民政府办公室", CreditCode: "11420100MB1D5E6F74"}, Operator: "望川传媒", Level: "市",
		Verified: "望川市政务服务和数据管理局", VerifiedExpires: day(300), Leader: c("高志远"), Responsible: c("周建国"), Reviewer: c("陈国栋"),
		AdminA: c("郑凯"), AdminB: c("孙悦"), Purpose: "发布政务信息", Audience: "全市市民", Reason: "政务公开", Interaction: "评论",
		State: accounts.Applying, Applied: day(-9), FiledNo: "XMT-2026-0001", Filed: day(-8), Opened: day(-7), By: "zk", ByName: "郑凯",
		Domains: []string{"www.wangchuan.gov.cn", "wc.gov.cn"}, MassMode: "daily"}
}

// unfilled names the fields of v that are zero: a test row that lacks one proves nothing about it.
func unfilled(v any, but ...string) (names []string) {
	r := reflect.ValueOf(v)
	for i := range r.NumField() {
		if name := r.Type().Field(i).Name; r.Field(i).IsZero() && !slices.Contains(but, name) {
			names = append(names, name)
		}
	}
	return names
}

func accountsRegister(t *testing.T, db *sqlstore.DB) {
	s := store.New(db)
	one, two := fullAccount("2"), fullAccount("1")
	if lacks := unfilled(one); len(lacks) > 0 {
		t.Fatalf("the row leaves out %v", lacks)
	}
	do(t, db, func(ctx context.Context) error { return s.SaveAccount(ctx, one) })
	do(t, db, func(ctx context.Context) error { return s.SaveAccount(ctx, two) })
	if got, err := s.Account(t.Context(), "2"); err != nil || !reflect.DeepEqual(got, one) {
		t.Errorf("read back %+v, %v", got, err)
	}
	wantKind(t, db, problem.Conflict, "an account's id twice", func(ctx context.Context) error {
		again := fullAccount("3")
		again.ID = "2"
		return s.SaveAccount(ctx, again)
	})
	one.Version, one.State, one.Name, one.Domains = 2, accounts.Normal, "望川政务", nil
	do(t, db, func(ctx context.Context) error { return s.SaveAccount(ctx, one) })
	wantKind(t, db, problem.Conflict, "a stale version", func(ctx context.Context) error { return s.SaveAccount(ctx, one) })
	do(t, db, func(ctx context.Context) error {
		if got, err := s.Hold(ctx, "2"); err != nil || !reflect.DeepEqual(got, one) {
			t.Errorf("held %+v, %v", got, err)
		}
		return nil
	})
	if all, err := s.Accounts(t.Context()); err != nil || len(all) != 2 || all[0].ID != "2" || all[1].ID != "1" {
		t.Errorf("the register is not in the order of entry: %+v, %v", all, err)
	}
	if _, err := s.Account(t.Context(), "none"); problem.KindOf(err) != problem.Missing {
		t.Errorf("an account that is not there: %v", err)
	}
}

func accountsTwins(t *testing.T, db *sqlstore.DB) {
	s := store.New(db)
	one := fullAccount("1")
	do(t, db, func(ctx context.Context) error { return s.SaveAccount(ctx, one) })
	id, sponsor := fullAccount("2"), fullAccount("3")
	id.PlatformID, sponsor.Sponsor = one.PlatformID, one.Sponsor
	wantKind(t, db, problem.Conflict, "one platform id twice", func(ctx context.Context) error { return s.SaveAccount(ctx, id) })
	wantKind(t, db, problem.Conflict, "one sponsor and type twice", func(ctx context.Context) error { return s.SaveAccount(ctx, sponsor) })
	other, blank, blank2 := sponsor, fullAccount("4"), fullAccount("5")
	other.Type, blank.PlatformID, blank2.PlatformID = "子号", "", ""
	elsewhere := id
	elsewhere.Platform = accounts.WeChat
	for _, a := range []accounts.Account{other, blank, blank2, elsewhere} {
		do(t, db, func(ctx context.Context) error { return s.SaveAccount(ctx, a) })
	}
	one.Version, one.State = 2, accounts.Closed
	do(t, db, func(ctx context.Context) error { return s.SaveAccount(ctx, one) })
	again := fullAccount("6")
	again.PlatformID, again.Sponsor = one.PlatformID, one.Sponsor
	do(t, db, func(ctx context.Context) error { return s.SaveAccount(ctx, again) })
}

func accountsFilings(t *testing.T, db *sqlstore.DB) {
	s := store.New(db)
	a := fullAccount("1")
	f := accounts.Filing{ID: "f1", Account: "1", Kind: accounts.Opening, Revision: 1, State: accounts.FilingReview, Proposed: a, Fingerprint: "abc",
		By: "zk", ByName: "郑凯", At: noon, Closed: noon.Add(time.Hour), Comment: "请补功能定位"}
	if lacks := unfilled(f); len(lacks) > 0 {
		t.Fatalf("the row leaves out %v", lacks)
	}
	do(t, db, func(ctx context.Context) error {
		if err := s.SaveAccount(ctx, a); err != nil {
			return err
		}
		return s.SaveFiling(ctx, f)
	})
	second := f
	second.ID, second.Revision = "f2", 2
	for _, state := range []accounts.FilingState{accounts.FilingDraft, accounts.FilingReview, accounts.FilingReturned} {
		f.State = state
		do(t, db, func(ctx context.Context) error { return s.SaveFiling(ctx, f) })
		wantKind(t, db, problem.Conflict, "a second filing beside one that is "+string(state), func(ctx context.Context) error { return s.SaveFiling(ctx, second) })
	}
	f.State, f.Fingerprint = accounts.FilingDone, "def"
	do(t, db, func(ctx context.Context) error {
		if err := s.SaveFiling(ctx, f); err != nil {
			return err
		}
		return s.SaveFiling(ctx, second)
	})
	if got, err := s.Filing(t.Context(), "f1"); err != nil || !reflect.DeepEqual(got, f) {
		t.Errorf("read back %+v, %v", got, err)
	}
	if all, err := s.Filings(t.Context(), "1"); err != nil || len(all) != 2 || all[0].ID != "f2" {
		t.Errorf("filings: %+v, %v", all, err)
	}
	if _, err := s.Filing(t.Context(), "none"); problem.KindOf(err) != problem.Missing {
		t.Errorf("a filing that is not there: %v", err)
	}
}

// accountsNumbers gives numbers to several at once: no two alike, none left out, also when a unit fails in between.
func accountsNumbers(t *testing.T, db *sqlstore.DB) {
	s, work := store.New(db), unit.New(db)
	const n = 8
	got := make([]int, n)
	errs := make([]error, n+1)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			errs[i] = work.Do(t.Context(), func(ctx context.Context) (err error) {
				got[i], err = s.NextNo(ctx, "XMT", 2026)
				return err
			})
		})
	}
	all.Go(func() {
		err := work.Do(t.Context(), func(ctx context.Context) error {
			if _, err := s.NextNo(ctx, "XMT", 2026); err != nil {
				return err
			}
			return errStop
		})
		if !errors.Is(err, errStop) {
			errs[n] = fmt.Errorf("the unit that gives up: %w", err)
		}
	})
	all.Wait()
	slices.Sort(got)
	if want := []int{1, 2, 3, 4, 5, 6, 7, 8}; !slices.Equal(got, want) {
		t.Errorf("numbers %v, %v", got, errs)
	}
	do(t, db, func(ctx context.Context) error {
		if next, err := s.NextNo(ctx, "XMT", 2027); next != 1 || err != nil {
			t.Errorf("the first of a year is %d, %v", next, err)
		}
		return nil
	})
}

func accountsBindings(t *testing.T, db *sqlstore.DB) {
	s := store.New(db)
	if b, err := s.Binding(t.Context(), "1"); err != nil || b.State != accounts.Unbound || b.Account != "1" {
		t.Errorf("no binding reads as %+v, %v", b, err)
	}
	b := accounts.Binding{Account: "1", State: accounts.Bound, AppID: "wx1", Subject: "5044281310", Name: "望川发布", Expires: noon.AddDate(0, 0, 30),
		Profile: accounts.Profile{Subject: "5044281310", Name: "望川发布", Verified: true, VerifiedName: "望川市政务服务和数据管理局",
			VerifiedExpires: noon.AddDate(1, 0, 0), Followers: -1, Avatar: "https://tvax1.example.com/a.jpg"},
		Abilities: []accounts.Ability{{Name: "发布", Key: "publish", OK: true, Known: true, Note: "正常", Left: 97}},
		Probed:    noon, By: "zk", At: noon.Add(-time.Minute), Trouble: "没有"}
	if lacks := append(unfilled(b), unfilled(b.Profile)...); len(lacks) > 0 {
		t.Fatalf("the row leaves out %v", lacks)
	}
	do(t, db, func(ctx context.Context) error {
		if err := s.SaveAccount(ctx, fullAccount("1")); err != nil {
			return err
		}
		return s.SaveBinding(ctx, b)
	})
	if got, err := s.Binding(t.Context(), "1"); err != nil || !reflect.DeepEqual(got, b) {
		t.Errorf("read back %+v, %v", got, err)
	}
	b.State, b.Abilities, b.Expires = accounts.Broken, nil, time.Time{}
	do(t, db, func(ctx context.Context) error { return s.SaveBinding(ctx, b) })
	if got, err := s.Binding(t.Context(), "1"); err != nil || !reflect.DeepEqual(got, b) {
		t.Errorf("read back %+v, %v", got, err)
	}
}

func accountsFindings(t *testing.T, db *sqlstore.DB) {
	s := store.New(db)
	f := func(id string, account accounts.ID, rule string, due time.Time) accounts.Finding {
		return accounts.Finding{ID: id, Account: account, Rule: rule, Level: accounts.Veto, Title: "内容不更新", Text: "还有 3 天", Evidence: "最近一条",
			Link: "https://weibo.com/1", Clause: "两周", Source: "国办秘函〔2019〕19号", Due: due, Found: noon, Seen: noon.Add(time.Hour)}
	}
	silent, undated, other := f("1", "1", "silence", noon.AddDate(0, 0, 3)), f("2", "1", "binding", time.Time{}), f("3", "2", "silence", noon)
	if lacks := unfilled(silent, "Cleared"); len(lacks) > 0 {
		t.Fatalf("the row leaves out %v", lacks)
	}
	do(t, db, func(ctx context.Context) error {
		for _, a := range []accounts.ID{"1", "2"} {
			if err := s.SaveAccount(ctx, fullAccount(a)); err != nil {
				return err
			}
		}
		for _, one := range []accounts.Finding{undated, silent, other} {
			if err := s.SaveFinding(ctx, one); err != nil {
				return err
			}
		}
		return nil
	})
	if got, err := s.Findings(t.Context(), ""); err != nil || !reflect.DeepEqual(got, []accounts.Finding{other, silent, undated}) {
		t.Errorf("all: %+v, %v", got, err)
	}
	twin := f("4", "1", "silence", noon)
	wantKind(t, db, problem.Conflict, "a rule's second standing finding", func(ctx context.Context) error { return s.SaveFinding(ctx, twin) })
	silent.Cleared, silent.Text = noon.Add(2*time.Hour), "已更新"
	do(t, db, func(ctx context.Context) error {
		if err := s.SaveFinding(ctx, silent); err != nil {
			return err
		}
		return s.SaveFinding(ctx, twin)
	})
	if got, err := s.Findings(t.Context(), "1"); err != nil || !reflect.DeepEqual(got, []accounts.Finding{twin, undated}) {
		t.Errorf("of one: %+v, %v", got, err)
	}
}

// accountsTwoEditors has two units change one account at once: the second one sees what the first one wrote.
func accountsTwoEditors(t *testing.T, db *sqlstore.DB) {
	s, work := store.New(db), unit.New(db)
	do(t, db, func(ctx context.Context) error { return s.SaveAccount(ctx, fullAccount("1")) })
	errs := make([]error, 6)
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() {
			errs[i] = work.Do(t.Context(), func(ctx context.Context) error {
				a, err := s.Hold(ctx, "1")
				if err != nil {
					return err
				}
				time.Sleep(5 * time.Millisecond)
				a.Version++
				a.Purpose += "。"
				return s.SaveAccount(ctx, a)
			})
		})
	}
	all.Wait()
	a, err := s.Account(t.Context(), "1")
	if err != nil || a.Version != 1+len(errs) || a.Purpose != "发布政务信息。。。。。。" {
		t.Errorf("version %d, %q, %v %v", a.Version, a.Purpose, err, errs)
	}
}
