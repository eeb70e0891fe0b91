//go:build !ci && !windows

package desktop

import (
	"fyne.io/fyne/v2"
	"github.com/go-gl/glfw/v3.4/glfw"
)

// fetch has Fyne's windowing library handle the events that have come, as long as there is a window. It is called on the main
// goroutine.
func fetch() func() {
	return func() {
		if len(fyne.CurrentApp().Driver().AllWindows()) > 0 {
			glfw.PollEvents()
		}
	}
}
