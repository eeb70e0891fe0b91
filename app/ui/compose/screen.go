package compose

import (
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"io"

	"huiying/accounts"
	"huiying/app/ui/load"
	"huiying/app/ui/shell"
	"huiying/app/ui/widgets"
	"huiying/internal/people"
	"huiying/internal/unit"
	"huiying/publishing"
	"huiying/publishing/content"
)

// Name is the id of the screen; it opens a post by Params{"post": id} and a new draft by {"new": "1"} or {"account": id}.
const Name = "compose"

// Screen is 撰稿. It is built once.
type Screen struct {
	d       Deps
	shelf   *shelf
	form    *form
	body    *fyne.Container
	stop    func()
	visible bool

	open    string // the post in the editor, "" while the list is in front
	asked   string // the post that is being fetched
	post    publishing.Post
	copy    publishing.WorkingCopy
	saver   *saver
	savers  map[string]*saver // of posts with something not stored
	facts   content.Facts
	list    []accounts.Account
	lacks   []content.Lack
	pending bool // the lacks and the preview will be drawn again
	refetch bool // a change was told; it will be fetched
	sending bool // a submission is going on
	head    headParts
}

// New returns the screen.
func New(d Deps) *Screen {
	if d.Open == nil {
		d.Open = func(path string) (io.ReadCloser, error) { return os.Open(path) }
	}
	s := &Screen{d: d, savers: map[string]*saver{}, facts: content.Facts{Accounts: map[accounts.ID]accounts.Account{}, Bindings: map[accounts.ID]accounts.Binding{}}}
	s.shelf = newShelf(s)
	s.form = newForm(s)
	s.head.make(s)
	s.body = container.NewStack(s.shelf.object())
	if d.Changed != nil {
		s.stop = d.Changed(s.told)
	}
	return s
}

func (s *Screen) jobs() *load.Jobs { return s.d.Frame.Jobs() }

// me is who writes.
func (s *Screen) me() people.Actor {
	a, _ := people.From(s.jobs().Context())
	return a
}

// Close stops listening to changes; the frame's jobs end by themselves.
func (s *Screen) Close() {
	if s.stop != nil {
		s.stop()
	}
}

// Name is part of shell.Screen.
func (s *Screen) Name() string { return Name }

// Title is part of shell.Screen.
func (s *Screen) Title() string { return "撰稿" }

// Content is part of shell.Screen.
func (s *Screen) Content() fyne.CanvasObject { return s.body }

// Keys is part of shell.Screen.
func (s *Screen) Keys() []shell.Key {
	alt, ctrl := fyne.KeyModifierAlt, fyne.KeyModifierShortcutDefault
	return []shell.Key{
		{Label: "Ctrl+Enter", Say: "送审", Short: true, Name: fyne.KeyReturn, Modifier: ctrl, Do: s.Submit},
		{Label: "Ctrl+N", Say: "新稿件", Short: true},
		{Label: "Ctrl+S", Say: "存草稿"},
		{Label: "F8", Say: "下一处要改的", Name: fyne.KeyF8, Do: func() { s.form.gaps.Next(1) }},
		{Label: "Shift+F8", Say: "上一处要改的", Name: fyne.KeyF8, Modifier: fyne.KeyModifierShift, Do: func() { s.form.gaps.Next(-1) }},
		{Label: "Alt+↑", Say: "这一段上移", Name: fyne.KeyUp, Modifier: alt, Do: func() { s.form.text.Shift(-1) }},
		{Label: "Alt+↓", Say: "这一段下移", Name: fyne.KeyDown, Modifier: alt, Do: func() { s.form.text.Shift(1) }},
		{Label: "Ctrl+B", Say: "加粗这一段", Name: fyne.KeyB, Modifier: ctrl, Do: func() { s.form.text.ToggleBold() }},
		{Label: "Ctrl+H", Say: "小标题", Name: fyne.KeyH, Modifier: ctrl, Do: func() { s.form.text.SetStyle(content.Heading) }},
		{Label: "Enter", Say: "另起一段；在列表里是打开"},
		{Label: "Ctrl+Z", Say: "撤销"},
	}
}

// Shown is part of shell.Screen.
func (s *Screen) Shown(p shell.Params) {
	s.visible = true
	s.fetchFacts()
	switch {
	case p["post"] != "":
		s.Open(p["post"])
	case p["account"] != "" || p["new"] != "":
		s.create(accounts.ID(p["account"]))
	case s.open == "":
		s.shelf.load()
	default:
		s.fetch(s.open)
	}
}

// Hidden is part of shell.Screen: what is written is stored at once.
func (s *Screen) Hidden() {
	s.visible = false
	s.flushAll()
}

func (s *Screen) flushAll() {
	if s.saver != nil {
		s.saver.flush()
	}
	for _, v := range s.savers {
		v.flush()
	}
}

// MayClose is part of shell.Closer: it stores what is written, and says what could not be stored and why.
func (s *Screen) MayClose() string {
	if s.saver != nil {
		if why := s.saver.wait(); why != "" {
			return why
		}
	}
	for _, id := range slices.Sorted(maps.Keys(s.savers)) {
		if why := s.savers[id].wait(); why != "" {
			return why
		}
	}
	return ""
}

