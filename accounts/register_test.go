package accounts_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"huiying/accounts"
	"huiying/internal/people"
	"huiying/internal/problem"
)

func TestAnAccountIsRegisteredFiledAndNumbered(t *testing.T) {
	h := open(t)
	a := entry("a1")
	a.Name, a.Sponsor.CreditCode = " 望川发布 ", strings.ToLower(a.Sponsor.CreditCode)
	a = h.register(a)
	if a.State != accounts.Applying || a.Version != 1 || a.Name != "望川发布" || a.ByName != "郑凯" {
		t.Errorf("registered as %+v", a)
	}
	if again := h.register(entry("a1")); again.Version != 1 || len(h.verbs("a1")) != 1 {
		t.Error("the same registration twice is two")
	}
	f, err := h.SubmitFiling(h.as(registrar), "a1", 1)
	if err != nil || f.Kind != accounts.Opening || f.Fingerprint == "" || f.Fingerprint != accounts.Fingerprint(f) {
		t.Fatalf("%+v, %v", f, err)
	}
	if a := h.get("a1"); a.State != accounts.ToFile {
		t.Errorf("while it is reviewed the account is %s", a.State)
	}
	_, err = h.SubmitFiling(h.as(registrar), "a1", 2)
	h.want(problem.Conflict, err, "handing in twice")
	h.decide(f, accounts.FilingDecision{Approved: true, Comment: "同意"})
	a = h.get("a1")
	if a.State != accounts.Normal || a.FiledNo != "XMT-2026-0001" || !a.Filed.Equal(h.now) || !a.Opened.Equal(h.now) {
		t.Errorf("after approval: %+v", a)
	}
	if want := []string{"登记账号", "送备案", "备案生效"}; !slices.Equal(h.verbs("a1"), want) {
		t.Errorf("trail: %v", h.verbs("a1"))
	}
	second := entry("a2")
	second.Name, second.Type, second.PlatformID = "望川服务", "服务微博", "2"
	if b := h.normal(second); b.FiledNo != "XMT-2026-0002" {
		t.Errorf("the second number is %s", b.FiledNo)
	}
}

func TestAnAccountThatWasOnLineBeforeKeepsItsDay(t *testing.T) {
	h := open(t)
	a := entry("a1")
	a.Opened = time.Date(2021, 5, 20, 1, 0, 0, 0, time.UTC)
	if a = h.normal(a); !a.Opened.Equal(time.Date(2021, 5, 20, 1, 0, 0, 0, time.UTC)) {
		t.Errorf("opened %v", a.Opened)
	}
}

func TestWhatARegistrationLacksIsSaidInWords(t *testing.T) {
	h := open(t)
	for word, change := range map[string]func(*accounts.Account){
		"平台":        func(a *accounts.Account) { a.Platform = "" },
		"账号名称":      func(a *accounts.Account) { a.Name = "  " },
		"主办单位":      func(a *accounts.Account) { a.Sponsor.Name = "" },
		"18 位":      func(a *accounts.Account) { a.Sponsor.CreditCode = "" },
		"最后一位对不上":   func(a *accounts.Account) { a.Sponsor.CreditCode = "11420100MB1A2B3C4Y" },
		"要 18 位":    func(a *accounts.Account) { a.Supervisor.CreditCode = "1142" },
		"分管领导":      func(a *accounts.Account) { a.Leader.Name = "" },
		"责任人":       func(a *accounts.Account) { a.Responsible.Name = "" },
		"内容审核责任人":   func(a *accounts.Account) { a.Reviewer.Name = "" },
		"运维管理员":     func(a *accounts.Account) { a.AdminA.Name = "" },
		"功能定位":      func(a *accounts.Account) { a.Purpose = "" },
		"王蕾的电话写得不对": func(a *accounts.Account) { a.AdminB.Phone = "call me" },
	} {
		a := entry("a1")
		change(&a)
		_, err := h.Register(h.as(registrar), a)
		if h.want(problem.Invalid, err, word); !strings.Contains(problem.Words(err), word) {
			t.Errorf("%s: %s", word, problem.Words(err))
		}
	}
	_, err := h.Register(h.as(officer), entry("a1"))
	h.want(problem.Forbidden, err, "a registration by an officer")
	_, err = h.Register(h.as(registrar), entry(""))
	h.want(problem.Internal, err, "a registration without an id")
}

