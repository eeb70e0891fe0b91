// Package matrix is the table of people and roles of the settings screen: a tick for every role that a person holds. Ticking
// changes nothing by itself: it gathers what is wished, until the screen saves it or takes it back. It calls no desk.
package matrix

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"huiying/app/ui/draw"
	"huiying/app/ui/theme"
	"huiying/app/ui/widgets"
	"huiying/internal/people"
)

// Measures of the table.
const (
	roleWide = 74
	tailWide = 60
	rowHigh  = 33
	headHigh = 44
)

// Change is what is wished for one person.
type Change struct {
	Person people.Person
	Roles  []people.Role // all that the person shall hold
}

// Say says it: 孙悦：加上初审人，收回留言办理员.
func (c Change) Say() string {
	var more, less []string
	for _, r := range people.Roles() {
		had, has := slices.Contains(c.Person.Roles, r), slices.Contains(c.Roles, r)
		switch {
		case has && !had:
			more = append(more, r.Title())
		case had && !has:
			less = append(less, r.Title())
		}
	}
	var parts []string
	if len(more) > 0 {
		parts = append(parts, "加上"+strings.Join(more, "、"))
	}
	if len(less) > 0 {
		parts = append(parts, "收回"+strings.Join(less, "、"))
	}
	return c.Person.Name + "：" + strings.Join(parts, "，")
}

// Matrix is the table.
type Matrix struct {
	// OnEdit is told after a tick, OnAct when something else is to be done about a person, with what was pressed.
	OnEdit func()
	OnAct  func(p people.Person, at fyne.CanvasObject)

	may    bool
	staff  []people.Person
	locked map[people.ID]time.Time
	wish   map[people.ID][]people.Role
	cells  [][]*cell
	body   *fyne.Container
	count  *draw.Text
	object fyne.CanvasObject
}

// New returns an empty table; may says whether it can be changed.
func New(may bool) *Matrix {
	m := &Matrix{may: may, wish: map[people.ID][]people.Role{}, body: draw.Col(0), count: draw.NewText("", theme.Note, theme.Text2)}
	cols := []fyne.CanvasObject{draw.Grow(draw.Inset(draw.Col(0, draw.Fill(), m.count), 0, 8, 6, 12))}
	for _, r := range people.Roles() {
		cols = append(cols, rule(), draw.Exact(draw.NewBold(r.Title(), theme.Note, theme.Text).Center(), roleWide, headHigh))
	}
	if may {
		cols = append(cols, rule(), draw.Exact(draw.NewText("", theme.Note, theme.Text2), tailWide, 0))
	}
	head := draw.Fixed(draw.Panel(theme.Surface2, "", 0, draw.TallRow(0, cols...)), 0, headHigh)
	m.object = draw.Col(0, head, draw.NewLine(theme.Line), draw.Grow(draw.Scroll(m.body)))
	return m
}

func rule() fyne.CanvasObject { return draw.Exact(draw.NewGround(theme.Line, "", 0), 1, 0) }

// Object is what is shown.
func (m *Matrix) Object() fyne.CanvasObject { return m.object }

// Set shows these people, and until when some of them are locked out. What was wished and is not so yet stays wished; the
// focus stays on its box.
func (m *Matrix) Set(staff []people.Person, locked map[people.ID]time.Time) {
	who, col := m.focus()
	m.locked = locked
	m.staff = slices.Clone(staff)
	slices.SortStableFunc(m.staff, func(a, b people.Person) int { return left(a) - left(b) })
	here := 0
	wish := map[people.ID][]people.Role{}
	for _, p := range m.staff {
		if !p.Departed.IsZero() {
			continue
		}
		here++
		if w, ok := m.wish[p.ID]; ok && !same(w, p.Roles) {
			wish[p.ID] = w
		}
	}
	m.wish = wish
	m.count.Set("人员 " + itoa(here))
	m.build()
	for i, p := range m.staff {
		if p.ID == who && col >= 0 && len(m.cells[i]) > 0 {
			m.cells[i][col].Take()
		}
	}
}

func left(p people.Person) int {
	if p.Departed.IsZero() {
		return 0
	}
	return 1
}

func same(a, b []people.Role) bool {
	return !slices.ContainsFunc(people.Roles(), func(r people.Role) bool { return slices.Contains(a, r) != slices.Contains(b, r) })
}

// focus returns the box that the keyboard is on; col is -1 when there is none.
func (m *Matrix) focus() (who people.ID, col int) {
	for _, row := range m.cells {
		for i, c := range row {
			if c.Focused() {
				return c.person, i
			}
		}
	}
	return "", -1
}

