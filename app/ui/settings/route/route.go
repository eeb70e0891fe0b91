// Package route is the form for one review route of the settings screen: its steps in their order, who takes each, what each
// must answer. It checks nothing but that a number is one: what a route needs is the review desk's rule. It calls no desk.
package route

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"huiying/app/ui/draw"
	"huiying/app/ui/flow"
	"huiying/app/ui/theme"
	"huiying/app/ui/typing"
	"huiying/app/ui/widgets"
	"huiying/internal/people"
	"huiying/review"
)

// Form is the form.
type Form struct {
	// OnEdit is told after every change by a person.
	OnEdit func()

	may    bool
	route  review.Route
	steps  []*step
	adjoin *widgets.Check
	more   *widgets.Button
	body   *fyne.Container
}

// New returns an empty form; may says whether it can be changed.
func New(may bool) *Form {
	f := &Form{may: may, body: draw.Col(0)}
	f.adjoin = widgets.NewCheck("允许兼岗", false, func(bool) { f.edited() })
	f.more = widgets.NewButton(widgets.Plain, "加一步", f.add).High(24).WithIcon("plus")
	return f
}

// Object is what is shown.
func (f *Form) Object() fyne.CanvasObject { return f.body }

// Set loads a route.
func (f *Form) Set(r review.Route) {
	f.route = r
	f.steps = nil
	for _, st := range r.Steps {
		f.steps = append(f.steps, f.newStep(st))
	}
	f.adjoin.SetTicked(r.Adjoining)
	f.build()
}

// Adopt takes over which version of the route the form goes on from, without touching what it says.
func (f *Form) Adopt(version int) { f.route.Version = version }

// Value returns the route as it stands, and a sentence where something typed is not a number.
func (f *Form) Value() (review.Route, string) {
	r := f.route
	r.Steps, r.Adjoining = nil, f.adjoin.Ticked()
	fault := ""
	for i, s := range f.steps {
		st, say := s.value()
		if say != "" && fault == "" {
			fault = "第 " + strconv.Itoa(i+1) + " 步：" + say
		}
		r.Steps = append(r.Steps, st)
	}
	return r, fault
}

// Take gives the focus to the first field.
func (f *Form) Take() {
	if len(f.steps) > 0 {
		f.steps[0].name.Focus()
	}
}

func (f *Form) edited() {
	if f.OnEdit != nil {
		f.OnEdit()
	}
}

func (f *Form) add() {
	f.steps = append(f.steps, f.newStep(review.Step{Role: people.Approver}))
	f.build()
	f.steps[len(f.steps)-1].name.Focus()
	f.edited()
}

// swap exchanges a step with the next one.
func (f *Form) swap(i int) {
	f.steps[i], f.steps[i+1] = f.steps[i+1], f.steps[i]
	f.build()
	f.edited()
}

func (f *Form) drop(s *step) {
	i := slices.Index(f.steps, s)
	f.steps = slices.Delete(f.steps, i, i+1)
	f.build()
	f.steps[min(i, len(f.steps)-1)].name.Focus()
	f.edited()
}

func (f *Form) build() {
	var objs []fyne.CanvasObject
	for i, s := range f.steps {
		objs = append(objs, f.row(i, s), draw.NewLine(theme.Line))
	}
	foot := []fyne.CanvasObject{f.adjoin, draw.Grow(draw.NewText("一个人可以连着做相邻的两步，会写在审核表上；谁都不审自己写的。", theme.Note, theme.Text3).Cutting())}
	if f.may {
		foot = append(foot, f.more)
	} else {
		f.adjoin.Disable()
	}
	f.body.Objects = append(objs, draw.Fixed(draw.Pad(draw.Row(8, foot...), 12, 0), 0, 40))
	f.body.Refresh()
}

