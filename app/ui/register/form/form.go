// Package form is the form of a registration: every field of an account that somebody fills in, in sections, with what is wrong
// said under the field while it is typed. It keeps what was typed, and knows neither the desk's rules of filing nor a store.
package form

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"huiying/accounts"
	"huiying/app/ui/draw"
	"huiying/app/ui/overlays"
	"huiying/app/ui/theme"
	"huiying/app/ui/typing"
	"huiying/app/ui/widgets"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/workdays"
)

// Form is one registration while it is filled in. Keep it until it was saved.
type Form struct {
	// OnEdit is told after every change.
	OnEdit func()

	seen    accounts.Account // as it stood when the form was opened
	staff   []people.Person
	object  fyne.CanvasObject
	special *fyne.Container // what only one platform asks for

	platform *overlays.Select
	mass     *overlays.Select
	level    *overlays.Select
	kind     *typing.Entry
	id       *typing.Entry
	domains  *typing.Entry
	texts    []*text
	contacts []*contact
}

// text is one field of one line or more, with the place in an account that it is for.
type text struct {
	entry *typing.Entry
	get   func(accounts.Account) string
	set   func(*accounts.Account, string)
	must  string // what to say when it is empty
	check func(string) string
}

type contact struct {
	name, phone *typing.Entry
	of          func(*accounts.Account) *accounts.Contact
	must        string
}

// levels are the levels of government.
func levels() []string { return []string{"国家", "省", "市", "县", "乡"} }

// massModes are the two quotas of 群发.
func massModes() []string { return []string{"每天 1 次", "每月 4 次"} }

// types are what each platform calls its accounts; any other word may be typed.
func types(p accounts.Platform) []string {
	switch p {
	case accounts.WeChat:
		return []string{"订阅号", "服务号"}
	case accounts.Weibo:
		return []string{"政务微博"}
	case accounts.App:
		return []string{"政务客户端"}
	}
	return []string{p.Title()}
}

// New returns a form of an account; a new registration brings only its id, and what is known of the unit.
func New(a accounts.Account, staff []people.Person) *Form {
	f := &Form{seen: a, special: container.NewStack()}
	for _, p := range staff {
		if p.Departed.IsZero() {
			f.staff = append(f.staff, p)
		}
	}
	f.object = f.build()
	f.fill(a)
	return f
}

// Object is the form; it scrolls by itself.
func (f *Form) Object() fyne.CanvasObject { return f.object }

// Of returns the id of the account that the form is about.
func (f *Form) Of() accounts.ID { return f.seen.ID }

// Seen returns the account as it stood when the form was opened.
func (f *Form) Seen() accounts.Account { return f.seen }

// Stored tells what is stored of it by now; what was typed stays.
func (f *Form) Stored(a accounts.Account) {
	f.seen = a
	if a.State != "" {
		f.platform.Disable()
	}
}

// Hidden tells whether a phone number stands there masked.
func (f *Form) Hidden() bool {
	for _, c := range f.contacts {
		if strings.Contains(c.phone.Text(), "*") {
			return true
		}
	}
	return false
}

// Reveal puts the whole numbers in place of the masked ones that nobody has typed over.
func (f *Form) Reveal(whole accounts.Account) {
	for _, c := range f.contacts {
		full, seen := c.of(&whole), c.of(&f.seen)
		if seen.Phone != full.Masked() {
			continue
		}
		if strings.TrimSpace(c.phone.Text()) == seen.Phone {
			c.phone.SetText(full.Phone)
		}
		seen.Phone = full.Phone
	}
}

// Focus gives the focus to the first field.
func (f *Form) Focus() {
	if f.platform.Disabled() {
		f.texts[0].entry.Focus()
		return
	}
	f.platform.Take()
}

func (f *Form) told() {
	if f.OnEdit != nil {
		f.OnEdit()
	}
}

// add makes a field for a place in the account.
func (f *Form) add(e *typing.Entry, must string, check func(string) string, of func(*accounts.Account) *string) *typing.Entry {
	return f.keep(e, must, check, func(a accounts.Account) string { return *of(&a) }, func(a *accounts.Account, v string) { *of(a) = v })
}

func (f *Form) keep(e *typing.Entry, must string, check func(string) string, get func(accounts.Account) string, set func(*accounts.Account, string)) *typing.Entry {
	t := &text{e.High(28), get, set, must, check}
	e.OnEdit = func(v string) {
		say := ""
		if t.check != nil && !draw.Blank(v) {
			say = t.check(strings.TrimSpace(v))
		}
		f.complain(e, say)
		f.told()
	}
	f.texts = append(f.texts, t)
	return e
}