func TestTwinsAreToldInWords(t *testing.T) {
	h := open(t)
	first := entry("a1")
	first.PlatformID = "5044281310"
	h.register(first)
	for word, change := range map[string]func(*accounts.Account){
		"登记过": func(a *accounts.Account) { a.Type = "子号" },
		"已经登": func(a *accounts.Account) { a.Name, a.Type, a.PlatformID = "别的", "子号", "5044281310" },
		"已经有": func(a *accounts.Account) { a.Name = "别的" },
	} {
		a := entry("a2")
		change(&a)
		_, err := h.Register(h.as(registrar), a)
		if h.want(problem.Conflict, err, word); !strings.Contains(problem.Words(err), word) || !strings.Contains(problem.Words(err), "望川发布") {
			t.Errorf("%s: %s", word, problem.Words(err))
		}
	}
	elsewhere := entry("a3")
	elsewhere.Platform = accounts.WeChat
	h.register(elsewhere)
}

func TestAReturnedFilingGoesRoundAgainUnderItsId(t *testing.T) {
	h := open(t)
	h.register(entry("a1"))
	f, _ := h.SubmitFiling(h.as(registrar), "a1", 1)
	edit := h.get("a1")
	h.want(problem.Conflict, h.Edit(h.as(registrar), edit), "an edit while it is reviewed")
	h.decide(f, accounts.FilingDecision{Returned: true, Comment: "请写明服务对象"})
	edit = h.get("a1")
	if edit.State != accounts.Applying {
		t.Fatalf("a returned account is %s", edit.State)
	}
	edit.Audience = "全市市民"
	if err := h.Edit(h.as(registrar), edit); err != nil {
		t.Fatal(err)
	}
	h.want(problem.Conflict, h.Edit(h.as(registrar), edit), "an edit of what was seen before")
	again, err := h.SubmitFiling(h.as(registrar), "a1", edit.Version+1)
	if err != nil || again.ID != f.ID || again.Revision != 2 || again.Fingerprint == f.Fingerprint || again.Proposed.Audience != "全市市民" {
		t.Fatalf("%+v, %v", again, err)
	}
	f.Fingerprint = "old"
	err = h.FilingDecided(h.as(approver), accounts.FilingDecision{Filing: f.ID, Fingerprint: "old", Approved: true})
	h.want(problem.Conflict, err, "a decision on the earlier draft")
	h.gate = problem.New(problem.Forbidden, "没有审完", "", "")
	err = h.FilingDecided(h.as(approver), accounts.FilingDecision{Filing: again.ID, Fingerprint: again.Fingerprint, Approved: true})
	if h.want(problem.Forbidden, err, "an approval that the gate does not know"); h.get("a1").State != accounts.ToFile {
		t.Error("it took effect all the same")
	}
	h.gate = nil
	h.want(problem.Forbidden, h.FilingDecided(h.as(registrar), accounts.FilingDecision{Filing: again.ID, Fingerprint: again.Fingerprint, Approved: true}), "a registrar's decision")
	h.decide(again, accounts.FilingDecision{Approved: true})
	if a := h.get("a1"); a.State != accounts.Normal || a.Audience != "全市市民" {
		t.Errorf("after the second round: %+v", a)
	}
}

func TestARiskyChangeIsFiledAndAHarmlessOneIsNot(t *testing.T) {
	h := open(t)
	a := h.normal(entry("a1"))
	a.Purpose, a.Leader.Phone = "发布和解读", "0561-3024567"
	if err := h.Edit(h.as(registrar), a); err != nil {
		t.Fatal(err)
	}
	a = h.get("a1")
	if a.Purpose != "发布和解读" || a.FiledNo == "" || a.State != accounts.Normal {
		t.Errorf("after a harmless edit: %+v", a)
	}
	a.Name = "望川政务"
	h.want(problem.Conflict, h.Edit(h.as(registrar), a), "a change of name without filing")
	f, err := h.Change(h.as(registrar), a)
	if err != nil || f.Kind != accounts.Changing {
		t.Fatal(f, err)
	}
	if now := h.get("a1"); now.Name != "望川发布" || now.State != accounts.Normal {
		t.Errorf("the change took effect before it was approved: %+v", now)
	}
	_, err = h.Change(h.as(registrar), h.get("a1"))
	h.want(problem.Conflict, err, "a second change beside one under review")
	h.decide(f, accounts.FilingDecision{Approved: true})
	if now := h.get("a1"); now.Name != "望川政务" || now.FiledNo != "XMT-2026-0001" || now.Opened.IsZero() {
		t.Errorf("after the change: %+v", now)
	}
}

