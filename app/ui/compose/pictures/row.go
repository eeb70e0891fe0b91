// Package pictures is the row of a post's pictures under its text: adding by a chooser or by dropping files, the words and rights
// of each, their order, and taking one out again. What a file may be is said by whoever stores it; this room shows that in words.
package pictures

import (
	"context"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"huiying/app/ui/compose/paragraphs"
	"huiying/app/ui/compose/thumbs"
	"huiying/app/ui/draw"
	"huiying/app/ui/files"
	"huiying/app/ui/flow"
	"huiying/app/ui/load"
	"huiying/app/ui/overlays"
	"huiying/app/ui/theme"
	"huiying/app/ui/typing"
	"huiying/app/ui/widgets"
	"huiying/internal/problem"
	"huiying/publishing/content"
)

// Deps is what the row works with.
type Deps struct {
	Jobs  *load.Jobs
	Shelf *thumbs.Shelf
	Text  *paragraphs.Editor
	// Add stores a file and says what it is, or why it cannot be taken; Open opens a file that a person chose.
	Add    func(ctx context.Context, name string, r io.Reader) (content.Media, error)
	Open   func(path string) (io.ReadCloser, error)
	Canvas func() fyne.Canvas
	Toast  func(say string, undo func())
	// OnEdit is told after a person changed something.
	OnEdit func()
	// Beside stands at the right end of the row.
	Beside fyne.CanvasObject
}

// Row is the pictures of the post, small.
type Row struct {
	Deps
	post   string
	list   []content.Media
	locked bool
	tiles  *fyne.Container
	add    *tile
	fault  *flow.Flow
	object fyne.CanvasObject
	alt    *typing.Entry // of the form that was opened last
	rights *typing.Entry
}

// Fields returns the fields of the form that was opened last, nil before: words and rights.
func (m *Row) Fields() (alt, rights *typing.Entry) { return m.alt, m.rights }

// New returns an empty row.
func New(d Deps) *Row {
	m := &Row{Deps: d, tiles: draw.Row(8), fault: flow.Plain("", theme.Note, theme.Red)}
	m.fault.Hide()
	m.add = newTile(nil, "加图片", m.choose)
	side := container.NewHScroll(m.tiles)
	m.object = draw.Pad(draw.Col(6, draw.Row(12, draw.Grow(draw.Fixed(side, 80, 64)), draw.Fixed(d.Beside, 128, 60)), m.fault), 16, 8)
	return m
}

// All returns the pictures in their order.
func (m *Row) All() []content.Media { return slices.Clone(m.list) }

// Object is what the screen shows.
func (m *Row) Object() fyne.CanvasObject { return m.object }

// Set shows the pictures of a post.
func (m *Row) Set(post string, list []content.Media, locked bool) {
	m.post, m.list, m.locked = post, slices.Clone(list), locked
	m.say("")
	m.build()
}

