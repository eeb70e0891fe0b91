package sheet_test

import (
	"testing"

	"huiying/accounts/sheet"
)

func TestPlatformsAndStatesHaveWordsOfTheirOwn(t *testing.T) {
	titles, tiles := map[string]bool{}, map[string]bool{}
	for _, p := range sheet.Platforms() {
		titles[p.Title()], tiles[p.Tile()] = true, true
		if len([]rune(p.Tile())) != 1 {
			t.Errorf("%s has the tile %q", p, p.Tile())
		}
	}
	if n := len(sheet.Platforms()); len(titles) != n || len(tiles) != n {
		t.Errorf("of %d platforms some share a word: %v %v", n, titles, tiles)
	}
	states := map[string]bool{}
	for _, s := range []sheet.State{sheet.Applying, sheet.ToFile, sheet.Normal, sheet.Rectifying, sheet.Suspended, sheet.Closing, sheet.Closed, sheet.Cancelled} {
		if states[s.Title()] || s.Title() == string(s) {
			t.Errorf("%s is called %s", s, s.Title())
		}
		states[s.Title()] = true
	}
}

// Masking what is masked already, and putting back what nobody touched, must lose no number.
func TestAMaskIsTakenBackOnlyWhereNobodyTyped(t *testing.T) {
	stored := sheet.Account{Leader: sheet.Contact{Name: "高志远", Phone: "13800005678"}, AdminA: sheet.Contact{Name: "郑凯", Phone: "12345"}, AdminB: sheet.Contact{Phone: "83024567"}}
	form := stored.Masked()
	if stored.Leader.Phone != "13800005678" {
		t.Fatal("masking changed the account itself")
	}
	form.AdminB.Phone = ""
	form.Leader.Name = "高志"
	form.Unmask(stored)
	if form.Leader.Phone != "13800005678" || form.AdminA.Phone != "12345" || form.AdminB.Phone != "" || form.Leader.Name != "高志" {
		t.Errorf("put back: %+v", form)
	}
}

func TestWhatChangesBehindAMaskIsMarked(t *testing.T) {
	now := sheet.Account{Leader: sheet.Contact{Phone: "13800005678"}, Reviewer: sheet.Contact{Phone: "13800005678"}, AdminA: sheet.Contact{Phone: "12345"}}
	next := now
	next.Leader.Phone, next.Reviewer.Phone, next.AdminA.Phone = "13811115678", "13911115678", "54321"
	got := next.MaskedBeside(now)
	if got.Leader.Phone != "138****5678（有改动）" || got.Reviewer.Phone != "139****5678" || got.AdminA.Phone != "****（有改动）" {
		t.Errorf("%s %s %s", got.Leader.Phone, got.Reviewer.Phone, got.AdminA.Phone)
	}
	if same := now.MaskedBeside(now); same.Leader.Phone != "138****5678" {
		t.Errorf("unchanged: %s", same.Leader.Phone)
	}
}

func TestPhoneNumbersAsPeopleWriteThem(t *testing.T) {
	a := sheet.Account{Platform: sheet.Weibo, Name: "望川发布", Purpose: "发布", Sponsor: sheet.Body{Name: "局", CreditCode: "91350100M000100Y43"},
		Leader: sheet.Contact{Name: "甲"}, Responsible: sheet.Contact{Name: "乙"}, Reviewer: sheet.Contact{Name: "丙"}, AdminA: sheet.Contact{Name: "丁"}}
	for phone, good := range map[string]bool{"": true, "138 0000 5678": true, "0561-3024567转8": true, "+86（0561）3024567": true, "12345": true,
		"1234": false, "123456789012345678901": false, "打给我": false, "138****5678": false, "１３８００００５６７８": false} {
		a.AdminB.Phone = phone
		if err := sheet.Validate(a); (err == nil) != good {
			t.Errorf("%q: %v", phone, err)
		}
	}
}
