package register

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"huiying/accounts"
	"huiying/app/ui/register/words"
	"huiying/app/ui/theme"
	"huiying/internal/workdays"
)

// entry is one account with all that a row shows of it.
type entry struct {
	accounts.Silence
	binding accounts.Binding
	found   []accounts.Finding // most urgent first
}

func (e *entry) account() accounts.Account { return e.Silence.Account }

// bindable tells whether the platform has an interface here.
func bindable(p accounts.Platform) bool { return p == accounts.Weibo || p == accounts.WeChat }

// risky tells whether monitoring found something that asks for somebody.
func (e *entry) risky() bool {
	return slices.ContainsFunc(e.found, func(f accounts.Finding) bool { return f.Level != accounts.Notice })
}

func (e *entry) closed() bool {
	s := e.account().State
	return s == accounts.Closed || s == accounts.Cancelled
}

// pending tells whether the account is on its way into, or out of, the register.
func (e *entry) pending() bool {
	switch e.account().State {
	case accounts.Applying, accounts.ToFile, accounts.Closing:
		return true
	}
	return false
}

// verified is the column 认证.
func verified(e *entry, now time.Time) (string, fyne.ThemeColorName) {
	a, b := e.account(), e.binding
	until := a.VerifiedExpires
	if !b.Profile.VerifiedExpires.IsZero() {
		until = b.Profile.VerifiedExpires
	}
	switch {
	case e.closed():
		return "—", theme.Text3
	case !until.IsZero() && words.Days(now, until) < 0:
		return "已到期", theme.Red
	case !until.IsZero() && words.Days(now, until) <= 30:
		return fmt.Sprintf("还有 %d 天", words.Days(now, until)), theme.Amber
	case b.Profile.Verified || a.Verified != "":
		return "已认证", theme.Text
	}
	return "未认证", theme.Amber
}

// authorised is the column 授权.
func authorised(e *entry, now time.Time) (string, fyne.ThemeColorName) {
	switch b := e.binding; {
	case e.closed():
		return "—", theme.Text3
	case !bindable(e.account().Platform):
		return "不需要", theme.Text2
	case b.State == accounts.Broken:
		return "已失效", theme.Red
	case b.State != accounts.Bound:
		return "未绑定", theme.Text2
	case b.Expires.IsZero():
		return "有效", theme.Text
	case words.Days(now, b.Expires) < 0:
		return "已失效", theme.Red
	case words.Days(now, b.Expires) <= 7:
		return fmt.Sprintf("还有 %d 天", words.Days(now, b.Expires)), theme.Amber
	default:
		return fmt.Sprintf("还有 %d 天", words.Days(now, b.Expires)), theme.Text
	}
}

// followers is the column 粉丝; an unknown number is none.
func followers(e *entry) string {
	n := e.binding.Profile.Followers
	switch {
	case e.binding.State == accounts.Unbound || e.binding.State == "" || n < 0 || e.binding.Probed.IsZero():
		return "—"
	case n >= 10000:
		return fmt.Sprintf("%.1f万", float64(n)/10000)
	}
	return fmt.Sprint(n)
}

func lastDay(e *entry) string {
	if e.Last.IsZero() || e.Title == "" {
		return "—"
	}
	return e.Last.In(workdays.Shanghai).Format("01-02")
}

// countdown is the column 监测倒计时.
func countdown(e *entry, now time.Time) (icon, say string, ink fyne.ThemeColorName) {
	a := e.account()
	switch {
	case a.State == accounts.Closed || a.State == accounts.Cancelled:
		return "", a.State.Title(), theme.Text3
	case a.State == accounts.Closing:
		return "", "公告期内", theme.Text2
	case !e.Counts:
		return "", "备案后开始计算", theme.Text2
	case e.Left < 0:
		return "stop", "已触发“两周未更新”", theme.Red
	case e.Left == 0:
		return "warn", "今天 24:00 触发“两周未更新”", theme.Amber
	case e.Left <= 3:
		return "warn", fmt.Sprintf("还有 %d 天触发“两周未更新”", e.Left), theme.Amber
	case e.Days == 0 && e.Title != "":
		return "", "今天已更新", theme.Green
	}
	if e.Left <= 6 {
		return "", fmt.Sprintf("还有 %d 天触发“两周未更新”", e.Left), theme.Text2
	}
	return "", fmt.Sprintf("还有 %d 天", e.Left), theme.Text2
}

// byVeto is the order of the table: the soonest veto first, then what does not count, then what is closed.
func byVeto(a, b *entry) int {
	rank := func(e *entry) int {
		switch {
		case e.closed():
			return 3
		case e.account().State == accounts.Closing:
			return 2
		case !e.Counts:
			return 1
		}
		return 0
	}
	if ra, rb := rank(a), rank(b); ra != rb {
		return ra - rb
	}
	if rank(a) == 0 && a.Left != b.Left {
		return a.Left - b.Left
	}
	return strings.Compare(a.account().Name, b.account().Name)
}