func (m *Row) build() {
	objs := []fyne.CanvasObject{}
	for _, x := range m.list {
		label := x.Alt
		if strings.TrimSpace(x.Alt) == "" {
			label = "缺说明"
		}
		t := newTile(m.Shelf.View(x.Hash, true), label, func() { m.Edit(x.Hash) })
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
func (m *Row) say(text string) {
	m.fault.SetText(text)
	if text == "" {
		m.fault.Hide()
	} else {
		m.fault.Show()
	}
	m.object.Refresh()
}

// choose asks for a file.
func (m *Row) choose() {
	if c := m.Canvas(); c != nil && !m.locked {
		files.Choose(c, "选一张图片", func(path string) { m.Drop([]string{path}) })
	}
}

// Insert puts a picture into the text: the first that is not there yet, or one to be chosen.
func (m *Row) Insert() {
	if m.locked {
		return
	}
	used := func(hash string) bool {
		return slices.ContainsFunc(m.Text.Paragraphs(), func(p content.Paragraph) bool { return p.Media == hash })
	}
	for _, x := range m.list {
		if !used(x.Hash) {
			m.Text.InsertPicture(x.Hash)
			m.Text.Focus()
			return
		}
	}
	m.choose()
}

// Drop adds pictures by their paths: chosen, or dropped on the window. What cannot be taken is said in words, the rest is taken.
func (m *Row) Drop(paths []string) {
	if m.locked || len(paths) == 0 {
		return
	}
	id := m.post
	m.say("")
	m.Jobs.Go(func(ctx context.Context) func() {
		var got []content.Media
		var wrong []string
		for _, p := range paths {
			x, err := m.read(ctx, p)
			if err != nil {
				wrong = append(wrong, "“"+filepath.Base(p)+"”没有加上："+problem.Words(err))
				continue
			}
			got = append(got, x)
		}
		return func() {
			if m.post == id {
				m.added(got, wrong)
			} else {
				m.Toast("图片还没加上，稿件就关上了；打开后请再加一次", nil)
			}
		}
	})
}

func (m *Row) read(ctx context.Context, path string) (content.Media, error) {
	r, err := m.Open(path)
	if err != nil {
		return content.Media{}, problem.Wrap(err, problem.Missing, "打不开这个文件", "", "请看看它还在不在，或换一张")
	}
	defer r.Close()
	return m.Add(ctx, filepath.Base(path), r)
}

func (m *Row) added(got []content.Media, wrong []string) {
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
		m.OnEdit()
	}
}

// Focus goes to the first picture that lacks words, or to the place that adds one.
func (m *Row) Focus() {
	for _, o := range m.tiles.Objects {
		if t, ok := o.(*tile); ok && t.warn {
			t.Take()
			return
		}
	}
	m.add.Take()
}

// Edit opens the form of one picture.
func (m *Row) Edit(hash string) {
	i := slices.IndexFunc(m.list, func(x content.Media) bool { return x.Hash == hash })
	if i < 0 || m.locked {
		return
	}
	x := m.list[i]
	change := func(f func(x *content.Media)) {
		if k := slices.IndexFunc(m.list, func(x content.Media) bool { return x.Hash == hash }); k >= 0 {
			f(&m.list[k])
			m.OnEdit()
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
	actions := draw.Row(8, widgets.NewButton(widgets.Plain, "放进正文", shut(func() { m.Text.InsertPicture(hash); m.Text.Focus() })).High(28),
		widgets.NewButton(widgets.Plain, "排到第一张", shut(func() { m.front(hash) })).High(28), draw.Fill(),
		widgets.NewButton(widgets.Danger, "去掉这张", shut(func() { m.remove(hash) })).High(28))
	body := draw.TopRow(16, draw.Fixed(m.Shelf.View(hash, false), 150, 150),
		draw.Grow(draw.Col(6, word("说明"), m.alt, word("来源和授权"), m.rights, ai, actions)))
	d = overlays.Ask(m.Canvas(), overlays.Question{Icon: "img", Title: x.Name, Consequence: kindWords(x), Body: body, Do: "写好了", Cancel: "改回原样", Wide: 620,
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

func (m *Row) front(hash string) {
	i := slices.IndexFunc(m.list, func(x content.Media) bool { return x.Hash == hash })
	if i > 0 {
		x := m.list[i]
		m.list = slices.Insert(slices.Delete(m.list, i, i+1), 0, x)
		m.build()
		m.OnEdit()
	}
}

func (m *Row) remove(hash string) {
	i := slices.IndexFunc(m.list, func(x content.Media) bool { return x.Hash == hash })
	if i < 0 {
		return
	}
	old, text := m.All(), m.Text.Paragraphs()
	m.list = slices.Delete(m.list, i, i+1)
	m.Text.RemovePicture(hash)
	m.build()
	m.OnEdit()
	id := m.post
	m.Toast("去掉了“"+old[i].Name+"”", func() {
		if m.post == id && !m.locked {
			m.list = old
			m.Text.Set(text)
			m.build()
			m.OnEdit()
		}
	})
}
