package compose_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"huiying/app/ui/shell"
	"huiying/internal/problem"
)

// elsewhere is another screen.
type elsewhere struct{ shell.Screen }

func (elsewhere) Name() string                            { return "today" }
func (elsewhere) Title() string                           { return "今日" }
func (elsewhere) Head() (left, right []fyne.CanvasObject) { return nil, nil }
func (elsewhere) Content() fyne.CanvasObject              { return &fyne.Container{} }
func (elsewhere) Keys() []shell.Key                       { return nil }
func (elsewhere) Shown(shell.Params)                      {}
func (elsewhere) Hidden()                                 {}

func TestSigningOutRightAfterAKeyLosesNothing(t *testing.T) {
	b := begun(t)
	id := b.s.OpenPost()
	b.typ("刚打的字")
	b.f.Stop()
	if got := b.stored(id).Title; got != "刚打的字" {
		t.Fatalf("after the person left %q is stored", got)
	}
}

func TestWhatIsTypedDuringTheLastSaveIsStoredToo(t *testing.T) {
	b := begun(t)
	id := b.s.OpenPost()
	began, slow := make(chan struct{}), make(chan struct{})
	b.posts.began, b.posts.slow = began, slow
	b.typ("前")
	b.s.Save()
	<-began
	b.typ("后")
	close(slow)
	b.f.Stop()
	if got := b.stored(id).Title; got != "前后" {
		t.Fatalf("after the person left %q is stored", got)
	}
}

func TestAStuckSaveIsAskedAboutFromEveryScreen(t *testing.T) {
	b := begun(t)
	id := b.s.OpenPost()
	b.f.Add(elsewhere{})
	for _, fail := range []error{problem.New(problem.Full, "磁盘满了", "刚才的改动没有写进去", "请腾出空间再存"),
		problem.New(problem.Conflict, "这一页看到的已经不是最新的了", "没有覆盖别人的改动", "")} {
		b.posts.fail = fail
		b.typ("没存进的")
		for _, leave := range []bool{false, true} {
			if leave {
				b.f.Open("today", nil)
			}
			if say := b.f.MayClose(); !strings.Contains(say, problem.Words(fail)) || !strings.Contains(say, "没存进的") {
				t.Errorf("with %v, elsewhere %v, leaving says %q", fail, leave, say)
			}
		}
		b.f.Back()
		b.settle()
		b.s.Form().Title.Focus()
		if !strings.Contains(b.s.Form().Title.Text(), "没存进的") {
			t.Fatalf("the form holds %q", b.s.Form().Title.Text())
		}
	}
	b.posts.fail = nil
	if say := b.f.MayClose(); say != "" || !strings.Contains(b.stored(id).Title, "没存进的") {
		t.Errorf("once it can be stored, leaving says %q and %q is stored", say, b.stored(id).Title)
	}
}
