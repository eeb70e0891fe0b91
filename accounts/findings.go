package accounts

import (
	"fmt"
	"strings"
	"time"

	"huiying/internal/people"
)

// CheckInput is everything that the rules look at.
type CheckInput struct {
	Account    Account
	Binding    Binding
	Interface  bool // the platform has one
	HasLast    bool
	LastAt     time.Time
	LastTitle  string
	LastLink   string
	Open       int
	OldestOpen time.Time
	Staff      []people.Person
	Now        time.Time
}

// Findings holds an account to the rules. It is pure: the same input finds the same.
func Findings(r Rules, in CheckInput) []Finding {
	switch in.Account.State {
	case Normal, Rectifying, Suspended:
	default:
		return nil
	}
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
	return &Finding{Rule: r.Key, Level: level, Title: r.Title, Text: text, Evidence: evidence, Clause: r.Clause, Source: r.Source}
}

// silence counts natural days in Shanghai from the last publication, or from the opening: the day itself is day 0. On day
// r.Days the account may still be saved until midnight; then the veto has come true.
func silence(r Rule, a Account, last time.Time, title string, published bool, now time.Time) Silence {
	s := Silence{Account: a, Last: last, Title: title}
	if !published {
		s.Last, s.Title = a.Opened, ""
	}
	switch a.State {
	case Normal, Rectifying, Suspended:
		s.Counts = !s.Last.IsZero()
	}
	if s.Counts {
		s.Days = max(daysBetween(s.Last, now), 0)
		s.Left = r.Days - s.Days
	}
	return s
}

// daysBetween counts midnights in Shanghai.
func daysBetween(from, to time.Time) int {
	return int(midnight(to).Sub(midnight(from)).Hours() / 24)
}

func midnight(t time.Time) time.Time {
	y, m, d := t.In(shanghai()).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, shanghai())
}

func silent(r Rule, in CheckInput) *Finding {
	s := silence(r, in.Account, in.LastAt, in.LastTitle, in.HasLast, in.Now)
	if !s.Counts || s.Days < r.WarnOperator {
		return nil
	}
	evidence := "开设以来还没有发布过，开设于 " + s.Last.In(shanghai()).Format("01-02")
	if in.HasLast {
		evidence = "最近一条 " + s.Last.In(shanghai()).Format("01-02 15:04") + "《" + in.LastTitle + "》"
	}
	whom := "请运维管理员" + in.Account.AdminA.Name + "更新"
	if s.Days >= r.WarnLeader {
		whom = "请分管领导" + in.Account.Leader.Name + "督促"
	}
	text, level := fmt.Sprintf("%d 天没有更新，还有 %d 天触发“两周未更新”，%s", s.Days, s.Left, whom), Warn
	switch {
	case s.Left < 0:
		text, level = fmt.Sprintf("%d 天没有更新，已经触发“两周未更新”，%s", s.Days, whom), Veto
	case s.Left == 0:
		text = fmt.Sprintf("%d 天没有更新，今天 24:00 触发“两周未更新”，%s", s.Days, whom)
	}
	f := finding(r, level, text, evidence)
	f.Due, f.Link = midnight(s.Last).AddDate(0, 0, r.Days+1).UTC(), in.LastLink
	return f
}

// vacant finds a responsible person who is missing, or who left this office.
func vacant(r Rule, in CheckInput) *Finding {
	gone := map[people.ID]bool{}
	goneNames := map[string]bool{}
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
	for _, post := range []struct {
		name string
		c    Contact
	}{{"分管领导", in.Account.Leader}, {"责任人", in.Account.Responsible}, {"内容审核责任人", in.Account.Reviewer}, {"运维管理员", in.Account.AdminA}} {
		switch {
		case strings.TrimSpace(post.c.Name) == "":
			lacking = append(lacking, post.name+"空着")
		case gone[post.c.Person] || post.c.Person == "" && goneNames[post.c.Name]:
			lacking = append(lacking, post.name+post.c.Name+"已离岗")
		}
	}
	if len(lacking) == 0 {
		return nil
	}
	return finding(r, Warn, strings.Join(lacking, "，")+"，请发起变更换人", "登记簿和人员表，"+in.Now.In(shanghai()).Format("01-02 15:04")+"核对")
}

// expiring finds a certification that runs out or has run out, by the platform where it tells, else by the register.
func expiring(r Rule, in CheckInput) *Finding {
	end, source := in.Account.VerifiedExpires, "登记簿"
	if e := in.Binding.Profile.VerifiedExpires; !e.IsZero() {
		end, source = e, "平台资料，"+in.Binding.Probed.In(shanghai()).Format("01-02 15:04")+"读取"
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
func tokenless(r Rule, in CheckInput) *Finding {
	b := in.Binding
	if b.State == Broken {
		f := finding(r, Warn, "授权失效了，请重新授权", first(b.Trouble, "平台不再接受这个授权"))
		f.Due = in.Now
		return f
	}
	if b.State != Bound || b.Expires.IsZero() {
		return nil
	}
	left := daysBetween(in.Now, b.Expires)
	if left > r.Days {
		return nil
	}
	text := fmt.Sprintf("授权还有 %d 天到期，请重新授权", left)
	if !b.Expires.After(in.Now) {
		text = "授权已经到期，请重新授权"
	}
	f := finding(r, Warn, text, "授权到 "+b.Expires.In(shanghai()).Format("2006-01-02 15:04")+" 为止")
	f.Due = b.Expires
	return f
}

// drifted finds a name on the platform that is not the registered one.
func drifted(r Rule, in CheckInput) *Finding {
	shown := strings.TrimSpace(in.Binding.Profile.Name)
	if in.Binding.State != Bound || shown == "" || shown == in.Account.Name {
		return nil
	}
	return finding(r, Warn, "平台上叫“"+shown+"”，登记的是“"+in.Account.Name+"”", "平台资料，"+in.Binding.Probed.In(shanghai()).Format("01-02 15:04")+"读取")
}

// certified finds a certification on the platform that does not show the registered body, or is gone. A platform that
// told no name told nothing.
func certified(r Rule, in CheckInput) *Finding {
	p, registered := in.Binding.Profile, first(in.Account.Verified, in.Account.Sponsor.Name)
	if in.Binding.State != Bound || p.Name == "" {
		return nil
	}
	text := ""
	switch {
	case p.Verified && p.VerifiedName != "" && !strings.Contains(p.VerifiedName, registered):
		text = "平台上的认证信息是“" + p.VerifiedName + "”，登记的认证主体是“" + registered + "”"
	case !p.Verified && in.Account.Verified != "":
		text = "登记的认证主体是“" + registered + "”，平台上没有认证"
	default:
		return nil
	}
	return finding(r, Warn, text, "平台资料，"+in.Binding.Probed.In(shanghai()).Format("01-02 15:04")+"读取")
}

func waiting(r Rule, in CheckInput) *Finding {
	if in.Open == 0 || daysBetween(in.OldestOpen, in.Now) < r.Days {
		return nil
	}
	f := finding(r, Warn, fmt.Sprintf("%d 条留言还没有答复，最早一条等了 %d 天", in.Open, daysBetween(in.OldestOpen, in.Now)), "留言台账")
	f.Due = in.OldestOpen
	return f
}

func unbound(r Rule, in CheckInput) *Finding {
	if !in.Interface || in.Binding.State != Unbound {
		return nil
	}
	return finding(r, Notice, "还没有绑定授权，只能人工发布", "登记簿")
}
