// Package questions is the screen 留言: what the public wrote to all accounts, in views, soonest due first; one of them with its
// answer beside the list. It claims, sorts, hands over and answers through the inbox desk, and owns no rule: what may follow
// what is the desk's to say. Looking at a question marks it read and nothing else. Nothing in the list moves by itself: what is
// new waits behind a bar until a person asks for it.
package questions

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"huiying/accounts"
	"huiying/app/ui/load"
	"huiying/app/ui/overlays"
	"huiying/app/ui/questions/due"
	"huiying/app/ui/questions/reply"
	"huiying/app/ui/shell"
	"huiying/inbox"
	"huiying/inbox/policy"
)

// Desk is what the screen reads of the inbox.
type Desk interface {
	Page(ctx context.Context, f inbox.Filter) ([]inbox.Question, error)
	Counts(ctx context.Context) (map[inbox.View]int, error)
	Get(ctx context.Context, id string) (inbox.Detail, error)
	Open(ctx context.Context, id string) error
}

// Handling is what a person does with a question but answer it.
type Handling interface {
	Claim(ctx context.Context, id string) error
	LetGo(ctx context.Context, id string) error
	SetKind(ctx context.Context, id string, version int, kind policy.Kind) error
	Close(ctx context.Context, c inbox.Closing) error
	Enter(ctx context.Context, e inbox.Entry) (inbox.Question, error)
	CollectNow(ctx context.Context, id accounts.ID) (int, error)
}

// Register lists the accounts.
type Register interface {
	List(ctx context.Context) ([]accounts.Account, error)
}

// Frame is what the screen needs of the frame around it; *shell.Frame has it. The context of its jobs carries who acts.
type Frame interface {
	Jobs() *load.Jobs
	Canvas() fyne.Canvas
	Ask(q overlays.Question) *overlays.Dialog
	Toast(say string, undo func())
	Open(name string, p shell.Params) bool
	Rehead()
}

// Deps are what the screen works with.
type Deps struct {
	Desk     Desk
	Handling Handling
	Answers  reply.Desk
	Sending  reply.Sender
	Register Register
	Calendar due.Calendar
	Frame    Frame
	Now      func() time.Time
	// Changed has f told, on any goroutine, of every change of topic and id until stop is called.
	Changed func(f func(topic, id string)) (stop func())
	// Browse opens an address outside; without it addresses are shown and cannot be opened.
	Browse func(address string)
	// Choose asks for a picture on this computer; nil is the chooser of package files.
	Choose func(c fyne.Canvas, title string, onPick func(path string))
}
