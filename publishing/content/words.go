package content

import (
	"fmt"
	"strings"
	"time"
)

// Bytes writes a size for people.
func Bytes(n int64) string {
	switch {
	case n >= 1<<20:
		return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
	case n >= 1<<10:
		return fmt.Sprintf("%d KB", (n+1<<9)>>10)
	}
	return fmt.Sprintf("%d 字节", n)
}

// Shanghai is the zone in which people read times; China has had no other since 1992.
func Shanghai() *time.Location { return time.FixedZone("Asia/Shanghai", 8*3600) }

// Clock writes a time for people: 11-18 15:30 in Shanghai.
func Clock(t time.Time) string { return t.In(Shanghai()).Format("01-02 15:04") }

// Span writes a length of time for people.
func Span(d time.Duration) string {
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d 秒", int(d.Seconds()))
	case d < time.Hour:
		return fmt.Sprintf("%d 分钟", int(d.Minutes()))
	case d < 48*time.Hour && int(d.Minutes())%60 == 0:
		return fmt.Sprintf("%d 小时", int(d.Hours()))
	case d < 48*time.Hour:
		return fmt.Sprintf("%d 小时 %d 分", int(d.Hours()), int(d.Minutes())%60)
	}
	return fmt.Sprintf("%d 天", int(d.Hours())/24)
}

// Sentences joins the parts of a note, each a sentence with one full stop.
func Sentences(parts ...string) string {
	var b strings.Builder
	for _, p := range parts {
		if p = strings.TrimRight(strings.TrimSpace(p), "。"); p != "" {
			b.WriteString(p + "。")
		}
	}
	return b.String()
}
