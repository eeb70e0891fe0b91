package today

import (
	"context"
	"slices"
	"strings"
	"time"

	"huiying/accounts"
	"huiying/app/ui/questions/due"
	"huiying/app/ui/shell"
	"huiying/app/ui/widgets"
	"huiying/inbox"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/publishing"
	"huiying/publishing/delivery"
	"huiying/review"
)

// most is how many of one kind are listed; what is more stands as one line below.
const most = 60

// work is everything that waits, as it was read.
type work struct {
	tasks  []task
	rest   int      // questions that are not listed
	faults []string // what could not be read
}

// reader reads the desks for one person at one moment.
type reader struct {
	d     Deps
	me    people.Actor
	now   time.Time
	names map[accounts.ID]accounts.Account
	work  work
}

// gather reads all desks. What one of them refuses does not keep the others from being shown.
func (r *reader) gather(ctx context.Context) work {
	r.names = map[accounts.ID]accounts.Account{}
	r.try("账号", r.accounts(ctx))
	r.try("审核", r.reviews(ctx))
	r.try("留言", r.questions(ctx))
	r.try("待办的答复", r.answers(ctx))
	r.try("待办的发布", r.deliveries(ctx))
	r.try("退回的稿件", r.returned(ctx))
	r.work.tasks = sorted(r.work.tasks)
	return r.work
}

func (r *reader) try(what string, err error) {
	if err != nil {
		r.work.faults = append(r.work.faults, "没取到"+what+"："+problem.Words(err))
	}
}

func (r *reader) add(t task) {
	if t.kind != asking || !slices.ContainsFunc(r.work.tasks, func(x task) bool { return x.id == t.id }) {
		r.work.tasks = append(r.work.tasks, t)
	}
}

// account names an account as a note does: 微博“望川发布”.
func (r *reader) account(id accounts.ID, p accounts.Platform) string {
	if a, ok := r.names[id]; ok {
		return a.Platform.Title() + "“" + a.Name + "”"
	}
	return p.Title()
}

func note(parts ...string) string {
	parts = slices.DeleteFunc(parts, func(p string) bool { return p == "" })
	return strings.Join(parts, " · ")
}

func (r *reader) accounts(ctx context.Context) error {
	silences, err := r.d.Register.Countdown(ctx)
	if err != nil {
		return err
	}
	for _, s := range silences {
		r.names[s.Account.ID] = s.Account
	}
	found, err := r.d.Register.Standing(ctx, "")
	if err != nil {
		return err
	}
	for _, f := range found {
		a := r.names[f.Account]
		t := task{id: "finding:" + f.ID, kind: registering, title: "“" + a.Name + "”" + f.Text, note: note("账号", a.Sponsor.Name, f.Title, f.Source), due: f.Due,
			mark: days(f.Due, r.now), verb: "查看", mine: r.me.Has(people.Registrar), open: toAccounts, param: shell.Params{"id": string(f.Account), "finding": f.ID}}
		if f.Rule == "silence" && r.me.Has(people.Officer) {
			t.verb, t.mine, t.open, t.param = "撰稿", true, toCompose, shell.Params{"account": string(f.Account)}
		}
		if t.mark.Text == "" {
			t.mark = due.Mark{Tone: widgets.Grey, Text: "提醒"}
			if f.Level != accounts.Notice {
				t.mark = due.Mark{Tone: widgets.Amber, Icon: "warn", Text: f.Title}
			}
		}
		r.add(t)
	}
	return nil
}

func (r *reader) reviews(ctx context.Context) error {
	q, err := r.d.Review.Queue(ctx)
	if err != nil {
		return err
	}
	for _, i := range q.Mine {
		r.add(r.ticket(i, true))
	}
	for _, i := range q.Others {
		if i.Ticket.State == review.Waiting {
			r.add(r.ticket(i, false))
		}
	}
	return nil
}

func (r *reader) ticket(i review.Item, mine bool) task {
	s := i.Ticket.Subject
	if s.Kind == "answer" { // its title is what the citizen wrote
		s.Title = people.Masked(s.Title)
	}
	t := task{id: "ticket:" + i.Ticket.ID, kind: reviewing, title: i.StepName + "：" + s.Title, due: i.Deadline, mark: until(i.Deadline, r.now), verb: "审核",
		mine: mine, open: toReview, param: shell.Params{"ticket": i.Ticket.ID}}
	planned := ""
	switch {
	case s.Due.IsZero():
	case s.Kind == "answer":
		planned = moment(s.Due) + " 前答复"
	default:
		planned = "计划 " + moment(s.Due) + " 发布"
	}
	t.note = note("审核", "提交人 "+s.AuthorName, planned)
	if !mine {
		t.verb = "查看"
		t.note = note("审核", "等 "+strings.Join(i.WaitsFor, "、"), planned)
	}
	return t
}

func (r *reader) questions(ctx context.Context) error {
	counts, err := r.d.Inbox.Counts(ctx)
	if err != nil {
		return err
	}
	for _, v := range []inbox.View{inbox.ViewUnassigned, inbox.ViewToAnswer} {
		page, err := r.d.Inbox.Page(ctx, inbox.Filter{View: v, Now: r.now, Limit: most})
		if err != nil {
			return err
		}
		for _, q := range page {
			r.add(r.question(q, "", "办理"))
		}
		r.work.rest += max(counts[v]-len(page), 0)
	}
	return nil
}

