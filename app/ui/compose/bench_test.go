package compose_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"huiying/accounts"
	"huiying/app/ui/compose"
	"huiying/app/ui/load"
	"huiying/app/ui/overlays"
	"huiying/app/ui/shell"
	"huiying/app/ui/theme"
	"huiying/app/ui/theme/themetest"
	"huiying/app/ui/widgets"
	"huiying/internal/store/media"
	"huiying/internal/store/storetest"
	"huiying/internal/store/storetest/publishingtest"
	"huiying/publishing"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
)

// bench is the screen in the real frame on the real desk and store; pictures lie in a real media folder.
type bench struct {
	t     *testing.T
	desk  *publishingtest.Bench
	posts *wire
	q     *load.Queue
	f     *shell.Frame
	s     *compose.Screen
	c     fyne.Canvas
	tell  func(topic, id string)
}

// wire is the desk with a place to break the line to it.
type wire struct {
	*publishing.Service
	fail  error
	saves int
	hold  chan struct{} // an answer of Get waits for it
	began chan struct{} // closed when the next save has begun, which then waits for slow
	slow  chan struct{}
}

func (w *wire) Get(ctx context.Context, id string) (publishing.Post, publishing.WorkingCopy, error) {
	p, c, err := w.Service.Get(ctx, id)
	if w.hold != nil {
		<-w.hold
	}
	return p, c, err
}

func (w *wire) Save(ctx context.Context, cmd publishing.SaveDraft) (publishing.WorkingCopy, error) {
	w.saves++
	if began := w.began; began != nil {
		w.began = nil
		close(began)
		<-w.slow
	}
	if w.fail != nil {
		return publishing.WorkingCopy{}, w.fail
	}
	return w.Service.Save(ctx, cmd)
}

type register struct{ office *publishingtest.Office }

func (r register) List(ctx context.Context) (out []accounts.Account, err error) {
	for _, id := range []accounts.ID{publishingtest.Weibo, publishingtest.WeChat, publishingtest.Douyin} {
		a, err := r.office.Account(ctx, id)
		if err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, nil
}

func (r register) Binding(ctx context.Context, id accounts.ID) (accounts.Binding, error) {
	return r.office.Binding(ctx, id)
}

// pictures is a real media folder.
type pictures struct{ folder *media.Folder }

func (p pictures) Put(ctx context.Context, name string, r io.Reader, limit int64) (content.Media, error) {
	b, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return content.Media{}, err
	}
	d, err := media.Describe(b, name)
	if err != nil {
		return content.Media{}, err
	}
	h, n, err := p.folder.Put(ctx, bytes.NewReader(b), limit)
	if err != nil {
		return content.Media{}, err
	}
	return content.Media{Hash: string(h), Name: name, Type: d.Kind.MIME(), Size: n, Width: d.Width, Height: d.Height}, nil
}

func (p pictures) Open(hash string) (io.ReadCloser, error) { return p.folder.Open(media.Hash(hash)) }