// What is approved is the whole entry as it was handed in: an edit beside it would be lost without a word.
func TestNothingIsEditedBesideAChangeUnderReview(t *testing.T) {
	h := open(t)
	a := h.normal(entry("a1"))
	proposed := a
	proposed.Name = "望川政务"
	f, err := h.Change(h.as(registrar), proposed)
	if err != nil {
		t.Fatal(err)
	}
	edit := h.get("a1")
	edit.Audience = "全市市民"
	err = h.Edit(h.as(registrar), edit)
	if h.want(problem.Conflict, err, "an edit beside a change under review"); !strings.Contains(problem.Words(err), "正在审批") {
		t.Errorf("it says: %s", problem.Words(err))
	}
	h.decide(f, accounts.FilingDecision{Returned: true, Comment: "请写明缘由"})
	edit = h.get("a1")
	edit.Audience = "全市市民"
	if err := h.Edit(h.as(registrar), edit); err != nil {
		t.Fatal(err)
	}
	again := h.get("a1")
	again.Name = "望川政务"
	if f, err = h.Change(h.as(registrar), again); err != nil || f.Revision != 2 {
		t.Fatal(f.Revision, err)
	}
	h.decide(f, accounts.FilingDecision{Approved: true})
	if now := h.get("a1"); now.Name != "望川政务" || now.Audience != "全市市民" {
		t.Errorf("after the change: %+v", now)
	}
	edit = h.get("a1")
	edit.Audience = "市民和企业"
	if err := h.Edit(h.as(registrar), edit); err != nil {
		t.Errorf("an edit after the decision: %v", err)
	}
}

func TestAChangeKeepsWhatABindingToldAndDropsABindingOfAnotherAccount(t *testing.T) {
	h := open(t)
	a := h.normal(entry("a1")) // registered without the platform's id
	a.Type = "政务号"
	f, err := h.Change(h.as(registrar), a)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.bind("a1"); err != nil {
		t.Fatal(err)
	}
	h.decide(f, accounts.FilingDecision{Approved: true})
	a = h.get("a1")
	if b, _ := h.Binding(h.as(officer), "a1"); a.PlatformID != "5044281310" || b.State != accounts.Bound {
		t.Errorf("platform id %q, binding %s", a.PlatformID, b.State)
	}
	a.PlatformID = "777"
	if f, err = h.Change(h.as(registrar), a); err != nil {
		t.Fatal(err)
	}
	h.decide(f, accounts.FilingDecision{Approved: true})
	if b, _ := h.Binding(h.as(officer), "a1"); b.State != accounts.Unbound {
		t.Errorf("the binding of the other account is %s", b.State)
	}
}

func TestPhonesAreMaskedInListsAndComeBackWhole(t *testing.T) {
	h := open(t)
	h.register(entry("a1"))
	list, err := h.List(h.as(officer))
	if err != nil || list[0].Leader.Phone != "138****5678" {
		t.Fatalf("the list shows %q, %v", list[0].Leader.Phone, err)
	}
	masked := list[0]
	masked.Purpose, masked.AdminA.Phone = "别的用途", "0561-3024567"
	if err := h.Edit(h.as(registrar), masked); err != nil {
		t.Fatal(err)
	}
	a, _ := h.store.Account(t.Context(), "a1")
	if a.Leader.Phone != "13800005678" || a.AdminA.Phone != "0561-3024567" || a.Purpose != "别的用途" {
		t.Errorf("stored: %+v", a)
	}
	entries, _ := h.log.Of(h.as(officer), "account", "a1", 9)
	for _, e := range entries {
		if strings.Contains(e.Detail, "5678") {
			t.Errorf("a phone number is on the trail: %s", e.Detail)
		}
	}
	for phone, want := range map[string]string{"": "", "12345": "****", "83024567": "****4567", "13800005678": "138****5678", "0561-3024567": "056****4567"} {
		if got := (accounts.Contact{Phone: phone}).Masked(); got != want {
			t.Errorf("%s is masked as %s, want %s", phone, got, want)
		}
	}
}

