package load

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"huiying/app/ui/states"
)

// Patience is how long a pane waits before it shows that it waits: what comes sooner does not flicker.
const Patience = 300 * time.Millisecond

// Pane is a part of a screen that shows one thing that is fetched: first nothing, after Patience a skeleton, then the content,
// or what went wrong with a button that tries again. While it fetches again, the content stays.
type Pane[T any] struct {
	// What is what is being fetched, as " 12 件留言"; Fault is the title when it fails, as "没取到留言"; Rows is the number
	// of grey bars.
	What  string
	Fault string
	Rows  int
	// OnError is told of a failure while content is shown, which then stays; without it the pane shows the failure.
	OnError func(error)

	jobs    *Jobs
	fetch   func(context.Context) (T, error)
	paint   func(T)
	content fyne.CanvasObject
	holder  *fyne.Container
	round   int
	loaded  bool
	cancel  context.CancelFunc
	bones   *states.Skeleton
	now     func() time.Time
}

// NewPane returns a pane. fetch runs beside the window and touches no widget; paint fills content on Fyne's goroutine.
func NewPane[T any](jobs *Jobs, content fyne.CanvasObject, fetch func(context.Context) (T, error), paint func(T)) *Pane[T] {
	return &Pane[T]{jobs: jobs, fetch: fetch, paint: paint, content: content, holder: container.NewStack(), Rows: 4,
		Fault: "没有取到", now: time.Now}
}

// Object is what the screen shows.
func (p *Pane[T]) Object() fyne.CanvasObject { return p.holder }

// Loaded says whether there is content.
func (p *Pane[T]) Loaded() bool { return p.loaded }

// Load fetches, now or again; a fetching that still goes on is called off. Call it on Fyne's goroutine.
func (p *Pane[T]) Load() {
	if p.cancel != nil {
		p.cancel()
	}
	p.round++
	round := p.round
	ctx, cancel := context.WithCancel(p.jobs.Context())
	p.cancel = cancel
	began := p.now()
	done := make(chan struct{})
	p.jobs.start(ctx, func(ctx context.Context) func() {
		defer close(done)
		v, err := p.fetch(ctx)
		return func() {
			if round == p.round {
				p.settle(v, err)
			}
		}
	})
	if p.loaded {
		return
	}
	p.jobs.start(ctx, func(ctx context.Context) func() {
		p.watch(ctx, done, round, began)
		return nil
	})
}

// watch shows the skeleton after Patience and tells it every second how long it has been.
func (p *Pane[T]) watch(ctx context.Context, done <-chan struct{}, round int, began time.Time) {
	timer := time.NewTimer(Patience)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-done:
			return
		case <-timer.C:
			p.jobs.Paint(func() {
				if round == p.round && !p.loaded {
					p.waiting(p.now().Sub(began))
				}
			})
			timer.Reset(time.Second)
		}
	}
}

func (p *Pane[T]) waiting(d time.Duration) {
	if p.bones == nil {
		p.bones = states.NewSkeleton(p.What, p.Rows, p.GiveUp)
		p.show(p.bones)
	}
	p.bones.Waited(d)
}

// GiveUp stops waiting, as the button 不等了 does.
func (p *Pane[T]) GiveUp() {
	p.round++
	if p.cancel != nil {
		p.cancel()
	}
	p.bones = nil
	p.show(states.Offline("没有再等", "还没取到"+p.What+"，原来的都在。", p.Load))
}

func (p *Pane[T]) settle(v T, err error) {
	p.bones = nil
	p.cancel()
	if err == nil {
		p.loaded = true
		p.paint(v)
		p.show(p.content)
		return
	}
	if p.loaded && p.OnError != nil {
		p.OnError(err)
		return
	}
	p.loaded = false
	p.show(states.FailedWith(p.Fault, err, p.Load))
}

func (p *Pane[T]) show(o fyne.CanvasObject) {
	if len(p.holder.Objects) == 1 && p.holder.Objects[0] == o {
		o.Refresh()
		return
	}
	p.holder.Objects = []fyne.CanvasObject{o}
	p.holder.Refresh()
}
