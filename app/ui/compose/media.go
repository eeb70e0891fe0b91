package compose

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"huiying/app/ui/compose/thumbs"
	"huiying/app/ui/draw"
	"huiying/app/ui/files"
	"huiying/app/ui/flow"
	"huiying/app/ui/overlays"
	"huiying/app/ui/theme"
	"huiying/app/ui/typing"
	"huiying/app/ui/widgets"
	"huiying/internal/problem"
	"huiying/publishing/content"
)

// mediaRow is the pictures of the post, small, with kind and source beside them.
type mediaRow struct {
	s      *Screen
	f      *form
	shelf  *thumbs.Shelf
	list   []content.Media
	locked bool
	tiles  *fyne.Container
	add    *tile
	fault  *flow.Flow
	object fyne.CanvasObject
	alt    *typing.Entry // of the form that is open, for tests
	rights *typing.Entry
}

func newMediaRow(s *Screen, f *form, shelf *thumbs.Shelf) *mediaRow {
	m := &mediaRow{s: s, f: f, shelf: shelf, tiles: draw.Row(8), fault: flow.Plain("", theme.Note, theme.Red)}
	m.fault.Hide()
	m.add = newTile(nil, "加图片", m.choose)
	side := container.NewHScroll(m.tiles)
	fields := draw.Col(4, f.kind, f.source)
	m.object = draw.Pad(draw.Col(6, draw.Row(12, draw.Grow(draw.Fixed(side, 80, 64)), draw.Fixed(fields, 128, 60)), m.fault), 16, 8)
	return m
}

func (m *mediaRow) all() []content.Media { return slices.Clone(m.list) }

func (m *mediaRow) set(list []content.Media, locked bool) {
	m.list, m.locked = slices.Clone(list), locked
	m.say("")
	m.build()
}

func (m *mediaRow) build() {
	objs := []fyne.CanvasObject{}
	for _, x := range m.list {
		label := x.Alt
		if strings.TrimSpace(x.Alt) == "" {
			label = "缺说明"
		}
		t := newTile(m.shelf.View(x.Hash, true), label, func() { m.edit(x.Hash) })
		t.warn = strings.TrimSpace(x.Alt) == ""
		objs = append(objs, t)
	}
	if !m.locked {
		objs = append(objs, m.add)
	}
	m.tiles.Objects = objs
	m.tiles.Refresh()
}

// say shows what was wrong with a file, until the next one.
func (m *mediaRow) say(text string) {
	m.fault.SetText(text)
	if text == "" {
		m.fault.Hide()
	} else {
		m.fault.Show()
	}
	m.object.Refresh()
}

// choose asks for a file.
func (m *mediaRow) choose() {
	if c := m.s.d.Frame.Canvas(); c != nil && !m.locked {
		files.Choose(c, "选一张图片", func(path string) { m.s.Drop([]string{path}) })
	}
}

// insert puts a picture into the text: the first that is not there yet, or one to be chosen.
func (m *mediaRow) insert() {
	if m.locked {
		return
	}
	used := func(hash string) bool {
		return slices.ContainsFunc(m.f.text.Paragraphs(), func(p content.Paragraph) bool { return p.Media == hash })
	}
	for _, x := range m.list {
		if !used(x.Hash) {
			m.f.text.InsertPicture(x.Hash)
			m.f.text.Focus()
			return
		}
	}
	m.choose()
}

// Drop adds pictures by their paths: chosen, or dropped on the window. What cannot be taken is said in words, the rest is taken.
func (s *Screen) Drop(paths []string) {
	m := s.form.media
	if s.open == "" || m.locked || len(paths) == 0 {
		return
	}
	id := s.open
	m.say("")
	s.jobs().Go(func(ctx context.Context) func() {
		var got []content.Media
		var wrong []string
		for _, p := range paths {
			x, err := s.readMedia(ctx, p)
			if err != nil {
				wrong = append(wrong, "“"+filepath.Base(p)+"”没有加上："+problem.Words(err))
				continue
			}
			got = append(got, x)
		}
		return func() {
			if s.open == id {
				m.added(got, wrong)
			}
		}
	})
}

func (s *Screen) readMedia(ctx context.Context, path string) (content.Media, error) {
	r, err := s.d.Open(path)
	if err != nil {
		return content.Media{}, problem.Wrap(err, problem.Missing, "打不开这个文件", "", "请看看它还在不在，或换一张")
	}
	defer r.Close()
	return s.d.Posts.AddMedia(ctx, filepath.Base(path), r)
}

