package monitoring_test

import (
	"strings"
	"testing"
	"time"

	"huiying/accounts/monitoring"
	"huiying/internal/people"
)

var shanghai = time.FixedZone("Asia/Shanghai", 8*3600)

// facts are of an account in order: published today, everybody here, bound, certified, nobody waiting.
func facts(now time.Time) monitoring.Facts {
	return monitoring.Facts{Name: "望川发布", Opened: now.AddDate(-1, 0, 0), Last: now, LastTitle: "云溪古镇夜游", LastLink: "https://weibo.example/1",
		Posts:  []monitoring.Post{{Place: "分管领导", Name: "高志远", Person: "gzy"}, {Place: "责任人", Name: "周建国", Person: "zjg"}, {Place: "运维管理员", Name: "郑凯", Person: "zk"}},
		Leader: "高志远", Operator: "郑凯", Certified: "望川市政务服务和数据管理局", Registered: true, CertifiedTo: now.AddDate(1, 0, 0),
		Interface: true, Bound: true, AuthorisedTo: now.AddDate(0, 1, 0),
		Shown: monitoring.Shown{Name: "望川发布", Certified: true, CertifiedAs: "望川市政务服务和数据管理局官方微博", At: now},
		Staff: []people.Person{{ID: "gzy", Name: "高志远"}, {ID: "zjg", Name: "周建国"}, {ID: "zk", Name: "郑凯"}, {ID: "wl", Name: "王蕾"}}, Now: now}
}

