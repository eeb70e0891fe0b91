// Package platforms is the page 平台凭证 of the settings: which authorisations the office holds, how long they are good, and what
// the platforms ask of an office as a whole. It shows and asks; no secret ever comes here.
package platforms

import (
	"context"
	"time"

	"huiying/accounts"
	"huiying/app/ui/load"
)

// Register is what the page needs of the register: names and authorisations, never a secret.
type Register interface {
	List(ctx context.Context) ([]accounts.Account, error)
	Binding(ctx context.Context, id accounts.ID) (accounts.Binding, error)
}

// Frame is the part of the frame that the page uses.
type Frame interface {
	Jobs() *load.Jobs
	Toast(say string, undo func())
}

// Deps is what the page works with.
type Deps struct {
	Register Register
	Weibo    Weibo // nil: not shown
	May      bool  // this person may change something
	Frame    Frame
	Now      func() time.Time
	// Account opens an account in the register; nil where there is no such screen.
	Account func(id accounts.ID)
}
