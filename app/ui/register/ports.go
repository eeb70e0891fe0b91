// Package register is the screen 账号: the register as a table ordered by the days to a veto, what stands in each entry and what
// monitoring found on it, the form of a registration, and the dialogs that bind an account to its platform. It shows and asks;
// the rules of filing, binding and monitoring are the accounts desk's, and what is typed here stays when that desk says no.
package register

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"huiying/accounts"
	"huiying/app/ui/load"
	"huiying/app/ui/overlays"
	"huiying/internal/people"
)

// Register is what the screen needs of the accounts desk to keep the register.
type Register interface {
	// Countdown returns the whole register with how long each account has been silent, phone numbers masked.
	Countdown(ctx context.Context) ([]accounts.Silence, error)
	// Standing returns the findings that stand, of one account or of all.
	Standing(ctx context.Context, id accounts.ID) ([]accounts.Finding, error)
	// Filings returns an account's filings, newest first.
	Filings(ctx context.Context, id accounts.ID) ([]accounts.Filing, error)
	// Whole returns an account with its phone numbers in full; each look is recorded.
	Whole(ctx context.Context, id accounts.ID) (accounts.Account, error)
	Register(ctx context.Context, a accounts.Account) (accounts.Account, error)
	Edit(ctx context.Context, a accounts.Account) error
	// SubmitFiling hands a registration in for approval, Change the other contents of a filed one.
	SubmitFiling(ctx context.Context, id accounts.ID, version int) (accounts.Filing, error)
	Change(ctx context.Context, proposed accounts.Account) (accounts.Filing, error)
}

// Bindings is what the screen needs of it to bind and to watch accounts.
type Bindings interface {
	Binding(ctx context.Context, id accounts.ID) (accounts.Binding, error)
	// BeginBind returns the page on which the account's holder consents.
	BeginBind(ctx context.Context, id accounts.ID, appID string) (address string, err error)
	Bind(ctx context.Context, c accounts.Candidate) (accounts.Binding, error)
	// Probe asks the platform again what the account may do.
	Probe(ctx context.Context, id accounts.ID) (accounts.Binding, error)
	CheckOne(ctx context.Context, id accounts.ID) error
	CheckAll(ctx context.Context) error
}

// Staff tells who works here.
type Staff interface {
	People(ctx context.Context) ([]people.Person, error)
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
	Register Register
	Bindings Bindings
	Staff    Staff
	Frame    Frame
	Now      func() time.Time
	// Changed has f told of changes, from any goroutine.
	Changed func(f func(topic, id string)) (stop func())
	// Browse opens an address outside the program.
	Browse func(address string)
}