// Save is part of shell.Saver.
func (s *Screen) Save() {
	if s.saver == nil || s.locked() {
		return
	}
	v := s.saver
	v.then = append(v.then, func() { s.d.Frame.Toast(clock(v.at)+" 已存", nil) })
	if v.stuck() {
		v.fault = nil
	}
	v.flush()
}

// Create is part of shell.Creator.
func (s *Screen) Create() { s.create("") }

// create begins a post, addressed to an account where one is given.
func (s *Screen) create(to accounts.ID) {
	id := unit.NewID()
	s.jobs().Go(func(ctx context.Context) func() {
		if _, err := s.d.Posts.Create(ctx, id, content.Regular); err != nil {
			return func() { s.shelf.refuse(err) }
		}
		p, w, err := s.d.Posts.Get(ctx, id)
		if err != nil {
			return func() { s.shelf.refuse(err) }
		}
		f, all, err := s.readFacts(ctx)
		return func() {
			if err == nil {
				s.facts, s.list = f, all
			}
			s.show(p, w)
			s.address(to)
			s.form.title.Focus()
		}
	})
}

// address ticks an account of a new draft.
func (s *Screen) address(to accounts.ID) {
	for _, a := range s.list {
		if a.ID == to {
			s.form.where.Check(to).OnChange(true)
		}
	}
}

// Refetch is part of shell.Refetcher.
func (s *Screen) Refetch() {
	s.fetchFacts()
	if s.open == "" {
		s.shelf.load()
	} else {
		s.fetch(s.open)
	}
}

// StepBack is part of shell.Stepper: from the editor to the list. The first Esc only takes the caret away.
func (s *Screen) StepBack() bool {
	if c := s.d.Frame.Canvas(); s.open == "" || c != nil && c.Focused() != nil {
		return false
	}
	s.toList()
	return true
}

// toList goes back to the list; what is written goes on being stored.
func (s *Screen) toList() {
	s.leave()
	s.bring(s.shelf.object())
	s.shelf.load()
}

// NextPane is part of shell.Paner.
func (s *Screen) NextPane() {
	if s.open == "" {
		s.shelf.take()
		return
	}
	s.form.nextPane()
}

// Drop adds pictures to the open post by their paths, as when files are dropped on the window.
func (s *Screen) Drop(paths []string) {
	if s.open != "" {
		s.form.media.Drop(paths)
	}
}

func (s *Screen) bring(o fyne.CanvasObject) {
	s.body.Objects = []fyne.CanvasObject{o}
	s.body.Refresh()
	s.d.Frame.Rehead()
}

// leave lets go of the post in the editor; what is not stored yet goes on being stored.
func (s *Screen) leave() {
	if v := s.saver; v != nil {
		v.content = s.gather()
		if !v.safe() {
			s.savers[v.post] = v
			v.flush()
		}
	}
	s.saver, s.open, s.asked = nil, "", ""
}

// told hears of changes, on any goroutine. Several at once are one fetch.
func (s *Screen) told(topic, _ string) {
	if topic != publishing.Topic && topic != "accounts" {
		return
	}
	s.jobs().Paint(func() {
		if s.refetch || !s.visible {
			return
		}
		s.refetch = true
		s.jobs().Go(func(ctx context.Context) func() {
			select {
			case <-time.After(300 * time.Millisecond):
			case <-ctx.Done():
				return nil
			}
			return func() {
				s.refetch = false
				s.Refetch()
			}
		})
	})
}

func (s *Screen) fetchFacts() {
	s.jobs().Go(func(ctx context.Context) func() {
		f, all, err := s.readFacts(ctx)
		if err != nil {
			return func() { s.form.say(widgets.Amber, "没取到账号登记簿", err, nil) }
		}
		return func() {
			s.facts, s.list = f, all
			s.form.where.SetAccounts(all)
			s.later()
		}
	})
}

func (s *Screen) readFacts(ctx context.Context) (content.Facts, []accounts.Account, error) {
	f := content.Facts{Accounts: map[accounts.ID]accounts.Account{}, Bindings: map[accounts.ID]accounts.Binding{}}
	all, err := s.d.Register.List(ctx)
	if err != nil {
		return f, nil, err
	}
	for _, a := range all {
		b, err := s.d.Register.Binding(ctx, a.ID)
		if err != nil {
			return f, nil, err
		}
		f.Accounts[a.ID], f.Bindings[a.ID] = a, b
	}
	return f, all, nil
}

func titled(t string) string {
	if t == "" {
		return "未写标题"
	}
	return t
}

func clock(t time.Time) string { return t.In(content.Shanghai()).Format("15:04") }

func revision(p publishing.Post) string {
	n := p.Revision
	if p.State == publishing.Draft || p.State == publishing.Returned || n == 0 {
		n++
	}
	return fmt.Sprintf("第 %d 稿 · 撰稿人 %s", n, p.AuthorName)
}
