package schedule_test

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"huiying/accounts"
	"huiying/app/ui/draw"
	"huiying/app/ui/flow"
	"huiying/app/ui/gallery/gallerytest"
	"huiying/app/ui/load"
	"huiying/app/ui/schedule"
	"huiying/app/ui/shell"
	"huiying/app/ui/theme"
	"huiying/app/ui/theme/themetest"
	"huiying/app/ui/typing"
	"huiying/app/ui/widgets"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/store/storetest"
	"huiying/internal/store/storetest/publishingtest"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
)

// house is the real publishing desk on a real store, with the screen before it.
type house struct {
	*publishingtest.Bench
	t       *testing.T
	queue   *load.Queue
	frame   *shell.Frame
	screen  *schedule.Screen
	canvas  fyne.Canvas
	copied  []string
	browsed []string
	told    []func(topic, id string)
}

// register is the bench's office as the screen asks it.
type register struct{ b *publishingtest.Bench }

func (r register) List(ctx context.Context) ([]accounts.Account, error) {
	var all []accounts.Account
	for _, id := range []accounts.ID{publishingtest.Weibo, publishingtest.WeChat, publishingtest.Douyin} {
		a, err := r.b.Office.Account(ctx, id)
		if err != nil {
			return nil, err
		}
		all = append(all, a)
	}
	return all, nil
}

func (r register) Binding(ctx context.Context, id accounts.ID) (accounts.Binding, error) {
	return r.b.Office.Binding(ctx, id)
}

func open(t *testing.T) *house {
	t.Helper()
	h := &house{Bench: publishingtest.New(t, storetest.SQLite(t)), t: t, queue: &load.Queue{}}
	h.Office.Change(publishingtest.Weibo, func(_ *accounts.Account, b *accounts.Binding) {
		b.Abilities = []accounts.Ability{{Key: "publish", OK: true, Known: true, Left: 97}}
	})
	h.Office.Change(publishingtest.WeChat, func(a *accounts.Account, b *accounts.Binding) {
		a.Name = "望川政务服务"
		b.Abilities = []accounts.Ability{{Key: "broadcast", OK: true, Known: true, Left: 0}}
	})
	return h
}

// sit opens the screen for 王蕾.
func (h *house) sit(size fyne.Size, mode theme.Mode, p shell.Params) {
	h.t.Helper()
	h.sitAs(people.Actor{Person: "王蕾", Name: "王蕾", Roles: []people.Role{people.Officer}}, size, mode, p)
}

// sitAs is sit for somebody else.
func (h *house) sitAs(who people.Actor, size fyne.Size, mode theme.Mode, p shell.Params) {
	h.t.Helper()
	themetest.App(h.t, mode, 100)
	jobs := load.NewJobsWith(people.With(h.t.Context(), who), h.queue.Do)
	h.t.Cleanup(jobs.Stop)
	h.frame = shell.NewWith(jobs, shell.Options{Unit: "望川市政务服务和数据管理局 · 新媒体中心", Person: who.Name, Places: []shell.Place{
		{Name: "today", Group: "日常", Label: "今日", Icon: "today"}, {Name: schedule.Name, Label: "排期", Icon: "cal"}}})
	h.screen = schedule.New(schedule.Deps{Deliveries: h.Deliveries, Acts: h.Deliveries, ByHand: h.Deliveries, Posts: h.Service, Register: register{h.Bench},
		Frame: h.frame, Now: h.Clock.Now, Copy: func(s string) { h.copied = append(h.copied, s) },
		Browse:  func(a string) error { h.browsed = append(h.browsed, a); return nil },
		Changed: func(f func(topic, id string)) func() { h.told = append(h.told, f); return func() {} }})
	h.frame.Add(h.screen)
	w := test.NewTempWindow(h.t, typing.NewRoot(h.frame, nil))
	w.SetPadded(false)
	w.Resize(size)
	h.canvas = w.Canvas()
	h.frame.Attach(h.canvas)
	h.frame.Open(schedule.Name, p)
	h.settle()
}

func (h *house) settle() { h.queue.Settle(100*time.Millisecond, 5*time.Second) }

func (h *house) small() { h.sit(fyne.NewSize(1280, 800), theme.Light, nil) }