func (m *Matrix) build() {
	m.cells = nil
	var rows []fyne.CanvasObject
	for i, p := range m.staff {
		rows = append(rows, m.row(i, p), draw.NewLine(theme.Line))
	}
	m.body.Objects = rows
	m.body.Refresh()
}

func (m *Matrix) row(i int, p people.Person) fyne.CanvasObject {
	if !p.Departed.IsZero() {
		m.cells = append(m.cells, nil)
		say := "已离岗 " + p.Departed.In(shanghai()).Format("2006-01-02")
		name := draw.Pad(draw.Row(8, draw.NewText(p.Name, theme.Body, theme.Disabled), draw.NewText(say, theme.Note, theme.Text3), draw.Fill()), 12, 0)
		return draw.Fixed(draw.TallRow(0, append([]fyne.CanvasObject{draw.Grow(name)}, m.tail(p)...)...), 0, rowHigh)
	}
	note := draw.NewText(p.Position, theme.Note, theme.Text2).Cutting()
	if until := m.locked[p.ID]; !until.IsZero() {
		note = draw.NewText("锁定到 "+until.In(shanghai()).Format("15:04"), theme.Note, theme.Amber).Cutting()
	}
	name := draw.Pad(draw.Row(8, draw.NewText(p.Name, theme.Body, theme.Text), draw.Grow(note)), 12, 0)
	objs := []fyne.CanvasObject{draw.Grow(name)}
	var cells []*cell
	for col, r := range people.Roles() {
		c := newCell(p.ID, slices.Contains(m.rolesOf(p), r), slices.Contains(p.Roles, r))
		c.OnPress = func() { m.toggle(p, r, c) }
		c.OnKey = func(ev *fyne.KeyEvent) bool { return m.move(i, col, ev) }
		if !m.may {
			c.Disable()
		}
		cells = append(cells, c)
		objs = append(objs, rule(), draw.Exact(c, roleWide, rowHigh))
	}
	m.cells = append(m.cells, cells)
	return draw.Fixed(draw.TallRow(0, append(objs, m.tail(p)...)...), 0, rowHigh)
}

// tail is where what else there is to do about a person is pressed.
func (m *Matrix) tail(p people.Person) []fyne.CanvasObject {
	if !m.may {
		return nil
	}
	var act *widgets.Link
	act = widgets.NewLink("办理", theme.Note, func() {
		if m.OnAct != nil {
			m.OnAct(p, act)
		}
	})
	return []fyne.CanvasObject{rule(), draw.Exact(draw.Middle(act), tailWide, rowHigh)}
}

func (m *Matrix) rolesOf(p people.Person) []people.Role {
	if w, ok := m.wish[p.ID]; ok {
		return w
	}
	return p.Roles
}

func (m *Matrix) toggle(p people.Person, r people.Role, c *cell) {
	roles := slices.Clone(m.rolesOf(p))
	if i := slices.Index(roles, r); i >= 0 {
		roles = slices.Delete(roles, i, i+1)
	} else {
		roles = append(roles, r)
	}
	slices.SortFunc(roles, func(a, b people.Role) int { return slices.Index(people.Roles(), a) - slices.Index(people.Roles(), b) })
	if same(roles, p.Roles) {
		delete(m.wish, p.ID)
	} else {
		m.wish[p.ID] = roles
	}
	c.set(slices.Contains(roles, r))
	if m.OnEdit != nil {
		m.OnEdit()
	}
}

// move moves the focus from box to box; those who left have none.
func (m *Matrix) move(row, col int, ev *fyne.KeyEvent) bool {
	down, across := 0, 0
	switch ev.Name {
	case fyne.KeyUp:
		down = -1
	case fyne.KeyDown:
		down = 1
	case fyne.KeyLeft:
		across = -1
	case fyne.KeyRight:
		across = 1
	default:
		return false
	}
	if r, c := row+down, col+across; r >= 0 && r < len(m.cells) && c >= 0 && c < len(m.cells[r]) {
		m.cells[r][c].Take()
	}
	return true
}

// Changes returns what is wished, in the order of the table.
func (m *Matrix) Changes() []Change {
	var out []Change
	for _, p := range m.staff {
		if w, ok := m.wish[p.ID]; ok {
			out = append(out, Change{p, slices.Clone(w)})
		}
	}
	return out
}

// Forget takes back what is wished for one person, or for all when id is empty.
func (m *Matrix) Forget(id people.ID) {
	if id == "" {
		clear(m.wish)
	} else {
		delete(m.wish, id)
	}
	m.Set(m.staff, m.locked)
	if m.OnEdit != nil {
		m.OnEdit()
	}
}

// Take gives the focus to the first box.
func (m *Matrix) Take() {
	for _, row := range m.cells {
		if len(row) > 0 {
			row[0].Take()
			return
		}
	}
}