func rules(t *testing.T) monitoring.Rules {
	t.Helper()
	r, err := monitoring.DefaultRules()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAnAccountInOrderHasNoFindings(t *testing.T) {
	if found := monitoring.Findings(rules(t), facts(time.Now())); len(found) != 0 {
		t.Errorf("%+v", found)
	}
}

// The countdown is in natural days of Shanghai: published on the 7th, the 21st is the last day, as on the board.
func TestTheCountdownDayByDay(t *testing.T) {
	last := time.Date(2026, 11, 7, 10, 21, 0, 0, shanghai)
	for _, c := range []struct {
		now   time.Time
		words string // "" for no finding
		level monitoring.Level
	}{
		{time.Date(2026, 11, 16, 23, 59, 59, 0, shanghai), "", ""},
		{time.Date(2026, 11, 17, 0, 0, 0, 0, shanghai), "10 天没有更新，还有 4 天触发“两周未更新”，请运维管理员郑凯更新", monitoring.Warn},
		{time.Date(2026, 11, 18, 14, 32, 0, 0, shanghai), "11 天没有更新，还有 3 天触发“两周未更新”，请运维管理员郑凯更新", monitoring.Warn},
		{time.Date(2026, 11, 18, 23, 59, 59, 0, shanghai), "11 天没有更新，还有 3 天", monitoring.Warn},
		{time.Date(2026, 11, 19, 0, 0, 0, 0, shanghai), "12 天没有更新，还有 2 天触发“两周未更新”，请分管领导高志远督促", monitoring.Warn},
		{time.Date(2026, 11, 20, 8, 0, 0, 0, shanghai), "13 天没有更新，还有 1 天触发“两周未更新”，请分管领导高志远督促", monitoring.Warn},
		{time.Date(2026, 11, 21, 0, 0, 0, 0, shanghai), "14 天没有更新，今天 24:00 触发", monitoring.Warn},
		{time.Date(2026, 11, 21, 23, 59, 59, 0, shanghai), "14 天没有更新，今天 24:00 触发", monitoring.Warn},
		{time.Date(2026, 11, 22, 0, 0, 0, 0, shanghai), "15 天没有更新，已经触发“两周未更新”", monitoring.Veto},
		{time.Date(2026, 11, 7, 9, 0, 0, 0, shanghai), "", ""}, // a clock that was set back
	} {
		in := facts(c.now.UTC())
		in.Last = last.UTC()
		found := monitoring.Findings(rules(t), in)
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
			f.Link == "" || !strings.Contains(f.Rule.Source, "国办秘函〔2019〕19号") || f.Rule.Clause == "" || f.Rule.Title != "内容不更新" {
			t.Errorf("%v: %+v", c.now, f)
		}
	}
}

func TestAnAccountThatNeverPublishedCountsFromItsOpening(t *testing.T) {
	now := time.Date(2026, 11, 24, 1, 0, 0, 0, time.UTC)
	in := facts(now)
	in.Last, in.Opened = time.Time{}, now.AddDate(0, 0, -12)
	found := monitoring.Findings(rules(t), in)
	if len(found) != 1 || !strings.HasPrefix(found[0].Text, "12 天") || !strings.Contains(found[0].Evidence, "11-12") {
		t.Errorf("%+v", found)
	}
	in.Opened = time.Time{}
	if found := monitoring.Findings(rules(t), in); len(found) != 0 {
		t.Errorf("not opened yet: %+v", found)
	}
}

func TestEachOtherRuleAtItsEdge(t *testing.T) {
	now := time.Date(2026, 11, 24, 1, 0, 0, 0, time.UTC)
	gone := func(in *monitoring.Facts, id people.ID) {
		for i := range in.Staff {
			if in.Staff[i].ID == id {
				in.Staff[i].Departed = now
			}
		}
	}
	namesake := func(in *monitoring.Facts) {
		in.Posts[0].Person = ""
		in.Staff = append(in.Staff, people.Person{ID: "old", Name: "高志远", Departed: now})
	}
	for name, c := range map[string]struct {
		change func(*monitoring.Facts)
		rule   string // "" for no finding
		level  monitoring.Level
		words  string
	}{
		"a leader missing":      {func(in *monitoring.Facts) { in.Posts[0].Name = " " }, "responsible", monitoring.Warn, "分管领导空着"},
		"one who left":          {func(in *monitoring.Facts) { gone(in, "zk") }, "responsible", monitoring.Warn, "运维管理员郑凯已离岗"},
		"one who left, by name": {func(in *monitoring.Facts) { gone(in, "zjg"); in.Posts[1].Person = "" }, "responsible", monitoring.Warn, "责任人周建国已离岗"},
		"somebody else left":    {func(in *monitoring.Facts) { gone(in, "wl") }, "", "", ""},
		"somebody of elsewhere": {func(in *monitoring.Facts) {
			in.Posts[0] = monitoring.Post{Place: "分管领导", Name: "外单位的人"}
		}, "", "", ""},
		"a namesake stays":        {func(in *monitoring.Facts) { namesake(in) }, "", "", ""},
		"certified for 31 days":   {func(in *monitoring.Facts) { in.CertifiedTo = now.AddDate(0, 0, 31) }, "", "", ""},
		"certified for 30 days":   {func(in *monitoring.Facts) { in.CertifiedTo = now.AddDate(0, 0, 30) }, "verification", monitoring.Notice, "还有 30 天"},
		"certified until now":     {func(in *monitoring.Facts) { in.CertifiedTo = now }, "verification", monitoring.Warn, "已经到期"},
		"the platform knows more": {func(in *monitoring.Facts) { in.Shown.CertifiedTo = now.AddDate(0, 0, 3) }, "verification", monitoring.Notice, "还有 3 天"},
		"authorised for 8 days":   {func(in *monitoring.Facts) { in.AuthorisedTo = now.AddDate(0, 0, 8) }, "", "", ""},
		"authorised for 7 days":   {func(in *monitoring.Facts) { in.AuthorisedTo = now.AddDate(0, 0, 7) }, "token", monitoring.Warn, "还有 7 天"},
		"authorised until now":    {func(in *monitoring.Facts) { in.AuthorisedTo = now }, "token", monitoring.Warn, "已经到期"},
		"authorised for good":     {func(in *monitoring.Facts) { in.AuthorisedTo = time.Time{} }, "", "", ""},
		"broken":                  {func(in *monitoring.Facts) { in.Bound, in.Broken = false, true }, "token", monitoring.Warn, "失效"},
		"another name":            {func(in *monitoring.Facts) { in.Shown.Name = "望川发布厅" }, "name", monitoring.Warn, "平台上叫“望川发布厅”"},
		"a name with blanks":      {func(in *monitoring.Facts) { in.Shown.Name = " 望川发布 " }, "", "", ""},
		"another body":            {func(in *monitoring.Facts) { in.Shown.CertifiedAs = "望川传媒" }, "verified", monitoring.Warn, "望川传媒"},
		"no certification":        {func(in *monitoring.Facts) { in.Shown.Certified = false }, "verified", monitoring.Warn, "平台上没有认证"},
		"a platform that is mute": {func(in *monitoring.Facts) { in.Shown = monitoring.Shown{} }, "", "", ""},
		"asked 14 days ago":       {func(in *monitoring.Facts) { in.Open, in.OldestOpen = 2, now.AddDate(0, 0, -14) }, "", "", ""},
		"asked 15 days ago":       {func(in *monitoring.Facts) { in.Open, in.OldestOpen = 2, now.AddDate(0, 0, -15) }, "interaction", monitoring.Warn, "等了 15 天"},
		"not bound":               {func(in *monitoring.Facts) { in.Bound = false }, "binding", monitoring.Notice, "人工发布"},
		"nothing to bind":         {func(in *monitoring.Facts) { in.Interface, in.Bound = false, false }, "", "", ""},
	} {
		in := facts(now)
		c.change(&in)
		found := monitoring.Findings(rules(t), in)
		if c.rule == "" {
			if len(found) != 0 {
				t.Errorf("%s: %+v", name, found)
			}
			continue
		}
		if len(found) != 1 || found[0].Rule.Key != c.rule || found[0].Level != c.level || !strings.Contains(found[0].Text, c.words) || found[0].Rule.Clause == "" || found[0].Rule.Source == "" || found[0].Evidence == "" {
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
		if _, err := monitoring.ParseRules([]byte(text)); err == nil {
			t.Errorf("%s was taken", what)
		}
	}
}
