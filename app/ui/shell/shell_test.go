package shell_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"huiying/app/ui/draw"
	"huiying/app/ui/load"
	"huiying/app/ui/overlays"
	"huiying/app/ui/shell"
	"huiying/app/ui/theme"
	"huiying/app/ui/theme/themetest"
	"huiying/app/ui/typing"
	"huiying/app/ui/typing/typingtest"
)

// page is a screen that writes down what happens to it.
type page struct {
	name  string
	log   []string
	entry *typing.Entry
	back  bool
}

func (p *page) Name() string                            { return p.name }
func (p *page) Title() string                           { return "页" + p.name }
func (p *page) Head() (left, right []fyne.CanvasObject) { return nil, nil }
func (p *page) Content() fyne.CanvasObject              { return p.entry }
func (p *page) Hidden()                                 { p.log = append(p.log, "hidden") }
func (p *page) Refetch()                                { p.log = append(p.log, "refetch") }
func (p *page) Create()                                 { p.log = append(p.log, "create") }
func (p *page) Save()                                   { p.log = append(p.log, "save") }
func (p *page) StepBack() bool                          { b := p.back; p.back = false; return b }

func (p *page) Shown(params shell.Params) { p.log = append(p.log, "shown "+params["id"]) }

func (p *page) Keys() []shell.Key {
	return []shell.Key{{Label: "F7", Say: "校对", Short: true, Name: fyne.KeyF7, Do: func() { p.log = append(p.log, "f7") }},
		{Label: "Ctrl+B", Say: "绑定", Name: fyne.KeyB, Modifier: fyne.KeyModifierShortcutDefault, Do: func() { p.log = append(p.log, "ctrl+b") }}}
}

func (p *page) said() string { return strings.Join(p.log, ",") }

func stand(t *testing.T) (*shell.Frame, fyne.Canvas, map[string]*page) {
	t.Helper()
	return standing(t, func(string) {})
}

// standing is stand with something or nothing to search.
func standing(t *testing.T, search func(string)) (*shell.Frame, fyne.Canvas, map[string]*page) {
	t.Helper()
	themetest.App(t, theme.Light, 100)
	jobs := load.NewJobsWith(t.Context(), (&load.Queue{}).Do)
	pages := map[string]*page{"a": {name: "a", entry: typing.Line("")}, "b": {name: "b", entry: typing.Lines("", 3)}}
	f := shell.NewWith(jobs, shell.Options{Unit: "单位", Person: "李敏", OnSearch: search,
		Places: []shell.Place{{Name: "a", Label: "今日", Icon: "today"}, {Name: "later", Label: "督查", Icon: "shield"}, {Name: "b", Label: "设置", Icon: "set", Bottom: true}}})
	f.Add(pages["a"], pages["b"])
	w := test.NewTempWindow(t, typing.NewRoot(f, nil))
	w.SetPadded(false)
	w.Resize(fyne.NewSize(1280, 800))
	f.Attach(w.Canvas())
	t.Cleanup(f.Stop)
	return f, w.Canvas(), pages
}

func ctrl(name fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: name, Modifier: fyne.KeyModifierShortcutDefault}
}

func TestOpeningTellsBothScreensAndPassesParams(t *testing.T) {
	f, _, p := stand(t)
	if f.Open("nowhere", nil) {
		t.Error("an unknown screen was opened")
	}
	f.Open("a", shell.Params{"id": "7"})
	f.Open("b", nil)
	if got := p["a"].said(); got != "shown 7,hidden" {
		t.Errorf("a: %s", got)
	}
	if !f.Back() || f.Current() != p["a"] || f.Back() {
		t.Error("Back must return to a once, and no further")
	}
}

// closer is a page that would lose something.
type closer struct {
	*page
	why string
}

func (c *closer) MayClose() string { return c.why }

func TestEveryScreenIsAskedBeforeThePersonLeaves(t *testing.T) {
	f, _, p := stand(t)
	a, later := &closer{page: p["a"]}, &closer{page: &page{name: "later", entry: typing.Line("")}}
	f.Add(a, later)
	f.Open("b", nil)
	if why := f.MayClose(); why != "" {
		t.Errorf("nothing would be lost, and it says %q", why)
	}
	later.why = "督查没存"
	if why := f.MayClose(); why != "督查没存" {
		t.Errorf("a screen behind would lose something, and it says %q", why)
	}
	a.why = "今日没存"
	if why := f.MayClose(); why != "今日没存" {
		t.Errorf("the rail's first should be named first, not %q", why)
	}
	f.Open("later", nil)
	if why := f.MayClose(); why != "督查没存" {
		t.Errorf("the one in front should be named first, not %q", why)
	}
}

