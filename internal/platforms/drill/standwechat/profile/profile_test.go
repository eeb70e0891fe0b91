package profile

import (
	"testing"
	"time"

	"huiying/internal/platforms/drill/standwechat/book"
)

func TestTheYearlyReviewOpensNinetyDaysBeforeItsEnd(t *testing.T) {
	end := time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC)
	a := &book.Account{AppID: "wx1", Nickname: "望川", Principal: "望川市人民政府办公室", Verified: true, VerifiedTo: end}
	for _, c := range []struct {
		before time.Duration
		open   bool
	}{{reviewed + time.Second, false}, {reviewed, true}, {-time.Hour, true}} {
		i := Of(a, book.Wire{}, end.Add(-c.before))
		if standing := c.before > 0; i.Verify.Qualified != standing || i.Verify.Named != standing {
			t.Errorf("%s before the end: qualified %v", c.before, i.Verify.Qualified)
		}
		if *i.Verify.Annual != c.open || *i.Verify.AnnualEnd != end.Unix() || *i.Verify.AnnualBegin != end.Add(-reviewed).Unix() {
			t.Errorf("%s before the end: %+v", c.before, i.Verify)
		}
	}
	a.Verified, a.Service = false, true
	if i := Of(a, book.Wire{}, end); i.AccountType != 2 || i.Verify != (Verification{}) || i.Nickname != "望川" || i.Principal == "" {
		t.Errorf("an unverified service account: %+v", i)
	}
}