// complain shows a sentence under a field, and gives it the room.
func (f *Form) complain(e *typing.Entry, say string) {
	if e.Error() != say {
		e.SetError(say)
		if f.object != nil {
			f.object.Refresh()
		}
	}
}

func codeSay(code string) string {
	if err := people.CheckCreditCode(strings.ToUpper(code)); err != nil {
		return problem.Words(err)
	}
	return ""
}

func daySay(text string) string {
	if _, err := readDay(text); err != nil {
		return "日期要写成 2027-03-01 这样"
	}
	return ""
}

func readDay(text string) (time.Time, error) {
	if draw.Blank(text) {
		return time.Time{}, nil
	}
	d, err := workdays.ParseDate(strings.TrimSpace(text))
	if err != nil {
		return time.Time{}, err
	}
	return d.Start(), nil
}

func writeDay(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(workdays.Shanghai).Format(time.DateOnly)
}

// fill shows an account.
func (f *Form) fill(a accounts.Account) {
	f.platform.Choose(slices.Index(accounts.Platforms(), a.Platform))
	f.level.Choose(slices.Index(levels(), a.Level))
	f.mass.Choose(map[string]int{"daily": 0, "monthly": 1}[a.MassMode])
	for _, t := range f.texts {
		t.entry.SetText(t.get(a))
	}
	for _, c := range f.contacts {
		c.name.SetText(c.of(&a).Name)
		c.phone.SetText(c.of(&a).Phone)
	}
	if a.State != "" {
		f.platform.Disable() // an account never changes its platform
	}
	f.adapt()
}

// adapt shows what the chosen platform asks for.
func (f *Form) adapt() {
	p := f.chosen()
	f.kind.SetOptions(types(p))
	f.special.Objects = f.platformFields(p)
	f.special.Refresh()
	if f.object != nil {
		f.object.Refresh()
	}
}

func (f *Form) chosen() accounts.Platform {
	if i := f.platform.Chosen(); i >= 0 {
		return accounts.Platforms()[i]
	}
	return ""
}

// Account returns what stands in the form, on top of the account that was opened.
func (f *Form) Account() accounts.Account {
	a := f.seen
	a.Platform = f.chosen()
	if i := f.level.Chosen(); i >= 0 {
		a.Level = levels()[i]
	}
	a.MassMode = ""
	if a.Platform == accounts.WeChat {
		a.MassMode = []string{"daily", "monthly"}[max(f.mass.Chosen(), 0)]
	}
	for _, t := range f.texts {
		t.set(&a, strings.TrimSpace(t.entry.Text()))
	}
	for _, c := range f.contacts {
		at := c.of(&a)
		at.Name, at.Phone, at.Person = strings.TrimSpace(c.name.Text()), strings.TrimSpace(c.phone.Text()), ""
		for _, p := range f.staff {
			if p.Name == at.Name {
				at.Person = p.ID
			}
		}
	}
	return a
}

// Changed tells whether anything was typed that the account does not have.
func (f *Form) Changed() bool { return len(Differences(f.seen, f.Account())) > 0 }

// Check says under each field what is wrong or missing, takes the focus to the first, and returns whether there is nothing.
func (f *Form) Check() bool {
	var first *typing.Entry
	miss := func(e *typing.Entry, say string) {
		f.complain(e, say)
		if first == nil {
			first = e
		}
	}
	f.platform.SetError("")
	for _, t := range f.texts {
		v := strings.TrimSpace(t.entry.Text())
		switch {
		case v == "" && t.must != "":
			miss(t.entry, t.must)
		case v != "" && t.check != nil && t.check(v) != "":
			miss(t.entry, t.check(v))
		default:
			f.complain(t.entry, "")
		}
	}
	for _, c := range f.contacts {
		if c.must != "" && draw.Blank(c.name.Text()) {
			miss(c.name, c.must)
		} else {
			f.complain(c.name, "")
		}
	}
	if f.platform.Chosen() < 0 {
		f.platform.SetError("请选账号所在的平台")
		f.object.Refresh()
		f.platform.Take()
		return false
	}
	if first != nil {
		first.Focus()
	}
	return first == nil
}

// line puts a name before a field.
func line(name string, o fyne.CanvasObject) fyne.CanvasObject {
	return draw.TopRow(8, draw.Exact(draw.NewText(name, theme.Dense, theme.Text2), 84, 28), draw.Grow(o))
}

// two puts two lines beside each other.
func two(a, b fyne.CanvasObject) fyne.CanvasObject {
	if b == nil {
		b = container.NewStack()
	}
	return draw.TopRow(24, draw.Grow(a), draw.Grow(b))
}

func section(name, note string, lines ...fyne.CanvasObject) fyne.CanvasObject {
	return widgets.CardWith(widgets.Section(name, note), draw.Inset(draw.Col(10, lines...), 12, 16, 14, 16))
}
