package main

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"
	fynetest "fyne.io/fyne/v2/test"

	"huiying/app/ui/entry"
	"huiying/app/ui/gallery"
	"huiying/app/ui/load"
	"huiying/app/ui/typing"
	"huiying/app/ui/widgets"
	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/workdays"
)

// pageShot is one picture of a page before the sign-in: how it is made, and what a person does on it before it is painted.
type pageShot struct {
	name string
	make func(jobs *load.Jobs) entry.Page
	do   func(s *stand) error
}

// starting stands in for what the first run begins: in a picture nothing is.
type starting struct{}

func (starting) Keyring(context.Context) error            { return nil }
func (starting) Begin(context.Context, entry.Setup) error { return nil }
func (starting) Drill(context.Context) error              { return nil }

// pages are the pages before the sign-in, in the order in which a person meets them.
func pages(staff entry.Office) []pageShot {
	first := func(jobs *load.Jobs) entry.Page {
		return entry.NewFirst(jobs, entry.First{Start: starting{}, Version: "1.0.0", Done: func(entry.Mode) {}, Quit: func() {}})
	}
	signIn := func(drill bool) func(jobs *load.Jobs) entry.Page {
		return func(jobs *load.Jobs) entry.Page {
			return entry.NewSignIn(jobs, entry.SignIn{Office: staff, Drill: drill, Version: "1.0.0", Done: func(people.Actor) {}, Quit: func() {}})
		}
	}
	unlock := func(jobs *load.Jobs) entry.Page {
		return entry.NewUnlock(jobs, entry.Unlock{Version: "1.0.0", Unlock: func(context.Context, string) error { return nil }, Done: func() {}, Later: func() {}, Lost: func() {}, Quit: func() {}})
	}
	anew := func(jobs *load.Jobs) entry.Page {
		return entry.NewAnew(jobs, entry.Anew{Version: "1.0.0", Replace: func(context.Context, string) error { return nil }, Done: func() {}, Back: func() {}})
	}
	trouble := func(jobs *load.Jobs) entry.Page {
		day := time.Date(2026, 11, 23, 12, 30, 0, 0, workdays.Shanghai)
		return entry.NewTrouble(jobs, entry.Trouble{Err: problem.New(problem.Damaged, "数据文件有一处读不出来", "程序没有改动它", "请用最近一份好的备份恢复"),
			Folder: "数据文件夹", Version: "1.0.0", Retry: func() {}, Quit: func() {},
			LastGood: func(context.Context) (entry.Backup, error) {
				return entry.Backup{Name: "huiying-2026-11-23.db", Day: workdays.Of(day), Made: day, Size: 48 << 20}, nil
			},
			Restore: func(context.Context, entry.Backup) (string, error) { return "", nil }})
	}
	asItStands := func(*stand) error { return nil }
	return []pageShot{{"first-1", first, toSolo}, {"first-2", first, toPeople}, {"first-3", first, toKey}, {"signin", signIn(false), asItStands},
		{"pick", signIn(true), asItStands}, {"unlock", unlock, asItStands}, {"anew", anew, asItStands}, {"trouble", trouble, asItStands}}
}

func toSolo(s *stand) error {
	if s.canvas.Focused() == nil {
		return fmt.Errorf("首次使用的第一步没有焦点")
	}
	s.canvas.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
	return nil
}

func toPeople(s *stand) error {
	if err := toSolo(s); err != nil {
		return err
	}
	if err := s.press("下一步：单位和人员"); err != nil {
		return err
	}
	typed := []string{"望川市政务服务和数据管理局", "新媒体中心", "", "王蕾", "新媒体专员", "wanglei-2026", "陈国栋", "科长", "chengd-2026", "周建国", "副局长", "zhoujg-2026"}
	fields := s.fields()
	if len(fields) < len(typed) {
		return fmt.Errorf("首次使用的第二步只有 %d 个输入框", len(fields))
	}
	for i, text := range typed {
		fields[i].Replace(text)
	}
	return nil
}

func toKey(s *stand) error {
	if err := toPeople(s); err != nil {
		return err
	}
	return s.press("下一步：保管密钥")
}

// stand is a canvas with a page on it.
type stand struct {
	canvas fyne.Canvas
	queue  *load.Queue
}

func (s *stand) each(see func(o fyne.CanvasObject)) {
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		if o == nil || !o.Visible() {
			return
		}
		see(o)
		switch x := o.(type) {
		case *fyne.Container:
			for _, c := range x.Objects {
				walk(c)
			}
		case fyne.Widget:
			for _, c := range fynetest.WidgetRenderer(x).Objects() {
				walk(c)
			}
		}
	}
	walk(s.canvas.Content())
}

func (s *stand) fields() (all []*typing.Entry) {
	s.each(func(o fyne.CanvasObject) {
		if e, ok := o.(*typing.Entry); ok {
			all = append(all, e)
		}
	})
	return all
}

// press presses a button by its words.
func (s *stand) press(label string) error {
	var found *widgets.Button
	s.each(func(o fyne.CanvasObject) {
		if b, ok := o.(*widgets.Button); ok && b.Label() == label && !b.Disabled() {
			found = b
		}
	})
	if found == nil {
		return fmt.Errorf("页面上没有能按的“%s”", label)
	}
	found.Tapped(nil)
	s.settle()
	return nil
}

func (s *stand) settle() { s.queue.Settle(300*time.Millisecond, 5*time.Second) }

// paintPages writes a picture of every page before the sign-in and returns how many.
func paintPages(ctx context.Context, staff entry.Office, dir, tone string) (int, error) {
	n := 0
	for _, p := range pages(staff) {
		if err := paintPage(ctx, p, filepath.Join(dir, "00-"+p.name+"-"+tone+".png")); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

func paintPage(ctx context.Context, p pageShot, file string) error {
	s := &stand{queue: &load.Queue{}}
	jobs := load.NewJobsWith(ctx, s.queue.Do)
	defer jobs.Stop()
	page := p.make(jobs)
	w := fynetest.NewWindow(typing.NewRoot(page.Object(), nil)) // a canvas alone takes no focus
	defer w.Close()
	w.SetPadded(false)
	w.Resize(fyne.NewSize(1280, 800))
	s.canvas = w.Canvas()
	page.Focus()
	s.settle()
	if err := p.do(s); err != nil {
		return err
	}
	s.settle()
	return gallery.Save(gallery.Capture(s.canvas), file)
}
