// Package day runs one whole working day of an office through the real desks, with people who sign in and stand-ins for
// the platforms. What comes next is read off the store each time, never counted: killed anywhere, it goes on from what is
// written. It is the drill in the terminal, and the yardstick of the kill tests. It holds no rule of the house.
package day

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"huiying/app/day/tally"
	"huiying/app/house"
	"huiying/internal/people"
	"huiying/internal/platforms/drill"
	"huiying/internal/problem"
	"huiying/publishing/delivery"
)

// Day is one run.
type Day struct {
	House *house.House
	Drill *drill.Control
	Seed  drill.Seed
	Out   io.Writer

	signed map[string]people.Actor
}

// goal is one thing that the day is to come to.
type goal struct {
	part string // headline
	name string
	// met reads off the store whether it is there, and says in a line what a person would see, or what it hangs on.
	met func(ctx context.Context) (string, bool, error)
	// by is who acts; nobody of the office when empty.
	by string
	// act does the next thing towards it. It may be called again and again.
	act func(ctx context.Context) error
}

// stalled is how many times in a row one goal may be acted on without being met.
const stalled = 400

// Run goes through the day from wherever it stands to its end, and prints each step as it is reached.
func (d *Day) Run(ctx context.Context) error {
	part := ""
	for _, g := range d.goals() {
		if g.part != part && g.part != "" {
			part = g.part
			d.say("")
			d.say("── %s", part)
		}
		line, err := d.reach(ctx, g)
		if err != nil {
			return fmt.Errorf("%s：%w", g.name, err)
		}
		if line != "" {
			d.say("   %s  %s", d.clock(), line)
		}
	}
	return nil
}

// reach acts on a goal until it is met.
func (d *Day) reach(ctx context.Context, g goal) (string, error) {
	var line string
	for range stalled {
		var ok bool
		var err error
		line, ok, err = g.met(ctx)
		if err != nil {
			return "", err
		}
		if ok {
			return line, nil
		}
		err = d.act(ctx, g)
		switch problem.KindOf(err) {
		case "":
		case problem.Unavailable, problem.Unknown, problem.Busy, problem.Conflict: // something went on meanwhile: another look says what
			d.say("   %s  %s（再试）", d.clock(), problem.Words(err))
			if err := d.idle(ctx); err != nil {
				return "", err
			}
		default:
			return "", err
		}
	}
	return "", fmt.Errorf("做了 %d 次还没有做到（%s）", stalled, line)
}

func (d *Day) act(ctx context.Context, g goal) error {
	if g.by == "" {
		return g.act(ctx)
	}
	ctx, err := d.as(ctx, g.by)
	if err != nil {
		return err
	}
	return g.act(ctx)
}

// idle lets what is due be done: it waits a moment, and when nothing is due it moves the drill's clock to what falls due
// next, at most ten minutes.
func (d *Day) idle(ctx context.Context) error {
	changed := make(chan struct{}, 1)
	stop := d.House.Bus.Listen(func(string, string) {
		select {
		case changed <- struct{}{}:
		default:
		}
	})
	defer stop()
	now := d.House.Clock.Now()
	due, ok, err := d.House.Wakes.Next(ctx, now)
	if err != nil {
		return err
	}
	if wait := due.Sub(now); ok && wait > 0 && d.House.Runner.Busy() == 0 {
		if err := d.House.Advance(ctx, min(wait, 10*time.Minute)+time.Millisecond); err != nil {
			return err
		}
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-changed:
	case <-time.After(50 * time.Millisecond):
	}
	return nil
}

// pass lets time pass on the drill's clock, once what is due has been done: hours do not pass in the middle of a call.
func (d *Day) pass(ctx context.Context, hours time.Duration) error {
	for {
		now := d.House.Clock.Now()
		due, ok, err := d.House.Wakes.Next(ctx, now)
		if err != nil {
			return err
		}
		if d.House.Runner.Busy() == 0 && (!ok || due.After(now)) {
			return d.House.Advance(ctx, hours)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// Tally holds what the office believes against the platforms' own records.
func (d *Day) Tally(ctx context.Context) error {
	records, err := d.Drill.Records(ctx)
	if err != nil {
		return err
	}
	out, err := d.House.Publishing.Deliveries.In(observer(ctx), delivery.Out)
	if err != nil {
		return err
	}
	answered := 0
	for _, q := range asks() {
		if q.way != "" {
			answered++
		}
	}
	line, err := tally.Count(records, out, answered)
	if err == nil {
		d.say("\n%s", line)
	}
	return err
}

func (d *Day) say(format string, args ...any) {
	_, _ = fmt.Fprintln(d.Out, strings.TrimRight(fmt.Sprintf(format, args...), " "))
}

func (d *Day) clock() string {
	return d.House.Clock.Now().In(time.FixedZone("Asia/Shanghai", 8*3600)).Format("01-02 15:04:05")
}

// as signs a person in, once, and returns a context in which that person acts.
func (d *Day) as(ctx context.Context, name string) (context.Context, error) {
	if d.signed == nil {
		d.signed = map[string]people.Actor{}
	}
	if a, ok := d.signed[name]; ok {
		return people.With(ctx, a), nil
	}
	all, err := d.House.People.People(ctx)
	if err != nil {
		return nil, err
	}
	for _, p := range all {
		if p.Name != name {
			continue
		}
		a, err := d.signIn(ctx, p)
		if err != nil {
			return nil, err
		}
		d.signed[name] = a
		return people.With(ctx, a), nil
	}
	return nil, fmt.Errorf("没有%s这个人", name)
}

func (d *Day) signIn(ctx context.Context, p people.Person) (people.Actor, error) {
	if d.House.Mode == house.Drill {
		return d.House.People.Pick(ctx, p.ID)
	}
	return d.House.People.SignIn(ctx, p.ID, password(p.Name))
}

// password is what the invented people of the drill sign in with. It opens nothing but the drill's own file.
func password(name string) string { return "演练用口令-" + name }

// observer reads without being anybody of the office.
func observer(ctx context.Context) context.Context {
	return people.With(ctx, people.System("演练旁观"))
}
