package monitoring

import (
	"fmt"
	"strings"
	"time"

	"huiying/internal/people"
)

// Level of a finding.
type Level string

// The levels: a veto makes the account 不合格 when it comes true.
const (
	Veto   Level = "veto"
	Warn   Level = "warn"
	Notice Level = "notice"
)

// Facts is everything that the rules look at.
type Facts struct {
	Name         string
	Opened       time.Time // when it went on line; zero when it did not
	Last         time.Time // last publication; zero when there was none
	LastTitle    string
	LastLink     string
	Posts        []Post
	Leader       string // who is asked to see to it from the leader's day on
	Operator     string // who is asked to update before
	Certified    string // the body that the platform should show
	Registered   bool   // the register says that the account is certified
	CertifiedTo  time.Time
	Interface    bool // the platform has one
	Bound        bool
	Broken       bool // it was bound, and the platform no longer takes it
	Trouble      string
	AuthorisedTo time.Time // zero: for good
	Shown        Shown
	Open         int // questions that wait
	OldestOpen   time.Time
	Staff        []people.Person
	Now          time.Time
}

// Post is a place in the register with who holds it. Person is empty for somebody of another office.
type Post struct {
	Place  string
	Name   string
	Person people.ID
}

// Shown is the account as its platform showed it at a time. Without a name the platform told nothing.
type Shown struct {
	Name        string
	Certified   bool
	CertifiedAs string
	CertifiedTo time.Time
	At          time.Time
}

// Finding is what one rule found.
type Finding struct {
	Rule     Rule
	Level    Level
	Text     string
	Evidence string
	Link     string
	Due      time.Time
}

// Findings holds an account that is on line to the rules. The same facts find the same.
func Findings(r Rules, in Facts) []Finding {
	var found []Finding
	for _, f := range []*Finding{silent(r.Silence, in), vacant(r.Responsible, in), expiring(r.Verification, in), tokenless(r.Token, in),
		drifted(r.Name, in), certified(r.Verified, in), waiting(r.Interaction, in), unbound(r.Binding, in)} {
		if f != nil {
			found = append(found, *f)
		}
	}
	return found
}

func finding(r Rule, level Level, text, evidence string) *Finding {
	return &Finding{Rule: r, Level: level, Text: text, Evidence: evidence}
}

// Count counts natural days in Shanghai since the last publication or the opening: the day itself is day 0. On day r.Days
// (left is 0) the account may still be saved until midnight; then the veto has come true.
func (r Rule) Count(since, now time.Time) (days, left int) {
	days = max(daysBetween(since, now), 0)
	return days, r.Days - days
}

func shanghai() *time.Location { return time.FixedZone("Asia/Shanghai", 8*3600) }

func clock(t time.Time) string { return t.In(shanghai()).Format("01-02 15:04") }

// daysBetween counts midnights in Shanghai.
func daysBetween(from, to time.Time) int {
	return int(midnight(to).Sub(midnight(from)).Hours() / 24)
}

func midnight(t time.Time) time.Time {
	y, m, d := t.In(shanghai()).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, shanghai())
}

func silent(r Rule, in Facts) *Finding {
	since, evidence := in.Last, "最近一条 "+clock(in.Last)+"《"+in.LastTitle+"》"
	if since.IsZero() {
		since, evidence = in.Opened, "开设以来还没有发布过，开设于 "+clock(in.Opened)
	}
	days, left := r.Count(since, in.Now)
	if since.IsZero() || days < r.WarnOperator {
		return nil
	}
	whom := "请运维管理员" + in.Operator + "更新"
	if days >= r.WarnLeader {
		whom = "请分管领导" + in.Leader + "督促"
	}
	text, level := fmt.Sprintf("%d 天没有更新，还有 %d 天触发“两周未更新”，%s", days, left, whom), Warn
	switch {
	case left < 0:
		text, level = fmt.Sprintf("%d 天没有更新，已经触发“两周未更新”，%s", days, whom), Veto
	case left == 0:
		text = fmt.Sprintf("%d 天没有更新，今天 24:00 触发“两周未更新”，%s", days, whom)
	}
	f := finding(r, level, text, evidence)
	f.Due, f.Link = midnight(since).AddDate(0, 0, r.Days+1).UTC(), in.LastLink
	return f
}

