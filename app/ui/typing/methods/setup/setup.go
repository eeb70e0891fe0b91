// Package setup decides how Chinese is typed on this computer: it looks for the input method before the app is made, because what it
// decides stands in the environment that Fyne reads at its start, and keeps looking afterwards, so that a daemon that dies,
// hangs or comes back is let go and taken up again. It speaks no daemon's language itself.
package setup

import (
	"context"
	"sync"

	"huiying/app/ui/typing/input"
)

// Typing is the input method of this process.
type Typing struct {
	method input.Method
	begin  func(ctx context.Context, paint func(func()), fetch func())
	end    func()
	once   sync.Once
}

// Method is what the windows hand to their fields.
func (t *Typing) Method() input.Method { return t.method }

// Begin starts looking for the daemon, until ctx ends or Close is called; paint has a function run on the main goroutine, which must
// exist by then. fetch, unless it is nil, has the windows' keys handled that have come, on the main goroutine: Fyne itself looks
// for them sixty times a second only, and a daemon that is asked earlier has answered when the next picture is drawn.
func (t *Typing) Begin(ctx context.Context, paint func(func()), fetch func()) {
	if t.begin != nil {
		t.begin(ctx, paint, fetch)
	}
}

// Close lets the daemon go and waits until nothing looks for one any more.
func (t *Typing) Close() {
	if t.end != nil {
		t.once.Do(t.end)
	}
}

// asBefore leaves typing to Fyne.
func asBefore() *Typing { return &Typing{method: input.None{}} }
