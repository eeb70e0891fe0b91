// Package words is how the register's screen says states, levels and days. It shows nothing itself.
package words

import (
	"time"

	"huiying/accounts"
	"huiying/app/ui/widgets"
	"huiying/internal/workdays"
)

// StateTone is the colour of a state.
func StateTone(s accounts.State) widgets.Tone {
	switch s {
	case accounts.Normal:
		return widgets.Green
	case accounts.Applying, accounts.ToFile:
		return widgets.Blue
	case accounts.Rectifying, accounts.Suspended:
		return widgets.Amber
	}
	return widgets.Grey
}

// Days is how many days of the calendar lie between now and a time.
func Days(now, at time.Time) int {
	a, b := workdays.Of(now), workdays.Of(at)
	return int(b.Start().Sub(a.Start()).Hours() / 24)
}

// Urgent orders findings: vetoes, warnings, notices, each by its day.
func Urgent(a, b accounts.Finding) int {
	rank := map[accounts.Level]int{accounts.Veto: 0, accounts.Warn: 1, accounts.Notice: 2}
	if d := rank[a.Level] - rank[b.Level]; d != 0 {
		return d
	}
	return a.Due.Compare(b.Due)
}

func LevelChip(l accounts.Level) *widgets.Chip {
	switch l {
	case accounts.Veto:
		return widgets.NewChip(widgets.Red, "stop", "单项否决")
	case accounts.Warn:
		return widgets.NewChip(widgets.Amber, "warn", "快到期限")
	}
	return widgets.NewChip(widgets.Grey, "", "提醒")
}

func LevelTone(l accounts.Level) widgets.Tone {
	switch l {
	case accounts.Veto:
		return widgets.Red
	case accounts.Warn:
		return widgets.Amber
	}
	return widgets.Grey
}

// Day writes a date as people read it.
func Day(t time.Time) string {
	if t.IsZero() {
		return "—"
	}
	return t.In(workdays.Shanghai).Format("2006年1月2日")
}

func Or(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

// KindTitle names what a filing asks for.
func KindTitle(k accounts.FilingKind) string {
	switch k {
	case accounts.Opening:
		return "开设"
	case accounts.Changing:
		return "变更"
	}
	return "关停"
}

// FilingState says how far a filing is.
func FilingState(s accounts.FilingState) (string, widgets.Tone) {
	switch s {
	case accounts.FilingDone:
		return "已备案", widgets.Green
	case accounts.FilingReview:
		return "正在审批", widgets.Blue
	case accounts.FilingReturned:
		return "退回，改了再送", widgets.Amber
	case accounts.FilingRejected:
		return "否决", widgets.Grey
	}
	return "没有送出", widgets.Grey
}
