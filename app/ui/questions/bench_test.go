package questions_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"huiying/accounts"
	"huiying/app/ui/gallery/gallerytest"
	"huiying/app/ui/load"
	"huiying/app/ui/questions"
	"huiying/app/ui/shell"
	"huiying/app/ui/theme"
	"huiying/app/ui/theme/themetest"
	"huiying/app/ui/typing"
	"huiying/app/ui/widgets"
	"huiying/inbox"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/store/storetest"
	bench "huiying/internal/store/storetest/inboxtest"
	"huiying/internal/workdays"
)

// office is a person at the real screen over the real desk.
type office struct {
	*bench.Desk
	t      *testing.T
	queue  *load.Queue
	frame  *shell.Frame
	screen *questions.Screen
	canvas fyne.Canvas
	chosen string // what the file chooser answers
	opened []string
	desk   *wall

	mu     sync.Mutex
	listen func(topic, id string)
}

// wall is the desk behind something that can fail.
type wall struct {
	*inbox.Service
	down  atomic.Bool
	pages atomic.Int32
	shut  atomic.Bool // handing in is refused
}

func (w *wall) Page(ctx context.Context, f inbox.Filter) ([]inbox.Question, error) {
	w.pages.Add(1)
	if w.down.Load() {
		return nil, problem.New(problem.Busy, "数据文件正忙", "什么都没有改动", "请再试一次")
	}
	return w.Service.Page(ctx, f)
}

func (w *wall) Submit(ctx context.Context, cmd inbox.SubmitAnswer) (inbox.Answer, error) {
	if w.shut.Load() {
		return inbox.Answer{}, problem.New(problem.Invalid, "没有人能审这份答复", "没有送审", "请管理员加一位审核人")
	}
	return w.Service.Submit(ctx, cmd)
}

type register struct{}

func (register) List(context.Context) ([]accounts.Account, error) {
	return []accounts.Account{{ID: bench.Weibo, Platform: accounts.Weibo, Name: "望川发布", State: accounts.Normal},
		{ID: bench.WeChat, Platform: accounts.WeChat, Name: "望川政务服务", State: accounts.Normal},
		{ID: bench.Douyin, Platform: accounts.Douyin, Name: "望川文旅", State: accounts.Normal}}, nil
}

// sit opens the program's frame with the screen for a person, on a desk that is there already or a new one.
func sit(t *testing.T, who people.ID, mode theme.Mode, size fyne.Size, fill func(*bench.Desk)) *office {
	t.Helper()
	themetest.App(t, mode, 100)
	o := &office{Desk: bench.New(t, storetest.SQLite(t)), t: t, queue: &load.Queue{}}
	if fill != nil {
		fill(o.Desk)
	}
	changed := func(topic, id string) {
		o.mu.Lock()
		f := o.listen
		o.mu.Unlock()
		if f != nil {
			f(topic, id)
		}
	}
	o.Inbox.Changed, o.Sending.Changed = changed, changed
	o.frame = shell.NewWith(load.NewJobsWith(o.As(who), o.queue.Do), shell.Options{Unit: "望川市政务服务和数据管理局 · 新媒体中心", Person: string(who), Drill: true,
		Places: places(), OnSearch: func(string) {}})
	days, err := workdays.Default()
	if err != nil {
		t.Fatal(err)
	}
	o.desk = &wall{Service: o.Inbox}
	o.screen = questions.New(questions.Deps{Desk: o.desk, Handling: o.Inbox, Answers: o.desk, Sending: o.Sending, Register: register{}, Calendar: days,
		Frame: o.frame, Now: o.Clock.Now, Browse: func(a string) { o.opened = append(o.opened, a) },
		Choose: func(_ fyne.Canvas, _ string, pick func(string)) { pick(o.chosen) },
		Changed: func(f func(topic, id string)) func() {
			o.mu.Lock()
			defer o.mu.Unlock()
			o.listen = f
			return func() { o.mu.Lock(); defer o.mu.Unlock(); o.listen = nil }
		}})
	o.frame.Add(o.screen)
	for _, p := range places() {
		if p.Name != questions.Name {
			o.frame.Add(other{p})
		}
	}
	o.canvas = test.NewTempWindow(t, typing.NewRoot(o.frame, nil)).Canvas()
	o.window(size)
	o.frame.Attach(o.canvas)
	t.Cleanup(o.frame.Stop)
	o.frame.Open(questions.Name, nil)
	o.settle()
	return o
}

func (o *office) window(size fyne.Size) {
	for _, w := range fyne.CurrentApp().Driver().AllWindows() {
		if w.Canvas() == o.canvas {
			w.SetPadded(false)
			w.Resize(size)
		}
	}
}

func places() []shell.Place {
	return []shell.Place{{Name: "today", Group: "日常", Label: "今日", Icon: "today"}, {Name: "compose", Label: "撰稿", Icon: "pen"},
		{Name: "review", Label: "审核", Icon: "review"}, {Name: "schedule", Label: "排期", Icon: "cal"}, {Name: "inbox", Label: "留言", Icon: "chat"},
		{Name: "accounts", Group: "管理", Label: "账号", Icon: "id"}, {Name: "settings", Label: "设置", Icon: "set", Bottom: true}}
}

// other is a screen that is not tried here.
type other struct{ p shell.Place }

func (o other) Name() string                            { return o.p.Name }
func (o other) Title() string                           { return o.p.Label }
func (o other) Head() (left, right []fyne.CanvasObject) { return nil, nil }
func (o other) Content() fyne.CanvasObject              { return canvas.NewRectangle(nil) }
func (o other) Keys() []shell.Key                       { return nil }
func (o other) Shown(shell.Params)                      {}
func (o other) Hidden()                                 {}

