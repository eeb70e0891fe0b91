package files_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"huiying/app/ui/files"
	"huiying/app/ui/gallery"
	"huiying/app/ui/theme"
	"huiying/app/ui/theme/themetest"
	"huiying/app/ui/typing/typingtest"
)

func stand(t *testing.T) (fyne.Canvas, string) {
	t.Helper()
	themetest.App(t, theme.Light, 100)
	w := test.NewTempWindow(t, container.NewStack())
	w.SetPadded(false)
	w.Resize(fyne.NewSize(1280, 800))
	dir := t.TempDir()
	for _, name := range []string{"b.png", "a.JPG", "通知.docx", ".hidden.png"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "图"), 0o700); err != nil {
		t.Fatal(err)
	}
	return w.Canvas(), dir
}

func names(f *files.Chooser) string {
	var out []string
	for _, i := range f.List().Items() {
		out = append(out, i.ID)
	}
	return strings.Join(out, " ")
}

func press(o interface{ TypedKey(*fyne.KeyEvent) }, k fyne.KeyName) {
	o.TypedKey(&fyne.KeyEvent{Name: k})
}

func TestAFileIsChosenByKeys(t *testing.T) {
	c, dir := stand(t)
	got := ""
	f := files.Ask(c, files.Options{Title: "选一张图片作凭证", Start: dir}, func(p string) { got = p })
	typingtest.OnlyOurs(t, c.Overlays().Top())
	if names(f) != "图 a.JPG b.png" {
		t.Fatalf("listed %q", names(f))
	}
	if !f.Dialog().DoButton().Disabled() {
		t.Fatal("a folder can be taken for a file")
	}
	f.List().Take()
	press(f.List(), fyne.KeyEnd)
	if f.Path().Text() != filepath.Join(dir, "b.png") || f.Dialog().DoButton().Disabled() {
		t.Fatalf("path %q", f.Path().Text())
	}
	if file := os.Getenv("HUIYING_PICTURES"); file != "" {
		if err := gallery.Save(gallery.Capture(c), filepath.Join(file, "files.png")); err != nil {
			t.Fatal(err)
		}
	}
	press(f.List(), fyne.KeyReturn)
	if got != filepath.Join(dir, "b.png") || f.Dialog().Opened() {
		t.Fatalf("got %q, open %v", got, f.Dialog().Opened())
	}
}

func TestFoldersAreEnteredAndLeft(t *testing.T) {
	c, dir := stand(t)
	f := files.Ask(c, files.Options{Title: "选", Start: dir}, func(string) {})
	f.List().Take()
	press(f.List(), fyne.KeyHome)
	press(f.List(), fyne.KeyReturn)
	if f.Path().Text() != filepath.Join(dir, "图") || names(f) != "" {
		t.Fatalf("in %q: %q", f.Path().Text(), names(f))
	}
	press(f.List(), fyne.KeyBackspace)
	if f.Path().Text() != dir || names(f) != "图 a.JPG b.png" {
		t.Fatalf("back in %q: %q", f.Path().Text(), names(f))
	}
}

func TestAPathIsTyped(t *testing.T) {
	c, dir := stand(t)
	got := ""
	f := files.Ask(c, files.Options{Title: "选", Start: dir}, func(p string) { got = p })
	f.Path().SetText("不存在.png")
	f.Path().Replace("不存在.png")
	if f.Dialog().DoButton().Reason().Value != "没有这个路径" {
		t.Errorf("reason %q", f.Dialog().DoButton().Reason().Value)
	}
	press(f.Path().Target().(interface{ TypedKey(*fyne.KeyEvent) }), fyne.KeyReturn)
	if !f.Dialog().Opened() || got != "" {
		t.Fatal("a file that is not there was taken")
	}
	f.Path().Replace("通知.docx")
	press(f.Path().Target().(interface{ TypedKey(*fyne.KeyEvent) }), fyne.KeyReturn)
	if got != filepath.Join(dir, "通知.docx") {
		t.Fatalf("got %q", got)
	}
}

func TestAFolderIsChosenToSaveInto(t *testing.T) {
	c, dir := stand(t)
	got := ""
	f := files.Ask(c, files.Options{Title: "图片存到哪里", Start: dir, Folder: true}, func(p string) { got = p })
	if names(f) != "图" {
		t.Fatalf("listed %q", names(f))
	}
	f.List().Step(1)
	f.Dialog().DoButton().OnPress()
	if got != filepath.Join(dir, "图") {
		t.Fatalf("got %q", got)
	}
}

func TestCancellingTellsNothing(t *testing.T) {
	c, dir := stand(t)
	f := files.Ask(c, files.Options{Title: "选", Start: dir}, func(string) { t.Error("told") })
	f.Dialog().CancelButton().OnPress()
	if f.Dialog().Opened() {
		t.Fatal("still open")
	}
}

func TestAFolderThatCannotBeReadIsSaid(t *testing.T) {
	c, dir := stand(t)
	f := files.Ask(c, files.Options{Title: "选", Start: dir}, func(string) {})
	f.Open(filepath.Join(dir, "没有"))
	if names(f) != "图 a.JPG b.png" || f.Path().Text() != dir {
		t.Fatal("what was shown is lost")
	}
}
