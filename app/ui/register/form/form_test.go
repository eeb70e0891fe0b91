package form_test

import (
	"testing"
	"time"

	"huiying/accounts"
	"huiying/app/ui/register/form"
	"huiying/app/ui/theme"
	"huiying/app/ui/theme/themetest"
	"huiying/app/ui/typing/typingtest"
	"huiying/internal/people"
)

func whole() accounts.Account {
	return accounts.Account{ID: "a", Version: 3, State: accounts.Normal, Platform: accounts.WeChat, Type: "订阅号", Name: "望川发布", Handle: "wcfb", PlatformID: "wx1",
		URL: "https://wangchuan.example", Sponsor: accounts.Body{Name: "望川市数据局", CreditCode: "11420100MB1A2B3C42"}, Supervisor: accounts.Body{Name: "市政府"},
		Operator: "望川传媒", Level: "市", Verified: "望川市数据局", VerifiedExpires: time.Date(2027, 2, 28, 16, 0, 0, 0, time.UTC), Opened: time.Date(2021, 5, 20, 3, 4, 5, 0, time.UTC),
		Leader: accounts.Contact{Name: "高志远", Phone: "138****5678", Person: "p1"}, Responsible: accounts.Contact{Name: "周建国"}, Reviewer: accounts.Contact{Name: "周建国"},
		AdminA: accounts.Contact{Name: "郑凯"}, AdminB: accounts.Contact{Name: "外面的人"}, Purpose: "发布", Audience: "市民", Reason: "需要", Interaction: "留言",
		FiledNo: "XMT-2026-0001", MassMode: "monthly"}
}

func staff() []people.Person {
	return []people.Person{{ID: "p1", Name: "高志远"}, {ID: "p2", Name: "周建国", Departed: time.Unix(1, 0)}}
}

// TestAFormGivesBackWhatItWasGiven is the promise that opening and storing a form changes nothing.
func TestAFormGivesBackWhatItWasGiven(t *testing.T) {
	themetest.App(t, theme.Light, 100)
	f := form.New(whole(), staff())
	if d := form.Differences(whole(), f.Account()); len(d) > 0 || f.Changed() {
		t.Fatalf("differs in %v", d)
	}
	a := f.Account()
	if a.Opened != whole().Opened || a.Version != 3 || a.FiledNo != "XMT-2026-0001" || a.Leader.Person != "p1" || a.Responsible.Person != "" || a.AdminB.Person != "" {
		t.Fatalf("gave back %+v", a)
	}
	if !f.Check() {
		t.Fatal("a whole account is not taken")
	}
	typingtest.OnlyOurs(t, f.Object())
}

func TestADayIsReadAndAWrongOneIsTold(t *testing.T) {
	themetest.App(t, theme.Light, 100)
	f := form.New(whole(), staff())
	for _, e := range typingtest.Entries(f.Object()) {
		if e.Text() == "2027-03-01" {
			e.Replace("2027年3月")
			if e.Error() == "" || f.Check() {
				t.Error("a day that is none is taken")
			}
			e.Replace("2028-03-02")
			if got := f.Account().VerifiedExpires; !got.Equal(time.Date(2028, 3, 1, 16, 0, 0, 0, time.UTC)) || !f.Check() {
				t.Errorf("expires %v", got)
			}
			e.Replace("")
			if !f.Account().VerifiedExpires.IsZero() {
				t.Error("an empty day is not none")
			}
			return
		}
	}
	t.Fatal("the day is not shown")
}

func TestWhatIsRiskyIsToldApart(t *testing.T) {
	b := whole()
	b.Name, b.Audience, b.Sponsor.Name = "望川政务", "全省", "望川市府办"
	all := form.Differences(whole(), b)
	if len(all) != 3 || len(form.Risky(all)) != 2 {
		t.Fatalf("differences %v, risky %v", all, form.Risky(all))
	}
}
