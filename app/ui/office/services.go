// Package office puts the screens into the frame: which there are, in which order, what the figures around them count, and
// what each screen gets of the desks. The window, the pictures and the tests all show the same office. It holds no rule
// and opens nothing.
package office

import (
	"context"
	"time"

	"huiying/accounts"
	"huiying/accounts/monitoring"
	"huiying/app/ui/settings"
	"huiying/inbox"
	"huiying/inbox/policy"
	"huiying/inbox/sending"
	"huiying/internal/people"
	"huiying/internal/workdays"
	"huiying/publishing"
	"huiying/review"
)

// Services are the desks, and what a program does around them.
type Services struct {
	Unit       people.Unit
	Actor      people.Actor
	People     *people.Service
	Accounts   *accounts.Service
	Review     *review.Service
	Publishing *publishing.Service
	Inbox      *inbox.Service
	Sending    *sending.Service
	Calendar   *workdays.Calendar
	Monitoring monitoring.Rules
	Policy     policy.Policy
	Upkeep     settings.Upkeep
	Weibo      settings.Weibo // nil in a drill, whose stand-in is told
	Looks      settings.Looks
	About      settings.About
	Now        func() time.Time
	// Changed has f told of every change, on any goroutine, until stop is called.
	Changed func(f func(topic, id string)) (stop func())
	// Browse opens an address outside the program.
	Browse func(address string) error
	// Copy puts a text on the clipboard.
	Copy func(text string)
	// Clock moves the clock of a drill; nil outside one.
	Clock Clock
	// Leave signs the person out.
	Leave func()
	// Dress changes between light and dark.
	Dress func()
}

// Clock is the clock of a drill.
type Clock interface {
	Advance(ctx context.Context, d time.Duration) error
	// Next returns when something falls due next.
	Next(ctx context.Context) (due time.Time, ok bool, err error)
}