// Whoever reads sees masks, the filing that is to be signed included; the whole numbers are given to the registrar alone, and
// each time it is on the trail.
func TestWholeNumbersAreGivenOnlyOnRecord(t *testing.T) {
	h := open(t)
	h.normal(entry("a1"))
	a := h.get("a1")
	if a.Leader.Phone != "138****5678" {
		t.Errorf("one account shows %s", a.Leader.Phone)
	}
	a.Name, a.Leader.Phone, a.AdminA.Phone = "望川政务", "13811115678", "0561-3024567"
	f, err := h.Change(h.as(registrar), a)
	if err != nil {
		t.Fatal(err)
	}
	got, err := h.Filing(h.as(approver), f.ID)
	p := got.Proposed
	if err != nil || p.Leader.Phone != "138****5678（有改动）" || p.AdminA.Phone != "056****4567" || p.Reviewer.Phone != "138****5678" || got.Fingerprint != f.Fingerprint {
		t.Errorf("the filing shows %s, %s and %s, %v", p.Leader.Phone, p.AdminA.Phone, p.Reviewer.Phone, err)
	}
	all, err := h.Filings(h.as(officer), "a1")
	if err != nil || len(all) != 2 || all[0].Proposed.Leader.Phone != "138****5678" {
		t.Errorf("the filings show %+v, %v", all, err)
	}
	n := len(h.verbs("a1"))
	for _, who := range []people.ID{officer, approver, "高志远"} {
		_, err := h.Whole(h.as(who), "a1")
		h.want(problem.Forbidden, err, "the whole numbers for "+string(who))
	}
	_, err = h.Whole(h.as(registrar), "none")
	h.want(problem.Missing, err, "the whole numbers of nothing")
	if len(h.verbs("a1")) != n {
		t.Error("a look that was refused is on the trail as one")
	}
	whole, err := h.Whole(h.as(registrar), "a1")
	if err != nil || whole.Leader.Phone != "13800005678" {
		t.Errorf("in full: %s, %v", whole.Leader.Phone, err)
	}
	if verb, detail := h.lastOf("a1"); verb != "看全号" || strings.Contains(detail, "5678") {
		t.Errorf("trail: %s %s", verb, detail)
	}
	h.decide(f, accounts.FilingDecision{Approved: true})
	stored, err := h.store.Account(t.Context(), "a1")
	if err != nil || stored.Leader.Phone != "13811115678" || stored.Reviewer.Phone != "13800005678" {
		t.Errorf("what took effect: %+v, %v", stored, err)
	}
	if got, err = h.Filing(h.as(approver), f.ID); err != nil || got.Proposed.Leader.Phone != "138****5678" {
		t.Errorf("later it shows %s, %v", got.Proposed.Leader.Phone, err)
	}
}

func TestAFingerprintIsOfEverythingProposed(t *testing.T) {
	f := accounts.Filing{ID: "f", Account: "a", Kind: accounts.Opening, Revision: 1, Proposed: entry("a")}
	base := accounts.Fingerprint(f)
	for name, change := range map[string]func(*accounts.Account){
		"name": func(a *accounts.Account) { a.Name += "，" }, "phone": func(a *accounts.Account) { a.Leader.Phone += "0" },
		"sponsor": func(a *accounts.Account) { a.Sponsor.Name += "局" }, "person": func(a *accounts.Account) { a.AdminB.Person = "x" },
		"domains": func(a *accounts.Account) { a.Domains = []string{"a.cn"} }, "opened": func(a *accounts.Account) { a.Opened = time.Unix(1, 0) },
		"shifted": func(a *accounts.Account) { a.Purpose, a.Audience = a.Purpose[:3], a.Purpose[3:] },
	} {
		g := f
		change(&g.Proposed)
		if accounts.Fingerprint(g) == base {
			t.Errorf("a change of %s does not change the fingerprint", name)
		}
	}
	f.Proposed.Version, f.Proposed.State = 9, accounts.Normal
	if accounts.Fingerprint(f) != base {
		t.Error("the desk's own fields are part of the fingerprint")
	}
}

func TestEveryQueryNeedsSomebody(t *testing.T) {
	h := open(t)
	ctx := t.Context()
	for i, err := range []error{second(h.Get(ctx, "a")), second(h.Whole(ctx, "a")), second(h.List(ctx)), second(h.Filings(ctx, "a")), second(h.Filing(ctx, "f")), second(h.Binding(ctx, "a")),
		second(h.Standing(ctx, "")), second(h.Countdown(ctx)), second(h.Credential(ctx, "a")), h.CheckAll(ctx), h.CheckOne(ctx, "a"), h.HoldFiling(ctx, "f"),
		h.MarkBroken(ctx, "a", "x"), second(h.Probe(ctx, "a")), second(h.BeginBind(ctx, "a", "k")), second(h.SubmitFiling(ctx, "a", 1)), second(h.Change(ctx, entry("a")))} {
		if problem.KindOf(err) != problem.Forbidden {
			t.Errorf("call %d without an actor: %v", i, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }
