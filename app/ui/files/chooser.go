// Package files lets a person choose a file or a folder of this computer: an overlay with the path to type, what stands in the
// folder, and a filter for pictures. It reads the names in folders and nothing else; what is chosen is opened by the caller, and
// nothing is written here.
package files

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"huiying/app/ui/draw"
	"huiying/app/ui/flow"
	"huiying/app/ui/lists"
	"huiying/app/ui/overlays"
	"huiying/app/ui/theme"
	"huiying/app/ui/typing"
	"huiying/app/ui/widgets"
)

// Options say what is chosen.
type Options struct {
	Title  string
	Start  string // the folder to begin with; empty: the person's pictures, or the home folder
	Folder bool   // a folder is chosen, not a file
	Do     string // the words of the button; empty: 选这个文件, 存到这里
	All    bool   // all files are shown at first, not only pictures
}

// Chooser is an open overlay.
type Chooser struct {
	opt    Options
	onPick func(path string)
	dialog *overlays.Dialog
	path   *typing.Entry
	list   *lists.List
	note   *flow.Flow
	filter *widgets.Segment
	up     *widgets.Button
	folder string
	items  map[string]item
	rows   map[fyne.CanvasObject]line
}

// Choose asks for one file, pictures first, and tells its path. Cancelling tells nothing.
func Choose(c fyne.Canvas, title string, onPick func(path string)) *Chooser {
	return Ask(c, Options{Title: title}, onPick)
}

// ChooseFolder asks for a folder to put something into.
func ChooseFolder(c fyne.Canvas, title string, onPick func(path string)) *Chooser {
	return Ask(c, Options{Title: title, Folder: true}, onPick)
}

// Ask opens a chooser over a canvas.
func Ask(c fyne.Canvas, opt Options, onPick func(path string)) *Chooser {
	if opt.Start == "" {
		opt.Start = start()
	}
	if opt.Do == "" {
		opt.Do = "选这个文件"
		if opt.Folder {
			opt.Do = "存到这里"
		}
	}
	f := &Chooser{opt: opt, onPick: onPick, rows: map[fyne.CanvasObject]line{}, note: flow.Plain("", theme.Note, theme.Text2)}
	f.path = typing.Line("文件或文件夹的路径").High(28)
	f.path.OnKey = f.pathKey
	f.path.OnEdit = func(string) { f.recheck() }
	f.path.OnSubmit = f.submit
	f.up = widgets.NewButton(widgets.Plain, "上一层", func() { f.Open(filepath.Dir(f.folder)) }).High(28).WithIcon("up")
	f.list = lists.NewList(36, f.row, f.bind)
	f.list.OnSelect = func(id string) { f.path.SetText(filepath.Join(f.folder, id)); f.recheck() }
	f.list.OnOpen = f.open
	f.list.OnKey = f.listKey
	f.filter = widgets.NewSegment([]string{"只看图片", "所有文件"}, boolIndex(opt.All), func(int) { f.Open(f.folder) })
	f.dialog = overlays.Ask(c, overlays.Question{Icon: "doc", IconTone: widgets.Blue, Title: opt.Title, Body: f.body(),
		Do: opt.Do, Cancel: "先不选", Wide: 640, Check: f.lacks, OnDo: f.do, First: f.path.Target()})
	f.Open(opt.Start)
	return f
}

func boolIndex(on bool) int {
	if on {
		return 1
	}
	return 0
}

func (f *Chooser) body() fyne.CanvasObject {
	head := draw.Row(8, draw.Grow(f.path), f.up)
	rows := draw.Panel(theme.Surface, theme.Line, 6, draw.Pad(draw.Fixed(f.list, 0, 36*8), 1, 1))
	if f.opt.Folder {
		return draw.Col(8, head, rows, f.note)
	}
	return draw.Col(8, head, rows, draw.Row(8, draw.Grow(f.note), f.filter))
}

// Open shows a folder. What cannot be read is said, and the folder shown stays.
func (f *Chooser) Open(folder string) {
	items, err := read(folder, f.shows)
	if err != nil {
		f.note.Color = theme.Red
		f.note.SetText(say(folder, err))
		return
	}
	f.folder, f.items = folder, map[string]item{}
	var rows []lists.Item
	for _, i := range items {
		f.items[i.name] = i
		rows = append(rows, lists.RowOf(i.name))
	}
	f.list.SetItems(rows)
	f.list.SetOffset(0)
	f.path.SetText(folder)
	f.note.Color = theme.Text2
	f.note.SetText(f.counted(items))
	f.up.Block("")
	if filepath.Dir(folder) == folder {
		f.up.Block("已经是最上面一层")
	}
	f.recheck()
}

func (f *Chooser) shows(name string) bool {
	if f.opt.Folder {
		return false
	}
	return f.filter.Chosen() == 1 || slices.Contains(pictures(), strings.ToLower(filepath.Ext(name)))
}

func (f *Chooser) counted(items []item) string {
	files := 0
	for _, i := range items {
		if !i.folder {
			files++
		}
	}
	switch {
	case f.opt.Folder:
		return "回车打开文件夹，退格回上一层。"
	case files == 0 && f.filter.Chosen() == 0:
		return "这个文件夹里没有图片。别的文件点“所有文件”看。"
	case files == 0:
		return "这个文件夹里没有文件。"
	}
	return "回车打开文件夹或选中文件，退格回上一层。"
}

// Picked is the path that stands chosen, empty when it is nothing that can be taken.
func (f *Chooser) picked() (path string, info os.FileInfo) {
	path = strings.TrimSpace(f.path.Text())
	if path == "" {
		return "", nil
	}
	if home, err := os.UserHomeDir(); err == nil && (path == "~" || strings.HasPrefix(path, "~/")) {
		path = filepath.Join(home, path[1:])
	}
	if !filepath.IsAbs(path) {
		path = filepath.Join(f.folder, path)
	}
	info, err := os.Stat(path)
	if err != nil {
		return path, nil
	}
	return path, info
}

func (f *Chooser) lacks() string {
	path, info := f.picked()
	switch {
	case path == "" && f.opt.Folder:
		return "先选一个文件夹"
	case path == "":
		return "先选一个文件"
	case info == nil:
		return "没有这个路径"
	case f.opt.Folder && !info.IsDir():
		return "这是文件，要选文件夹"
	case !f.opt.Folder && info.IsDir():
		return "先选一个文件"
	}
	return ""
}

func (f *Chooser) recheck() {
	if f.dialog != nil {
		f.dialog.Recheck()
	}
}

func (f *Chooser) do(string) string {
	if why := f.lacks(); why != "" {
		return why + "。"
	}
	path, _ := f.picked()
	f.dialog.Close()
	f.onPick(path)
	return ""
}

// submit opens the folder in the path, or takes the file.
func (f *Chooser) submit() {
	path, info := f.picked()
	switch {
	case info == nil:
		f.note.Color = theme.Red
		f.note.SetText(say(path, os.ErrNotExist))
	case info.IsDir() && path != f.folder:
		f.Open(path)
	case f.lacks() == "":
		f.do("")
	}
}

// A bare Enter in the path goes there: it tells nobody anything.
func (f *Chooser) pathKey(ev *fyne.KeyEvent) bool {
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		f.submit()
		return true
	case fyne.KeyDown:
		f.list.Take()
		return true
	}
	return false
}

func (f *Chooser) listKey(ev *fyne.KeyEvent) bool {
	if ev.Name != fyne.KeyBackspace && ev.Name != fyne.KeyLeft {
		return false
	}
	f.Open(filepath.Dir(f.folder))
	return true
}

func (f *Chooser) open(name string) {
	if f.items[name].folder {
		f.Open(filepath.Join(f.folder, name))
		return
	}
	f.path.SetText(filepath.Join(f.folder, name))
	f.do("")
}

type line struct {
	icon *draw.Icon
	name *draw.Text
	note *draw.Text
}

func (f *Chooser) row() fyne.CanvasObject {
	l := line{draw.NewIcon("doc", 16, theme.Text2), draw.NewText("", theme.Dense, theme.Text).Cutting(), draw.NewText("", theme.Note, theme.Text3)}
	obj := draw.Pad(draw.Row(8, l.icon, draw.Grow(l.name), l.note), 12, 0)
	f.rows[obj] = l
	return obj
}

func (f *Chooser) bind(id string, obj fyne.CanvasObject, _ lists.State) {
	i, l := f.items[id], f.rows[obj]
	icon := "img"
	switch {
	case i.folder:
		icon = "right"
	case !slices.Contains(pictures(), strings.ToLower(filepath.Ext(i.name))):
		icon = "doc"
	}
	l.icon.Set(icon, theme.Text2)
	l.name.Set(i.name)
	l.note.Set(i.note)
	obj.Refresh()
}

// Dialog, Path and List are the parts, for tests.
func (f *Chooser) Dialog() *overlays.Dialog { return f.dialog }

// Path is the field of the path.
func (f *Chooser) Path() *typing.Entry { return f.path }

// List is what stands in the folder.
func (f *Chooser) List() *lists.List { return f.list }