func TestKeysWorkFromWithinAField(t *testing.T) {
	f, c, p := stand(t)
	f.Open("a", nil)
	p["a"].entry.Focus()
	if c.Focused() == nil {
		t.Fatal("the field has no focus")
	}
	to := p["a"].entry.Target()
	to.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF5})
	to.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF7})
	for _, k := range []fyne.KeyName{fyne.KeyS, fyne.KeyN, fyne.KeyB} {
		to.(fyne.Shortcutable).TypedShortcut(ctrl(k))
	}
	if got := p["a"].said(); got != "shown ,refetch,f7,save,create,ctrl+b" {
		t.Errorf("a: %s", got)
	}
	// The second place on the rail is b: what is not built is not counted.
	to.(fyne.Shortcutable).TypedShortcut(ctrl(fyne.Key2))
	if f.Current() != p["b"] {
		t.Error("Ctrl+2 did not open the second place")
	}
	if f.TakeShortcut(ctrl(fyne.KeyB)); !strings.HasSuffix(p["b"].said(), "ctrl+b") || strings.Count(p["a"].said(), "ctrl+b") != 1 {
		t.Error("the shortcut must be that of the screen in front")
	}
}

func TestEscapeClosesThenStepsThenGoesBack(t *testing.T) {
	f, c, p := stand(t)
	f.Open("a", nil)
	f.Open("b", nil)
	d := f.Ask(overlays.Question{Title: "暂停 9 个账号？", Do: "暂停 9 个账号", Danger: true})
	esc := func() { c.OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape}) }
	p["b"].back = true
	esc()
	if d.Opened() {
		t.Fatal("Esc left the dialog open")
	}
	esc()
	if p["b"].back || f.Current() != p["b"] {
		t.Fatal("Esc must first go back one step inside the screen")
	}
	c.Unfocus()
	esc()
	if f.Current() != p["a"] {
		t.Fatal("Esc did not return to the screen before")
	}
}

func TestNothingOfTheScreenIsDoneUnderADialog(t *testing.T) {
	f, _, p := stand(t)
	f.Open("a", nil)
	f.Ask(overlays.Question{Title: "？", Do: "做"})
	f.TakeShortcut(ctrl(fyne.KeyS))
	f.TakeShortcut(ctrl(fyne.Key2))
	if got := p["a"].said(); got != "shown " {
		t.Errorf("a: %s", got)
	}
}

func TestTheSheetOpensAndShuts(t *testing.T) {
	f, c, _ := stand(t)
	f.Open("a", nil)
	c.OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyF1})
	if c.Overlays().Top() == nil {
		t.Fatal("F1 shows nothing")
	}
	c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if c.Overlays().Top() != nil {
		t.Fatal("Esc leaves the sheet")
	}
}

// words is every text on the sheet of keys.
func words(o fyne.CanvasObject) string {
	switch x := o.(type) {
	case *draw.Text:
		return x.Value + "|"
	case *fyne.Container:
		var all string
		for _, i := range x.Objects {
			all += words(i)
		}
		return all
	case fyne.Widget:
		var all string
		for _, i := range test.WidgetRenderer(x).Objects() {
			all += words(i)
		}
		return all
	}
	return ""
}

func TestTheSheetListsOnlyWhatWorks(t *testing.T) {
	for _, search := range []func(string){nil, func(string) {}} {
		f, c, _ := standing(t, search)
		f.Open("b", nil)
		f.Sheet()
		all := words(c.Overlays().Top())
		if strings.Contains(all, "Ctrl+K|") != (search != nil) || f.TakeShortcut(ctrl(fyne.KeyK)) != (search != nil) {
			t.Errorf("with something to search %v, the sheet lists %q", search != nil, all)
		}
		if !strings.Contains(all, "Ctrl+S|存|") || !strings.Contains(all, "F5|重取|") || strings.Contains(all, "Alt+L|") {
			t.Errorf("the sheet lists %q", all)
		}
	}
}

func TestToastAndItsUndo(t *testing.T) {
	f, _, _ := stand(t)
	f.Open("a", nil)
	f.Toast("已退回给王蕾", func() {})
	if f.Toasted() != "已退回给王蕾" {
		t.Fatalf("toast says %q", f.Toasted())
	}
	f.Toast("又一条", nil)
	if f.Toasted() != "又一条" {
		t.Fatalf("toast says %q", f.Toasted())
	}
}

func TestDetachedKeysDoNothing(t *testing.T) {
	f, c, p := stand(t)
	f.Open("a", nil)
	f.Detach()
	if c.OnTypedKey() != nil {
		t.Error("typed keys still reach the frame")
	}
	if f.TakeShortcut(ctrl(fyne.KeyS)) || p["a"].said() != "shown " {
		t.Error("shortcuts still reach the screen")
	}
}

func TestTheFrameHasOnlyOurFields(t *testing.T) {
	f, _, _ := stand(t)
	f.Open("a", nil)
	typingtest.OnlyOurs(t, f)
	if n := len(typingtest.Entries(f)); n != 2 {
		t.Errorf("%d fields, want the search box and the screen's", n)
	}
}