func (m *mediaRow) added(got []content.Media, wrong []string) {
	for _, x := range got {
		if slices.ContainsFunc(m.list, func(o content.Media) bool { return o.Hash == x.Hash }) {
			wrong = append(wrong, "“"+x.Name+"”已经在稿件里了。")
			continue
		}
		m.list = append(m.list, x)
	}
	m.build()
	m.say(strings.Join(wrong, "\n"))
	if len(got) > 0 {
		m.s.touched()
	}
}

func (m *mediaRow) focus() {
	for _, o := range m.tiles.Objects {
		if t, ok := o.(*tile); ok && t.warn {
			t.Take()
			return
		}
	}
	m.add.Take()
}

// edit opens the form of one picture.
func (m *mediaRow) edit(hash string) {
	i := slices.IndexFunc(m.list, func(x content.Media) bool { return x.Hash == hash })
	if i < 0 || m.locked {
		return
	}
	x := m.list[i]
	change := func(f func(x *content.Media)) {
		if k := slices.IndexFunc(m.list, func(x content.Media) bool { return x.Hash == hash }); k >= 0 {
			f(&m.list[k])
			m.s.touched()
		}
	}
	m.alt = typing.Line("读屏软件念的话，例如：缴费网点分布图")
	m.alt.SetText(x.Alt)
	m.alt.OnEdit = func(s string) { change(func(x *content.Media) { x.Alt = s }) }
	m.rights = typing.Line("谁拍的、谁授权的")
	m.rights.SetText(x.Rights)
	m.rights.OnEdit = func(s string) { change(func(x *content.Media) { x.Rights = s }) }
	ai := widgets.NewCheck("人工智能生成", x.AI, func(on bool) { change(func(x *content.Media) { x.AI = on }) })
	var d *overlays.Dialog
	shut := func(f func()) func() {
		return func() { d.Close(); f() }
	}
	word := func(s string) fyne.CanvasObject { return draw.NewText(s, theme.Dense, theme.Text2) }
	actions := draw.Row(8, widgets.NewButton(widgets.Plain, "放进正文", shut(func() { m.f.text.InsertPicture(hash); m.f.text.Focus() })).High(28),
		widgets.NewButton(widgets.Plain, "排到第一张", shut(func() { m.front(hash) })).High(28), draw.Fill(),
		widgets.NewButton(widgets.Danger, "去掉这张", shut(func() { m.remove(hash) })).High(28))
	body := draw.TopRow(16, draw.Fixed(m.shelf.View(hash, false), 150, 150),
		draw.Grow(draw.Col(6, word("说明"), m.alt, word("来源和授权"), m.rights, ai, actions)))
	d = overlays.Ask(m.s.d.Frame.Canvas(), overlays.Question{Icon: "img", Title: x.Name, Consequence: kindWords(x), Body: body, Do: "写好了", Cancel: "改回原样", Wide: 620,
		First: m.alt.Target(), OnDo: func(string) string { m.build(); return "" },
		OnCancel: func() { change(func(y *content.Media) { y.Alt, y.Rights, y.AI = x.Alt, x.Rights, x.AI }); m.build() }})
	m.alt.OnSubmit = func() { d.DoButton().OnPress() }
	m.rights.OnSubmit = m.alt.OnSubmit
}

func kindWords(x content.Media) string {
	say := strings.ToUpper(strings.TrimPrefix(x.Type, "image/")) + "，" + content.Bytes(x.Size)
	if x.Width > 0 {
		say += "，" + size(x.Width) + "×" + size(x.Height)
	}
	return say
}

func (m *mediaRow) front(hash string) {
	i := slices.IndexFunc(m.list, func(x content.Media) bool { return x.Hash == hash })
	if i > 0 {
		x := m.list[i]
		m.list = slices.Insert(slices.Delete(m.list, i, i+1), 0, x)
		m.build()
		m.s.touched()
	}
}

func (m *mediaRow) remove(hash string) {
	i := slices.IndexFunc(m.list, func(x content.Media) bool { return x.Hash == hash })
	if i < 0 {
		return
	}
	old, text := m.all(), m.f.text.Paragraphs()
	m.list = slices.Delete(m.list, i, i+1)
	m.f.text.RemovePicture(hash)
	m.build()
	m.s.touched()
	id := m.s.open
	m.s.d.Frame.Toast("去掉了“"+old[i].Name+"”", func() {
		if m.s.open == id && !m.locked {
			m.list = old
			m.f.text.Set(text)
			m.build()
			m.s.touched()
		}
	})
}