// question is a question that waits; said is what is told of it in place of when it came.
func (r *reader) question(q inbox.Question, said, verb string) task {
	t := task{id: "question:" + q.ID, kind: asking, title: people.Masked(strings.Join(strings.Fields(q.Text), " ")), due: q.Due, mark: due.OfQuestion(r.d.Calendar, q, r.now), verb: verb,
		mine: r.me.Has(people.Answerer), open: toInbox, param: shell.Params{"id": q.ID}}
	if w, open := due.Window(q, r.now); open && q.Window.Before(q.Due) {
		t.due, t.mark = q.Window, w
	}
	if said == "" {
		said = date(q.Received) + "收到"
	}
	if q.State == inbox.ToAnswer && q.Held(r.now) && q.Claimed != r.me.Person {
		t.mine, t.verb, said = false, "查看", q.ClaimedBy+"正在办理"
	}
	t.note = note("留言", r.account(q.Account, q.Platform), q.Author, said)
	return t
}

// answers are those that wait for a person: to be looked for, tried again, posted by hand, or mended.
func (r *reader) answers(ctx context.Context) error {
	list, err := r.d.Inbox.AnswersIn(ctx, inbox.Unknown, inbox.Refused, inbox.WaitPerson, inbox.Returned)
	if err != nil {
		return err
	}
	for _, a := range list[:min(len(list), most)] {
		det, err := r.d.Inbox.Get(ctx, a.Question)
		if err != nil {
			return err
		}
		said, verb := "", ""
		switch a.State {
		case inbox.Unknown:
			said, verb = "答复待确认，要到平台核对", "核对"
		case inbox.Refused:
			said, verb = "平台退回了答复："+a.Note, "处理"
		case inbox.WaitPerson:
			said, verb = "已通过，等人到平台上答复", "答复"
		case inbox.Returned:
			said, verb = "审核退回："+a.Note, "修改"
		}
		t := r.question(det.Question, said, verb)
		r.work.tasks = slices.DeleteFunc(r.work.tasks, func(x task) bool { return x.id == t.id })
		r.add(t)
	}
	return nil
}

func (r *reader) deliveries(ctx context.Context) error {
	list, err := r.d.Deliveries.In(ctx, delivery.Held, delivery.Unknown, delivery.Refused, delivery.Expired, delivery.WaitPerson)
	if err != nil {
		return err
	}
	for _, d := range list {
		if d.Settled {
			continue
		}
		verb, said := "处理", d.Note
		switch d.State {
		case delivery.Unknown:
			verb, said = "核对", "没收到平台回音，可能发了也可能没发"
		case delivery.WaitPerson:
			verb, said = "发布", "到点了，要人到平台上发"
		case delivery.Expired:
			verb = "说明"
		}
		if said == "" {
			said = stateWords(d.State)
		}
		r.add(task{id: "delivery:" + d.ID, kind: sending, title: d.Title, note: note("发布", r.account(d.Account, d.Platform), said), due: d.Due, mark: stateMark(d, r.now),
			verb: verb, mine: r.me.Has(people.Officer), open: toSchedule, param: shell.Params{"id": d.ID}})
	}
	return nil
}

func (r *reader) returned(ctx context.Context) error {
	list, err := r.d.Posts.List(ctx, publishing.PostFilter{States: []publishing.State{publishing.Returned}, Limit: most})
	if err != nil {
		return err
	}
	for _, p := range list {
		said := "审核退回"
		if p.Comment != "" {
			said += "：" + p.Comment
		}
		mark := until(p.Planned, r.now)
		if mark.Text == "" {
			mark = due.Mark{Tone: widgets.Amber, Icon: "back", Text: "已退回"}
		}
		mine := p.Author == r.me.Person
		verb := "修改"
		if !mine {
			verb = "查看"
		}
		r.add(task{id: "post:" + p.ID, kind: sending, title: fallback(p.Title, "没有标题的稿件"), note: note("撰稿", p.AuthorName, said), due: p.Planned, mark: mark,
			verb: verb, mine: mine, open: toCompose, param: shell.Params{"post": p.ID}})
	}
	return nil
}

func fallback(text, otherwise string) string {
	if strings.TrimSpace(text) == "" {
		return otherwise
	}
	return text
}

// stateWords names the state of a delivery as every screen does.
func stateWords(s delivery.State) string {
	switch s {
	case delivery.Held:
		return "待就绪"
	case delivery.Armed:
		return "已就绪"
	case delivery.Sending:
		return "发送中"
	case delivery.Accepted:
		return "平台处理中"
	case delivery.Out:
		return "已发布"
	case delivery.Refused:
		return "平台退回"
	case delivery.Unknown:
		return "待确认"
	case delivery.Expired:
		return "已过期"
	case delivery.TakenBack:
		return "已撤稿"
	case delivery.WaitPerson:
		return "待人工发布"
	}
	return string(s)
}

// stateMark is the chip of a delivery's state.
func stateMark(d delivery.Delivery, now time.Time) due.Mark {
	m := due.Mark{Tone: widgets.Grey, Text: stateWords(d.State)}
	switch d.State {
	case delivery.Held:
		m.Tone, m.Icon = widgets.Amber, "clock"
	case delivery.Armed:
		m.Tone, m.Icon = widgets.Blue, "check"
	case delivery.Sending, delivery.Accepted:
		m.Tone = widgets.Blue
	case delivery.Out:
		m.Tone = widgets.Green
	case delivery.Refused:
		m.Tone, m.Icon = widgets.Red, "stop"
	case delivery.Unknown:
		m.Tone, m.Icon = widgets.Amber, "warn"
	case delivery.WaitPerson:
		m.Tone, m.Icon = widgets.Amber, "hand"
	}
	if d.State == delivery.Held && d.Due.Before(now) {
		m.Tone, m.Icon = widgets.Red, "stop"
	}
	return m
}
