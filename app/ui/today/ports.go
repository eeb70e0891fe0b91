// Package today is the screen 今日: everything that waits for this person, from all desks, by when it is due, each with the one
// action that opens the right screen; beside it what goes out today, below it how long each account has been silent. It decides
// and changes nothing itself, but moves the clock of a drill.
package today

import (
	"context"
	"time"

	"huiying/accounts"
	"huiying/app/ui/load"
	"huiying/app/ui/questions/due"
	"huiying/app/ui/shell"
	"huiying/inbox"
	"huiying/publishing"
	"huiying/publishing/delivery"
	"huiying/review"
)

// Review tells what waits for review.
type Review interface {
	Queue(ctx context.Context) (review.Queue, error)
}

// Inbox tells what the public waits for.
type Inbox interface {
	Page(ctx context.Context, f inbox.Filter) ([]inbox.Question, error)
	Counts(ctx context.Context) (map[inbox.View]int, error)
	Get(ctx context.Context, id string) (inbox.Detail, error)
	AnswersIn(ctx context.Context, states ...inbox.AnswerState) ([]inbox.Answer, error)
}

// Register tells how the accounts stand.
type Register interface {
	Standing(ctx context.Context, id accounts.ID) ([]accounts.Finding, error)
	Countdown(ctx context.Context) ([]accounts.Silence, error)
}

// Posts lists posts.
type Posts interface {
	List(ctx context.Context, f publishing.PostFilter) ([]publishing.Post, error)
}

// Deliveries lists what goes out.
type Deliveries interface {
	Between(ctx context.Context, from, to time.Time) ([]delivery.Delivery, error)
	In(ctx context.Context, states ...delivery.State) ([]delivery.Delivery, error)
}

// Drill moves the clock of a drill.
type Drill interface {
	// Advance moves the clock forward, for the program and the platforms alike.
	Advance(ctx context.Context, d time.Duration) error
	// Next tells when the next thing falls due that the program does by itself; ok is false when there is none.
	Next(ctx context.Context) (at time.Time, ok bool, err error)
}

// Frame is what the screen needs of the frame around it; *shell.Frame has it. The context of its jobs carries who acts.
type Frame interface {
	Jobs() *load.Jobs
	Open(name string, p shell.Params) bool
	Toast(say string, undo func())
	Rehead()
}

// Deps are what the screen works with.
type Deps struct {
	Review     Review
	Inbox      Inbox
	Register   Register
	Posts      Posts
	Deliveries Deliveries
	Drill      Drill // nil outside a drill
	Calendar   due.Calendar
	Frame      Frame
	Now        func() time.Time
	// Changed has f told, on any goroutine, of every change of topic and id until stop is called.
	Changed func(f func(topic, id string)) (stop func())
}

// The screens that 今日 opens, with the params that say what to show there.
const (
	toReview   = "review"   // ticket
	toInbox    = "inbox"    // id of a question, or view
	toAccounts = "register" // id of an account, finding
	toSchedule = "schedule" // id of a delivery
	toCompose  = "compose"  // post; account for a new draft addressed to it; new
)