// vacant finds a responsible person who is missing, or who left this office.
func vacant(r Rule, in Facts) *Finding {
	gone, goneNames := map[people.ID]bool{}, map[string]bool{}
	for _, p := range in.Staff {
		if !p.Departed.IsZero() {
			gone[p.ID], goneNames[p.Name] = true, true
		}
	}
	for _, p := range in.Staff {
		if p.Departed.IsZero() {
			delete(goneNames, p.Name)
		}
	}
	var lacking []string
	for _, p := range in.Posts {
		switch {
		case strings.TrimSpace(p.Name) == "":
			lacking = append(lacking, p.Place+"空着")
		case gone[p.Person] || p.Person == "" && goneNames[p.Name]:
			lacking = append(lacking, p.Place+p.Name+"已离岗")
		}
	}
	if len(lacking) == 0 {
		return nil
	}
	return finding(r, Warn, strings.Join(lacking, "，")+"，请换人", "登记簿和人员表，"+clock(in.Now)+"核对")
}

// expiring finds a certification that runs out or has run out, by the platform where it tells, else by the register.
func expiring(r Rule, in Facts) *Finding {
	end, source := in.CertifiedTo, "登记簿"
	if !in.Shown.CertifiedTo.IsZero() {
		end, source = in.Shown.CertifiedTo, in.Shown.source()
	}
	if end.IsZero() {
		return nil
	}
	left := daysBetween(in.Now, end)
	if left > r.Days {
		return nil
	}
	text, level := fmt.Sprintf("认证还有 %d 天到期", left), Notice
	if !end.After(in.Now) {
		text, level = "认证已经到期", Warn
	}
	f := finding(r, level, text+"（"+end.In(shanghai()).Format("2006-01-02")+"）", source)
	f.Due = end
	return f
}

// tokenless finds an authorisation that runs out, or that the platform no longer takes.
func tokenless(r Rule, in Facts) *Finding {
	if in.Broken {
		trouble := in.Trouble
		if trouble == "" {
			trouble = "平台不再接受这个授权"
		}
		f := finding(r, Warn, "授权失效了，请重新授权", trouble)
		f.Due = in.Now
		return f
	}
	if !in.Bound || in.AuthorisedTo.IsZero() {
		return nil
	}
	left := daysBetween(in.Now, in.AuthorisedTo)
	if left > r.Days {
		return nil
	}
	text := fmt.Sprintf("授权还有 %d 天到期，请重新授权", left)
	if !in.AuthorisedTo.After(in.Now) {
		text = "授权已经到期，请重新授权"
	}
	f := finding(r, Warn, text, "授权到 "+in.AuthorisedTo.In(shanghai()).Format("2006-01-02 15:04")+" 为止")
	f.Due = in.AuthorisedTo
	return f
}

func (s Shown) source() string { return "平台资料，" + clock(s.At) + "读取" }

// drifted finds a name on the platform that is not the registered one.
func drifted(r Rule, in Facts) *Finding {
	shown := strings.TrimSpace(in.Shown.Name)
	if !in.Bound || shown == "" || shown == in.Name {
		return nil
	}
	return finding(r, Warn, "平台上叫“"+shown+"”，登记的是“"+in.Name+"”", in.Shown.source())
}

// certified finds a certification on the platform that does not show the registered body, or is gone.
func certified(r Rule, in Facts) *Finding {
	if !in.Bound || in.Shown.Name == "" {
		return nil
	}
	var text string
	switch {
	case in.Shown.Certified && in.Shown.CertifiedAs != "" && !strings.Contains(in.Shown.CertifiedAs, in.Certified):
		text = "平台上的认证信息是“" + in.Shown.CertifiedAs + "”，登记的认证主体是“" + in.Certified + "”"
	case !in.Shown.Certified && in.Registered:
		text = "登记的认证主体是“" + in.Certified + "”，平台上没有认证"
	default:
		return nil
	}
	return finding(r, Warn, text, in.Shown.source())
}

func waiting(r Rule, in Facts) *Finding {
	if in.Open == 0 || daysBetween(in.OldestOpen, in.Now) < r.Days {
		return nil
	}
	f := finding(r, Warn, fmt.Sprintf("%d 条留言还没有答复，最早一条等了 %d 天", in.Open, daysBetween(in.OldestOpen, in.Now)), "留言台账")
	f.Due = in.OldestOpen
	return f
}

func unbound(r Rule, in Facts) *Finding {
	if !in.Interface || in.Bound || in.Broken {
		return nil
	}
	return finding(r, Notice, "还没有绑定授权，只能人工发布", "登记簿")
}