func (f *Form) row(i int, s *step) fyne.CanvasObject {
	number := draw.Exact(draw.NewBold(strconv.Itoa(i+1), theme.Title, theme.Text2).Center(), 24, 28)
	top := []fyne.CanvasObject{number, draw.Exact(s.name, 150, 28), s.role}
	if label := deadline(f.route.Kind); label != "" {
		top = append(top, draw.NewText(label, theme.Dense, theme.Text2), draw.Exact(s.within, 64, 28), draw.NewText("分钟做完", theme.Dense, theme.Text2))
	}
	top = append(top, draw.Fill())
	if f.may {
		up := widgets.NewIconButton(widgets.Quiet, "up", "往前挪一步", func() { f.swap(i - 1) }).High(24)
		down := widgets.NewIconButton(widgets.Quiet, "down", "往后挪一步", func() { f.swap(i) }).High(24)
		out := widgets.NewIconButton(widgets.Quiet, "x", "去掉这一步", func() { f.drop(s) }).High(24)
		if i == 0 {
			up.Disable()
		}
		if i == len(f.steps)-1 {
			down.Disable()
		}
		if len(f.steps) == 1 {
			out.Disable()
		}
		top = append(top, up, down, out)
	}
	low := []fyne.CanvasObject{draw.Exact(draw.NewText("把关", theme.Dense, theme.Text3), 32, 0)}
	for _, c := range s.gates {
		low = append(low, c)
	}
	low = append(low, draw.Exact(draw.NewGround(theme.Line, "", 0), 1, 16), s.secrecy, draw.Fill())
	fault := draw.Inset(s.fault, 0, 0, 0, 32)
	return draw.Pad(draw.Col(8, draw.Row(8, top...), draw.Inset(draw.Row(14, low...), 0, 0, 0, 32), fault), 12, 10)
}

// deadline names the hour that a step is counted back from, "" for a kind that has none.
func deadline(k review.Kind) string {
	switch k {
	case review.Filing:
		return ""
	case review.Reply:
		return "到期前"
	}
	return "发布前"
}

// step is one step in the form.
type step struct {
	was     review.Step
	name    *typing.Entry
	role    *widgets.Segment
	within  *typing.Entry
	gates   []*widgets.Check
	secrecy *widgets.Check
	fault   *flow.Flow
}

func (f *Form) newStep(st review.Step) *step {
	s := &step{was: st, fault: flow.Plain("", theme.Note, theme.Red)}
	s.fault.Hide()
	s.name = typing.Line("名称，如“复审”").High(28)
	s.name.SetText(st.Name)
	s.name.OnEdit = func(string) { f.edited() }
	chosen := -1
	for i, r := range takers() {
		if r == st.Role {
			chosen = i
		}
	}
	s.role = widgets.NewSegment([]string{people.Checker.Title(), people.Approver.Title()}, chosen, func(int) { f.edited() })
	s.within = typing.Number("不限").High(28)
	if st.Within > 0 {
		s.within.SetText(strconv.Itoa(int(st.Within / time.Minute)))
	}
	s.within.OnEdit = func(string) { s.check(); f.edited() }
	for _, g := range review.Gates() {
		s.gates = append(s.gates, widgets.NewCheck(g.Title(), slices.Contains(st.Gates, g), func(bool) { f.edited() }))
	}
	s.secrecy = widgets.NewCheck("给保密结论", st.Secrecy, func(on bool) { f.onlySecrecy(s, on) })
	if !f.may {
		s.name.Disable()
		s.role.Disable()
		s.within.Disable()
		s.secrecy.Disable()
		for _, c := range s.gates {
			c.Disable()
		}
	}
	return s
}

func takers() []people.Role { return []people.Role{people.Checker, people.Approver} }

// onlySecrecy keeps the conclusion on one step.
func (f *Form) onlySecrecy(s *step, on bool) {
	for _, o := range f.steps {
		if on && o != s {
			o.secrecy.SetTicked(false)
		}
	}
	f.edited()
}

func (s *step) minutes() (int, bool) {
	text := strings.TrimSpace(s.within.Text())
	if text == "" {
		return 0, true
	}
	n, err := strconv.Atoi(text)
	return n, err == nil && n >= 0 && n <= 7*24*60
}

func (s *step) check() string {
	say := ""
	if _, ok := s.minutes(); !ok {
		say = "时限写分钟数，0 到 10080（7 天），不限就空着"
	}
	s.fault.SetText(say)
	if say == "" {
		s.fault.Hide()
	} else {
		s.fault.Show()
	}
	return say
}

func (s *step) value() (review.Step, string) {
	st := review.Step{Name: strings.TrimSpace(s.name.Text()), Secrecy: s.secrecy.Ticked()}
	if i := s.role.Chosen(); i >= 0 {
		st.Role = takers()[i]
	}
	n, _ := s.minutes()
	if st.Within = time.Duration(n) * time.Minute; n == int(s.was.Within/time.Minute) {
		st.Within = s.was.Within // a time that is no whole number of minutes stays what it was
	}
	for i, g := range review.Gates() {
		if s.gates[i].Ticked() {
			st.Gates = append(st.Gates, g)
		}
	}
	return st, s.check()
}
