package reply

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"huiying/app/ui/load"
	"huiying/inbox"
	"huiying/internal/problem"
	"huiying/internal/unit"
)

// savedAfter is how long the first unsaved key waits for company; with the write itself no key is unsaved for a second.
const savedAfter = 700 * time.Millisecond

// againAfter is how long a save waits that the store could not take just then.
const againAfter = 3 * time.Second

// draft is the text of one answer while it is written. It outlives the pane showing it: what could not be saved is there again
// when the question is opened again.
type draft struct {
	question string

	mu      sync.Mutex // the text is typed on one goroutine and saved on another
	id      string     // of the answer
	version int        // that the text goes on from
	text    string
	saved   string
	at      time.Time // of the last save
	err     error     // of the last save; nil when it went well
	busy    bool      // a save is under way
	hurry   bool      // and must go on with what was typed meanwhile
	waiting bool      // the next save has its time
}

// standing is a draft as its pane shows it.
type standing struct {
	text  string
	dirty bool
	busy  bool
	at    time.Time
	err   error
}

func (d *draft) standing() standing {
	d.mu.Lock()
	defer d.mu.Unlock()
	return standing{d.text, d.text != d.saved, d.busy, d.at, d.err}
}

// take lets the draft go on from a stored answer. A text that is not saved yet stays, and take says whether the stored one is
// another's that it must not write over.
func (d *draft) take(a inbox.Answer) (theirs bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if a.State == inbox.Rejected && a.ID == d.id { // a new one is written now
		d.id, d.version, d.err = unit.NewID(), 0, nil
		if d.text == d.saved {
			d.text = ""
		}
		d.saved = ""
	}
	if a.State != inbox.Drafting && a.State != inbox.Returned {
		return false
	}
	switch {
	case d.busy || a.ID == d.id && a.Version <= d.version:
		return false
	case d.text != d.saved && a.Text != d.text:
		return true
	}
	d.id, d.version, d.text, d.saved, d.at, d.err = a.ID, a.Version, a.Text, a.Text, a.Changed, nil
	return false
}

// over has the draft go on from another's answer with its own text.
func (d *draft) over(a inbox.Answer) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.id, d.version, d.saved, d.err = a.ID, a.Version, a.Text, nil
}

// give puts another's text in place of its own.
func (d *draft) give(a inbox.Answer) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.id, d.version, d.text, d.saved, d.at, d.err = a.ID, a.Version, a.Text, a.Text, a.Changed, nil
}

// keeper saves drafts, soon after they were typed.
type keeper struct {
	jobs   *load.Jobs
	desk   Desk
	now    func() time.Time
	told   func(d *draft) // after a save, on Fyne's goroutine
	drafts map[string]*draft
}

func (k *keeper) of(question string) *draft {
	d, ok := k.drafts[question]
	if !ok {
		d = &draft{question: question, id: unit.NewID()}
		k.drafts[question] = d
	}
	return d
}

// forget drops a draft with nothing unsaved in it.
func (k *keeper) forget(question string) {
	if d, ok := k.drafts[question]; ok {
		if s := d.standing(); !s.dirty && !s.busy {
			delete(k.drafts, question)
		}
	}
}

// typed takes a changed text and sees to it that it is saved in time.
func (k *keeper) typed(d *draft, text string) {
	d.mu.Lock()
	d.text = text
	d.mu.Unlock()
	k.soon(d, savedAfter)
}

func (k *keeper) soon(d *draft, after time.Duration) {
	d.mu.Lock()
	idle := !d.waiting && !d.busy && d.text != d.saved
	if idle {
		d.waiting = true
	}
	d.mu.Unlock()
	if !idle {
		return
	}
	k.jobs.Go(func(ctx context.Context) func() {
		timer := time.NewTimer(after)
		defer timer.Stop()
		select {
		case <-ctx.Done():
		case <-timer.C:
		}
		// The write begins here and not on the painting goroutine, so that a busy window delays no save.
		k.write(context.WithoutCancel(ctx), d)
		return func() { k.settled(d) }
	})
}

// save saves at once.
func (k *keeper) save(d *draft) {
	d.mu.Lock()
	need := d.text != d.saved
	if d.busy {
		d.hurry = true
	}
	d.mu.Unlock()
	if need {
		k.jobs.Go(func(ctx context.Context) func() {
			k.write(context.WithoutCancel(ctx), d)
			return func() { k.settled(d) }
		})
	}
}

// flush saves everything that is not saved, as when the screen is left.
func (k *keeper) flush() {
	for _, d := range k.drafts {
		k.save(d)
	}
}

// patience is what a person who leaves waits for the last save.
const patience = 2 * time.Second

// leave saves everything, waits for it, and returns a sentence why something is not in the store, or "".
func (k *keeper) leave() string {
	var open []*draft
	for _, id := range slices.Sorted(maps.Keys(k.drafts)) {
		if s := k.drafts[id].standing(); s.dirty || s.busy {
			open = append(open, k.drafts[id])
		}
	}
	if len(open) == 0 {
		return ""
	}
	done := make(chan struct{})
	k.jobs.Go(func(ctx context.Context) func() {
		for _, d := range open {
			k.finish(context.WithoutCancel(ctx), d)
		}
		close(done)
		return func() {
			for _, d := range open {
				k.settled(d)
			}
		}
	})
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case <-done:
	case <-timer.C:
	}
	for _, d := range open {
		switch s := d.standing(); {
		case s.dirty && s.err != nil && !s.busy:
			return "有一份答复没有存下：" + problem.Words(s.err) + "写的字还在留言里。"
		case s.dirty || s.busy:
			return "正在存刚写的答复，存好就能离开，请稍等再试"
		}
	}
	return ""
}

// write brings what is typed into the store. It runs beside the window, and to its end: closing the program waits for it.
func (k *keeper) write(ctx context.Context, d *draft) {
	d.mu.Lock()
	d.waiting = false
	if d.busy || d.text == d.saved {
		d.mu.Unlock()
		return
	}
	d.busy = true
	d.mu.Unlock()
	for {
		d.mu.Lock()
		cmd := inbox.SaveAnswer{ID: d.id, Question: d.question, Version: d.version, Text: d.text}
		d.hurry = false
		d.mu.Unlock()
		a, err := k.desk.Save(ctx, cmd)
		d.mu.Lock()
		d.err = err
		if err == nil {
			d.version, d.saved, d.at = a.Version, cmd.Text, k.now()
		}
		again := err == nil && d.hurry && d.text != d.saved
		d.busy = again
		d.mu.Unlock()
		if !again {
			return
		}
	}
}

// finish saves to the end: also what a save that is under way does not hold yet.
func (k *keeper) finish(ctx context.Context, d *draft) {
	k.write(ctx, d)
	for range 300 {
		if s := d.standing(); !s.busy {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	k.write(ctx, d)
}

// settled goes on after a save: with what was typed meanwhile, or once more when the store was only busy.
func (k *keeper) settled(d *draft) {
	s := d.standing()
	switch problem.KindOf(s.err) {
	case "":
		k.soon(d, savedAfter)
	case problem.Busy, problem.Unavailable, problem.Full, problem.Internal:
		k.soon(d, againAfter)
	}
	k.told(d)
}
