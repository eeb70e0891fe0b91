// Package settings is the screen 设置: the unit and its people, who reviews what, the authorisations of the accounts, the
// working days, the rules of monitoring and answering, backups, the trail, the looks of the program. It shows and changes
// what the desks hold, through the ports of this file; it keeps nothing itself, decides nothing, and never sees a secret.
package settings

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"huiying/accounts"
	"huiying/accounts/monitoring"
	"huiying/app/ui/load"
	"huiying/app/ui/overlays"
	"huiying/app/ui/settings/platforms"
	"huiying/app/ui/settings/upkeep"
	"huiying/app/ui/theme"
	"huiying/inbox/policy"
	"huiying/internal/people"
	"huiying/internal/workdays"
	"huiying/review"
)

// Staff is the people desk.
type Staff interface {
	Unit(ctx context.Context) (people.Unit, error)
	// People returns everybody, those who left included.
	People(ctx context.Context) ([]people.Person, error)
	Add(ctx context.Context, n people.Newcomer) (people.Person, error)
	// ChangeRoles and Depart refuse, in words, what would leave the office unable to review its own work.
	ChangeRoles(ctx context.Context, id people.ID, roles []people.Role) error
	Depart(ctx context.Context, id people.ID) error
	// Return brings somebody back who left by mistake.
	Return(ctx context.Context, id people.ID) error
	Passwords
}

// Passwords is the people desk where it is about getting in.
type Passwords interface {
	// ChangePassword changes the own one, against the old.
	ChangePassword(ctx context.Context, old, fresh string) error
	// ResetPassword gives another person a new one, and ends a lock; Unlock ends the lock alone.
	ResetPassword(ctx context.Context, id people.ID, fresh string) error
	Unlock(ctx context.Context, id people.ID) error
	// Locked returns who is locked out, and until when, to an administrator.
	Locked(ctx context.Context) (map[people.ID]time.Time, error)
}

// Routes is what the screen needs of the review desk.
type Routes interface {
	// Routes returns the route of every kind.
	Routes(ctx context.Context) ([]review.Route, error)
	// SetRoute sets one; its version is the one that was seen.
	SetRoute(ctx context.Context, r review.Route) error
}

// Calendar tells which holiday tables are in use.
type Calendar interface {
	Tables() []workdays.Table
}

// Upkeep looks after the data file, Copy is one backup, Register tells of authorisations, Weibo of what Weibo wants to know of
// the office. They stand with their pages.
type (
	Upkeep   = upkeep.Desk
	Copy     = upkeep.Copy
	Register = platforms.Register
	Weibo    = platforms.Weibo
)

// Looks is how the program looks on this computer. Set is called on Fyne's goroutine and takes effect at once.
type Looks interface {
	Mode() theme.Mode
	Scale() int
	Set(mode theme.Mode, scale int) error
}

// About is what the program says of itself.
type About struct {
	Version string
	Folder  string // where the data lies; empty when it is not for people
}

// Frame is the part of the frame that the screen uses.
type Frame interface {
	Jobs() *load.Jobs
	Canvas() fyne.Canvas
	Ask(q overlays.Question) *overlays.Dialog
	Toast(say string, undo func())
	Rehead()
}

// Deps is what the screen works with.
type Deps struct {
	Staff    Staff
	Routes   Routes
	Register Register
	Weibo    Weibo // nil: not shown
	Calendar Calendar
	Upkeep   Upkeep
	Looks    Looks

	Monitoring monitoring.Rules
	Inbox      policy.Policy
	About      About
	// Drill is a program in which nobody has a password.
	Drill bool

	Frame Frame
	Now   func() time.Time
	// Changed has f told of changes, from any goroutine.
	Changed func(f func(topic, id string)) (stop func())
	// Account opens an account in the register; nil where there is no such screen.
	Account func(id accounts.ID)
}