// unknown is a delivery whose answer was lost.
func (h *house) unknown() delivery.Delivery {
	h.t.Helper()
	d := h.One(content.Share)
	h.Weibo.OnSend(publishingtest.Answer{Err: publishingtest.Refusal(problem.ClassUnknown)})
	h.Clock.Set(d.Due)
	h.Run(h.Service)
	if d = h.Fresh(d); d.State != delivery.Unknown {
		h.t.Fatalf("%s: %s", d.State, d.Note)
	}
	return d
}

// byHand is a delivery of the manual channel whose hour has come.
func (h *house) byHand() delivery.Delivery {
	h.t.Helper()
	d := h.One(content.ByHand)
	h.Clock.Set(d.Due)
	h.Run(h.Service)
	if d = h.Fresh(d); d.State != delivery.WaitPerson {
		h.t.Fatalf("%s: %s", d.State, d.Note)
	}
	return d
}

// picture is a file that shows something.
func (h *house) picture() string {
	h.t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewRGBA(image.Rect(0, 0, 8, 8))); err != nil {
		h.t.Fatal(err)
	}
	file := filepath.Join(h.t.TempDir(), "凭证.png")
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		h.t.Fatal(err)
	}
	return file
}

func (h *house) save(name string) {
	h.t.Helper()
	gallerytest.Take(h.t, h.canvas, name)
}

func each(o fyne.CanvasObject, see func(o fyne.CanvasObject)) {
	if o == nil || !o.Visible() {
		return
	}
	see(o)
	switch v := o.(type) {
	case *fyne.Container:
		for _, c := range v.Objects {
			each(c, see)
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(v).Objects() {
			each(c, see)
		}
	}
}

func texts(o fyne.CanvasObject) string {
	var b strings.Builder
	each(o, func(o fyne.CanvasObject) {
		switch v := o.(type) {
		case *flow.Flow:
			b.WriteString(v.Text() + "\n")
		case *draw.Text:
			b.WriteString(v.Value + "\n")
		}
	})
	return b.String()
}

func (h *house) wantShown(whats ...string) {
	h.t.Helper()
	for _, w := range whats {
		if all := texts(h.screen.Content()); !strings.Contains(all, w) {
			h.t.Errorf("%q is not on the screen:\n%s", w, all)
		}
	}
}

func button(o fyne.CanvasObject, label string) (found *widgets.Button) {
	each(o, func(o fyne.CanvasObject) {
		if b, ok := o.(*widgets.Button); ok && b.Label() == label {
			found = b
		}
	})
	return found
}

// tap presses the button with these words, in the overlay where there is one.
func (h *house) tap(label string) {
	h.t.Helper()
	var on = h.screen.Content()
	if top := h.canvas.Overlays().Top(); top != nil {
		on = top
	}
	b := button(on, label)
	if b == nil || b.Disabled() {
		h.t.Fatalf("no free button %q in\n%s", label, texts(on))
	}
	b.Tapped(nil)
	h.settle()
}

func (h *house) overlay(want bool) {
	h.t.Helper()
	if top := h.canvas.Overlays().Top(); (top != nil) != want {
		h.t.Fatalf("overlay %v, want %v", top != nil, want)
	}
}

func unbind(_ *accounts.Account, b *accounts.Binding) { b.State = accounts.Broken }

func bind(_ *accounts.Account, b *accounts.Binding) { b.State = accounts.Bound }

// refused is a delivery that the platform did not take.
func (h *house) refused() delivery.Delivery {
	h.t.Helper()
	d := h.One(content.Share)
	h.Weibo.OnSend(publishingtest.Answer{Err: publishingtest.Refusal(problem.ClassPermanent)})
	h.Clock.Set(d.Due)
	h.Run(h.Service)
	h.Clock.Set(d.Due.Add(-time.Minute))
	return h.Fresh(d)
}

// held is an approved delivery whose account lost its authorisation meanwhile.
func (h *house) held(way content.Way, id accounts.ID) delivery.Delivery {
	h.t.Helper()
	w := h.Draft(h.Content(way))
	r := h.Submitted(w)
	h.Office.Change(id, unbind)
	h.Approve(r)
	return h.Ways(w.Post)[0]
}
