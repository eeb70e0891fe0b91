package accounts_test

import (
	"strings"
	"testing"
	"time"

	"huiying/accounts"
	"huiying/internal/people"
)

var shanghai = time.FixedZone("Asia/Shanghai", 8*3600)

// input is an account in order: published today, everybody here, bound, certified, nobody waiting.
func input(now time.Time) accounts.CheckInput {
	a := entry("a1")
	a.State, a.Opened, a.VerifiedExpires = accounts.Normal, now.AddDate(-1, 0, 0), now.AddDate(1, 0, 0)
	var staff []people.Person
	for _, id := range []people.ID{registrar, officer, approver, "高志远"} {
		staff = append(staff, people.Person{ID: id, Name: string(id)})
	}
	return accounts.CheckInput{Account: a, Interface: true, HasLast: true, LastAt: now, LastTitle: "云溪古镇夜游", LastLink: "https://weibo.example/1", Staff: staff, Now: now,
		Binding: accounts.Binding{Account: "a1", State: accounts.Bound, Expires: now.AddDate(0, 1, 0), Probed: now,
			Profile: accounts.Profile{Name: "望川发布", Verified: true, VerifiedName: "望川市政务服务和数据管理局官方微博"}}}
}

func rules(t *testing.T) accounts.Rules {
	t.Helper()
	r, err := accounts.DefaultRules()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAnAccountInOrderHasNoFindings(t *testing.T) {
	if found := accounts.Findings(rules(t), input(time.Now())); len(found) != 0 {
		t.Errorf("%+v", found)
	}
}

// The countdown is in natural days of Shanghai: published on the 7th, the 21st is the last day, as on the board.
func TestTheCountdownDayByDay(t *testing.T) {
	last := time.Date(2026, 11, 7, 10, 21, 0, 0, shanghai)
	for _, c := range []struct {
		now   time.Time
		words string // "" for no finding
		level accounts.Level
	}{
		{time.Date(2026, 11, 16, 23, 59, 59, 0, shanghai), "", ""},
		{time.Date(2026, 11, 17, 0, 0, 0, 0, shanghai), "10 天没有更新，还有 4 天触发“两周未更新”，请运维管理员郑凯更新", accounts.Warn},
		{time.Date(2026, 11, 18, 14, 32, 0, 0, shanghai), "11 天没有更新，还有 3 天触发“两周未更新”，请运维管理员郑凯更新", accounts.Warn},
		{time.Date(2026, 11, 18, 23, 59, 59, 0, shanghai), "11 天没有更新，还有 3 天", accounts.Warn},
		{time.Date(2026, 11, 19, 0, 0, 0, 0, shanghai), "12 天没有更新，还有 2 天触发“两周未更新”，请分管领导高志远督促", accounts.Warn},
		{time.Date(2026, 11, 20, 8, 0, 0, 0, shanghai), "13 天没有更新，还有 1 天触发“两周未更新”，请分管领导高志远督促", accounts.Warn},
		{time.Date(2026, 11, 21, 0, 0, 0, 0, shanghai), "14 天没有更新，今天 24:00 触发", accounts.Warn},
		{time.Date(2026, 11, 21, 23, 59, 59, 0, shanghai), "14 天没有更新，今天 24:00 触发", accounts.Warn},
		{time.Date(2026, 11, 22, 0, 0, 0, 0, shanghai), "15 天没有更新，已经触发“两周未更新”", accounts.Veto},
		{time.Date(2026, 11, 7, 9, 0, 0, 0, shanghai), "", ""}, // a clock that was set back
	} {
		in := input(c.now.UTC())
		in.LastAt = last.UTC()
		found := accounts.Findings(rules(t), in)
		if c.words == "" {
			if len(found) != 0 {
				t.Errorf("%v: %+v", c.now, found)
			}
			continue
		}
		if len(found) != 1 || !strings.HasPrefix(found[0].Text, c.words) || found[0].Level != c.level {
			t.Errorf("%v: %+v, want %s", c.now, found, c.words)
			continue
		}
		f := found[0]
		if !f.Due.Equal(time.Date(2026, 11, 22, 0, 0, 0, 0, shanghai)) || f.Evidence != "最近一条 11-07 10:21《云溪古镇夜游》" ||
			f.Link == "" || !strings.Contains(f.Source, "国办秘函〔2019〕19号") || f.Clause == "" || f.Title != "内容不更新" {
			t.Errorf("%v: %+v", c.now, f)
		}
	}
}

func TestAnAccountThatNeverPublishedCountsFromItsOpening(t *testing.T) {
	now := time.Date(2026, 11, 24, 1, 0, 0, 0, time.UTC)
	in := input(now)
	in.HasLast, in.LastAt, in.Account.Opened = false, time.Time{}, now.AddDate(0, 0, -12)
	found := accounts.Findings(rules(t), in)
	if len(found) != 1 || !strings.HasPrefix(found[0].Text, "12 天") || !strings.Contains(found[0].Evidence, "11-12") {
		t.Errorf("%+v", found)
	}
	for _, state := range []accounts.State{accounts.Applying, accounts.ToFile, accounts.Closing, accounts.Closed, accounts.Cancelled} {
		in.Account.State = state
		if found := accounts.Findings(rules(t), in); len(found) != 0 {
			t.Errorf("%s: %+v", state, found)
		}
	}
}

func TestEachOtherRuleAtItsEdge(t *testing.T) {
	now := time.Date(2026, 11, 24, 1, 0, 0, 0, time.UTC)
	gone := func(in *accounts.CheckInput, id people.ID) {
		for i := range in.Staff {
			if in.Staff[i].ID == id {
				in.Staff[i].Departed = now
			}
		}
	}
	for name, c := range map[string]struct {
		change func(*accounts.CheckInput)
		rule   string // "" for no finding
		level  accounts.Level
		words  string
	}{
		"a leader missing":        {func(in *accounts.CheckInput) { in.Account.Leader.Name = " " }, "responsible", accounts.Warn, "分管领导空着"},
		"one who left":            {func(in *accounts.CheckInput) { gone(in, registrar) }, "responsible", accounts.Warn, "运维管理员郑凯已离岗"},
		"one who left, by name":   {func(in *accounts.CheckInput) { gone(in, approver); in.Account.Responsible.Person = "" }, "responsible", accounts.Warn, "责任人周建国已离岗"},
		"the second left":         {func(in *accounts.CheckInput) { gone(in, officer) }, "", "", ""},
		"somebody of elsewhere":   {func(in *accounts.CheckInput) { in.Account.Leader = accounts.Contact{Name: "外单位的人"} }, "", "", ""},
		"certified for 31 days":   {func(in *accounts.CheckInput) { in.Account.VerifiedExpires = now.AddDate(0, 0, 31) }, "", "", ""},
		"certified for 30 days":   {func(in *accounts.CheckInput) { in.Account.VerifiedExpires = now.AddDate(0, 0, 30) }, "verification", accounts.Notice, "还有 30 天"},
		"certified until now":     {func(in *accounts.CheckInput) { in.Account.VerifiedExpires = now }, "verification", accounts.Warn, "已经到期"},
		"the platform knows more": {func(in *accounts.CheckInput) { in.Binding.Profile.VerifiedExpires = now.AddDate(0, 0, 3) }, "verification", accounts.Notice, "还有 3 天"},
		"authorised for 8 days":   {func(in *accounts.CheckInput) { in.Binding.Expires = now.AddDate(0, 0, 8) }, "", "", ""},
		"authorised for 7 days":   {func(in *accounts.CheckInput) { in.Binding.Expires = now.AddDate(0, 0, 7) }, "token", accounts.Warn, "还有 7 天"},
		"authorised until now":    {func(in *accounts.CheckInput) { in.Binding.Expires = now }, "token", accounts.Warn, "已经到期"},
		"authorised for good":     {func(in *accounts.CheckInput) { in.Binding.Expires = time.Time{} }, "", "", ""},
		"broken":                  {func(in *accounts.CheckInput) { in.Binding.State, in.Binding.Trouble = accounts.Broken, "21327" }, "token", accounts.Warn, "失效"},
		"another name":            {func(in *accounts.CheckInput) { in.Binding.Profile.Name = "望川发布厅" }, "name", accounts.Warn, "平台上叫“望川发布厅”"},
		"a name with blanks":      {func(in *accounts.CheckInput) { in.Binding.Profile.Name = " 望川发布 " }, "", "", ""},
		"another body":            {func(in *accounts.CheckInput) { in.Binding.Profile.VerifiedName = "望川传媒" }, "verified", accounts.Warn, "望川传媒"},
		"no certification":        {func(in *accounts.CheckInput) { in.Binding.Profile.Verified = false }, "verified", accounts.Warn, "平台上没有认证"},
		"a platform that is mute": {func(in *accounts.CheckInput) { in.Binding.Profile = accounts.Profile{} }, "", "", ""},
		"asked 14 days ago":       {func(in *accounts.CheckInput) { in.Open, in.OldestOpen = 2, now.AddDate(0, 0, -14) }, "", "", ""},
		"asked 15 days ago":       {func(in *accounts.CheckInput) { in.Open, in.OldestOpen = 2, now.AddDate(0, 0, -15) }, "interaction", accounts.Warn, "等了 15 天"},
		"not bound":               {func(in *accounts.CheckInput) { in.Binding = accounts.Binding{State: accounts.Unbound} }, "binding", accounts.Notice, "人工发布"},
		"nothing to bind": {func(in *accounts.CheckInput) {
			in.Interface, in.Binding = false, accounts.Binding{State: accounts.Unbound}
		}, "", "", ""},
	} {
		in := input(now)
		c.change(&in)
		found := accounts.Findings(rules(t), in)
		if c.rule == "" {
			if len(found) != 0 {
				t.Errorf("%s: %+v", name, found)
			}
			continue
		}
		if len(found) != 1 || found[0].Rule != c.rule || found[0].Level != c.level || !strings.Contains(found[0].Text, c.words) || found[0].Clause == "" || found[0].Source == "" || found[0].Evidence == "" {
			t.Errorf("%s: %+v", name, found)
		}
	}
}

func TestRulesThatAreRefused(t *testing.T) {
	if len(rules(t).List()) != 8 {
		t.Errorf("%d rules", len(rules(t).List()))
	}
	for what, text := range map[string]string{
		"no JSON":          "{",
		"looser than 14":   `{"silence":{"key":"s","title":"t","clause":"c","source":"s","days":20,"warn_operator":10,"warn_leader":12}}`,
		"leader first":     `{"silence":{"key":"s","title":"t","clause":"c","source":"s","days":14,"warn_operator":12,"warn_leader":10}}`,
		"without a source": `{"silence":{"key":"s","title":"t","clause":"c","days":14,"warn_operator":10,"warn_leader":12}}`,
	} {
		if _, err := accounts.ParseRules([]byte(text)); err == nil {
			t.Errorf("%s was taken", what)
		}
	}
}
