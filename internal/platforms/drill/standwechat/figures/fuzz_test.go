package figures

import (
	"testing"
	"time"

	"huiying/internal/platforms/drill/standwechat/book"
)

// FuzzDates holds that dates are one past day or refused.
func FuzzDates(f *testing.F) {
	for _, d := range [][2]string{{"2026-11-18", "2026-11-18"}, {"", ""}, {"2026-11-18", "2026-11-19"}, {"2026-02-30", "2026-02-30"}, {"0000-01-01", "0000-01-01"}, {"9999-12-31", "9999-12-31"}} {
		f.Add(d[0], d[1])
	}
	now := time.Date(2026, 11, 24, 4, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, begin, end string) {
		total, code := Of(book.New(book.Wire{}), "a", begin, end, now)
		if code == 0 && (begin != end || begin >= "2026-11-24" || total.List == nil) || code != 0 && code != 61500 && code != 61501 && code != 61503 {
			t.Errorf("%q to %q: %d, %+v", begin, end, code, total)
		}
	})
}