// settle lets everything that was begun come to its end.
func (o *office) settle() { o.queue.Settle(220*time.Millisecond, 5*time.Second) }

// words is everything that can be read on the window, overlays included.
func (o *office) words() string {
	var out []string
	texts(o.canvas.Content(), &out)
	for _, l := range o.canvas.Overlays().List() {
		texts(l, &out)
	}
	return strings.Join(out, "\n")
}

func (o *office) reads(want ...string) {
	o.t.Helper()
	all := o.words()
	flat := strings.ReplaceAll(all, "\n", "")
	for _, w := range want {
		if !strings.Contains(flat, w) {
			o.t.Errorf("%q is not on the screen:\n%s", w, all)
		}
	}
}

func (o *office) lacks(no ...string) {
	o.t.Helper()
	flat := strings.ReplaceAll(o.words(), "\n", "")
	for _, w := range no {
		if strings.Contains(flat, w) {
			o.t.Errorf("%q is on the screen", w)
		}
	}
}

func texts(obj fyne.CanvasObject, out *[]string) {
	each(obj, func(x fyne.CanvasObject) {
		if t, ok := x.(*canvas.Text); ok {
			*out = append(*out, t.Text)
		}
	})
}

func each(obj fyne.CanvasObject, f func(fyne.CanvasObject)) {
	if obj == nil || !obj.Visible() {
		return
	}
	f(obj)
	switch x := obj.(type) {
	case *fyne.Container:
		for _, i := range x.Objects {
			each(i, f)
		}
	case fyne.Widget:
		for _, i := range test.WidgetRenderer(x).Objects() {
			each(i, f)
		}
	}
}

// press presses the button with this label, the topmost one.
func (o *office) press(label string) {
	o.t.Helper()
	var found *widgets.Button
	look := func(x fyne.CanvasObject) {
		if b, ok := x.(*widgets.Button); ok && b.Label() == label {
			found = b
		}
	}
	each(o.canvas.Content(), look)
	for _, l := range o.canvas.Overlays().List() {
		each(l, look)
	}
	if found == nil {
		o.t.Fatalf("no button %q:\n%s", label, o.words())
	}
	if found.Disabled() {
		o.t.Fatalf("the button %q is grey", label)
	}
	test.Tap(found)
	o.settle()
}

// buttons returns the buttons of the screen with a label.
func (o *office) buttons(label string) (found []*widgets.Button) {
	each(o.canvas.Content(), func(x fyne.CanvasObject) {
		if b, ok := x.(*widgets.Button); ok && b.Label() == label {
			found = append(found, b)
		}
	})
	return found
}

// noButton fails for every button with one of these labels.
func (o *office) noButton(labels ...string) {
	o.t.Helper()
	each(o.canvas.Content(), func(x fyne.CanvasObject) {
		if b, ok := x.(*widgets.Button); ok && slices.Contains(labels, b.Label()) {
			o.t.Errorf("there is a button %q", b.Label())
		}
	})
}

// tapOn taps where a text stands.
func (o *office) tapOn(text string) {
	o.t.Helper()
	var at fyne.CanvasObject
	look := func(x fyne.CanvasObject) {
		if t, ok := x.(*canvas.Text); ok && strings.HasPrefix(t.Text, text) {
			at = x
		}
	}
	each(o.canvas.Content(), look)
	for _, l := range o.canvas.Overlays().List() {
		each(l, look)
	}
	if at == nil {
		o.t.Fatalf("nowhere stands %q:\n%s", text, o.words())
	}
	pos := fyne.CurrentApp().Driver().AbsolutePositionForObject(at)
	test.TapCanvas(o.canvas, pos.AddXY(4, 4))
	o.settle()
}

func (o *office) key(name fyne.KeyName) {
	if f := o.canvas.Focused(); f != nil {
		f.TypedKey(&fyne.KeyEvent{Name: name})
	} else {
		o.canvas.OnTypedKey()(&fyne.KeyEvent{Name: name})
	}
	o.settle()
}

func (o *office) ctrl(name fyne.KeyName) {
	s := &desktop.CustomShortcut{KeyName: name, Modifier: fyne.KeyModifierShortcutDefault}
	if f, ok := o.canvas.Focused().(fyne.Shortcutable); ok {
		f.TypedShortcut(s)
	} else {
		o.frame.TakeShortcut(s)
	}
	o.settle()
}

// typeIn types into what has the focus.
func (o *office) typeIn(text string) {
	o.t.Helper()
	f := o.canvas.Focused()
	if f == nil {
		o.t.Fatal("nothing has the focus")
	}
	for _, r := range text {
		f.TypedRune(r)
	}
}

// asked puts comments on the platform and collects them.
func asked(d *bench.Desk, account accounts.ID, from string, ago time.Duration, key, text string) inbox.Question {
	d.T.Helper()
	d.Platform.Comments = append(d.Platform.Comments, inbox.Incoming{External: key, Ref: json.RawMessage(`{"cid":"` + key + `"}`), Author: from, Text: text,
		At: d.Clock.Now().Add(-ago), Under: "今冬供暖缴费时间的通告", Link: "https://platform.example/" + key})
	if _, err := d.Inbox.CollectNow(d.System(), account); err != nil {
		d.T.Fatal(err)
	}
	known, err := d.Store.Known(d.T.Context(), account, inbox.Comment, []string{key})
	if err != nil {
		d.T.Fatal(err)
	}
	d.Platform.Comments = nil
	return d.Get(known[key].ID).Question
}

func (o *office) picture(name string) {
	o.t.Helper()
	gallerytest.Take(o.t, o.canvas, name)
}
