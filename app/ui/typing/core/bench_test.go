package core

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"huiying/app/ui/theme"
	"huiying/app/ui/theme/themetest"
	"huiying/app/ui/typing/input"
)

// BenchmarkPreedit is what showing a letter more of what is composed costs before anything is drawn, in a text of 2,000 characters.
func BenchmarkPreedit(b *testing.B) {
	themetest.App(b, theme.Light, 100)
	c := New(Rules{Edited: func(string) {}, Grown: func() {}, Focused: func(bool) {}})
	c.MultiLine, c.Wrapping = true, fyne.TextWrapBreak
	w := test.NewTempWindow(b, container.NewStack(c))
	w.Resize(fyne.NewSize(700, 120))
	c.Load(strings.Repeat("望川市政务服务中心今天恢复办理不动产登记。", 101)[:2000*len("望")])
	c.CaretTo(2000)
	c.method = input.None{}
	for b.Loop() {
		c.Preedit("ni", 2)
		c.Preedit("ni hao", 6)
		c.Commit("你好")
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(3*b.N), "us/key")
}