func open(t *testing.T, size fyne.Size, mode theme.Mode) *bench {
	t.Helper()
	themetest.App(t, mode, 100)
	b := &bench{t: t, desk: publishingtest.New(t, storetest.SQLite(t)), q: &load.Queue{}}
	folder, err := media.OpenFolder(t.TempDir(), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	b.desk.Service = b.desk.Desk(func(d *publishing.Deps, _ *delivery.Deps) { d.Media = pictures{folder} })
	b.posts = &wire{Service: b.desk.Service}
	b.f = shell.NewWith(load.NewJobsWith(b.desk.As("王蕾"), b.q.Do), shell.Options{Unit: "望川市政务服务和数据管理局 · 新媒体中心", Person: "王蕾", Drill: true, Places: []shell.Place{
		{Name: "today", Group: "日常", Label: "今日", Icon: "today"}, {Name: "compose", Label: "撰稿", Icon: "pen"}, {Name: "inbox", Label: "留言", Icon: "chat"}},
		OnSearch: func(string) {}})
	t.Cleanup(b.f.Stop)
	b.s = compose.New(compose.Deps{Posts: b.posts, Register: register{b.desk.Office}, Frame: b.f, Now: b.desk.Clock.Now,
		Changed: func(f func(topic, id string)) func() { b.tell = f; return func() { b.tell = nil } }})
	t.Cleanup(b.s.Close)
	b.f.Add(b.s)
	w := test.NewTempWindow(t, b.f)
	w.SetPadded(false)
	w.Resize(size)
	b.c = w.Canvas()
	b.f.Attach(b.c)
	return b
}

// settle lets everything that was begun come to its end.
func (b *bench) settle() { b.q.Settle(450*time.Millisecond, 8*time.Second) }

// until paints until something holds.
func (b *bench) until(what string, ok func() bool) {
	b.t.Helper()
	for end := time.Now().Add(8 * time.Second); !ok(); {
		if time.Now().After(end) {
			b.t.Fatalf("%s: not within 8 s; the screen says %q", what, b.says())
		}
		b.q.Paint()
		time.Sleep(5 * time.Millisecond)
	}
}

// says is every word on the screen.
func (b *bench) says() string {
	var out []string
	walk(b.f, func(o fyne.CanvasObject) {
		if t, ok := o.(*canvas.Text); ok && t.Text != "" {
			out = append(out, t.Text)
		}
	})
	for _, top := range b.c.Overlays().List() {
		walk(top, func(o fyne.CanvasObject) {
			if t, ok := o.(*canvas.Text); ok {
				out = append(out, t.Text)
			}
		})
	}
	return strings.Join(out, "|")
}

func (b *bench) sees(words ...string) {
	b.t.Helper()
	all := strings.ReplaceAll(b.says(), "|", "")
	for _, w := range words {
		if !strings.Contains(all, strings.ReplaceAll(w, "|", "")) {
			b.t.Errorf("the screen does not say %q; it says %q", w, b.says())
		}
	}
}

func walk(o fyne.CanvasObject, look func(fyne.CanvasObject)) {
	if o == nil || !o.Visible() {
		return
	}
	look(o)
	switch x := o.(type) {
	case *fyne.Container:
		for _, i := range x.Objects {
			walk(i, look)
		}
	case fyne.Widget:
		for _, i := range test.WidgetRenderer(x).Objects() {
			walk(i, look)
		}
	}
}

// button finds a button by its words and presses it.
func (b *bench) press(label string) {
	b.t.Helper()
	if !b.tryPress(label) {
		b.t.Fatalf("no button %q; the screen says %q", label, b.says())
	}
}

func (b *bench) tryPress(label string) bool {
	var found *widgets.Button
	look := func(o fyne.CanvasObject) {
		if x, ok := o.(*widgets.Button); ok && x.Label() == label {
			found = x
		}
	}
	walk(b.f, look)
	for _, top := range b.c.Overlays().List() {
		walk(top, look)
	}
	if found == nil || found.Disabled() {
		return false
	}
	found.OnPress()
	return true
}

func (b *bench) typ(text string) {
	b.t.Helper()
	for _, r := range text {
		if b.c.Focused() == nil {
			b.t.Fatal("nothing has the focus")
		}
		b.c.Focused().TypedRune(r)
	}
}

// stored is the working copy as the store has it.
func (b *bench) stored(id string) content.Master {
	b.t.Helper()
	_, w, err := b.desk.Get(b.desk.As("王蕾"), id)
	if err != nil {
		b.t.Fatal(err)
	}
	return w.Content
}

// photo writes a picture that a phone could have taken.
func photo(t *testing.T, name string, w, h int, c color.RGBA) string {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			k := uint8((x*90/w + y*60/h) % 150)
			img.SetRGBA(x, y, color.RGBA{R: c.R - min(c.R, k), G: c.G - min(c.G, k/2), B: c.B, A: 255})
		}
	}
	var buf bytes.Buffer
	if err := png.Encode(&buf, img); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, buf.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// add stores a picture and returns how it is described.
func (b *bench) add(name string, c color.RGBA, alt string) content.Media {
	b.t.Helper()
	r, err := os.Open(photo(b.t, name, 900, 500, c))
	if err != nil {
		b.t.Fatal(err)
	}
	defer r.Close()
	m, err := b.desk.AddMedia(b.desk.As("王蕾"), name, r)
	if err != nil {
		b.t.Fatal(err)
	}
	m.Alt = alt
	return m
}

// heating is a post of the kind offices write.
func (b *bench) heating() content.Master {
	c := b.desk.Content(content.Share, content.Publish, content.Broadcast, content.ByHand)
	c.Title = "关于2026年冬季供暖缴费时间、地点和网上缴费办法的通告"
	c.Summary = "今冬供暖缴费11月25日开始收，网上、网点都能交，老人可预约上门。"
	c.Media = []content.Media{b.add("封面.png", color.RGBA{R: 90, G: 150, B: 210, A: 255}, "供暖管网"), b.add("网点图.png", color.RGBA{R: 200, G: 170, B: 120, A: 255}, "")}
	c.Paragraphs = nil
	for i, s := range []string{"2026年冬季供暖缴费从11月25日（星期三）开始收取，12月31日截止。请各位用户按时缴费。", "怎么交",
		"网上缴费：打开“望川通”，点“生活缴费—供暖”，输入户号即可。到网点缴费请带上户号或房产证明。", "市住建局介绍，今年新增 42 个缴费网点，15 分钟步行圈全覆盖。",
		"", "行动不便的老人可以预约上门收费，电话预约后两个工作日内办理。", "特此通告。"} {
		c.Paragraphs = append(c.Paragraphs, content.Paragraph{ID: fmt.Sprint("p", i), Text: s})
	}
	c.Paragraphs[1].Style, c.Paragraphs[5].Bold = content.Heading, true
	c.Paragraphs[4].Style, c.Paragraphs[4].Media = content.Picture, c.Media[1].Hash
	return c
}

func weibo(b *bench) accounts.Account {
	a, _ := b.desk.Office.Account(b.t.Context(), publishingtest.Weibo)
	return a
}

const compose_ = compose.Name

func publishingAccount(b *bench) accounts.Account {
	a, _ := b.desk.Office.Account(b.t.Context(), publishingtest.WeChat)
	return a
}

func nameIt(a *accounts.Account, _ *accounts.Binding) { a.Name = "望川新名" }

// undoToast presses 撤回 on the toast.
func (b *bench) undoToast() {
	b.t.Helper()
	var toast *overlays.Toast
	walk(b.f, func(o fyne.CanvasObject) {
		if x, ok := o.(*overlays.Toast); ok {
			toast = x
		}
	})
	if toast == nil {
		b.t.Fatal("there is no toast")
	}
	toast.Undo()
}
