package accounts

import (
	"context"
	"time"

	"huiying/internal/people"
)

// Store keeps the register. All methods join the unit of ctx.
type Store interface {
	// Account returns one account, or problem.Missing.
	Account(ctx context.Context, id ID) (Account, error)
	// Hold is Account that locks the row until the unit ends.
	Hold(ctx context.Context, id ID) (Account, error)
	// SaveAccount writes a new account (Version 1) or a changed one when the stored version is a.Version−1, else
	// problem.Conflict. Two that are not closed never share platform and platform id, nor platform and sponsor unless told
	// apart by type (problem.Conflict).
	SaveAccount(ctx context.Context, a Account) error
	// Accounts returns the whole register in the order in which it was entered.
	Accounts(ctx context.Context) ([]Account, error)
	Forms
	Records
}

// Forms keeps filings. They have no lock of their own: who changes one holds its account.
type Forms interface {
	// SaveFiling writes a new or changed filing. One account has at most one filing that is draft, review or returned
	// (problem.Conflict).
	SaveFiling(ctx context.Context, f Filing) error
	// Filings returns an account's filings, newest first.
	Filings(ctx context.Context, id ID) ([]Filing, error)
	// Filing returns one filing, or problem.Missing.
	Filing(ctx context.Context, id string) (Filing, error)
	// NextNo returns 1, 2, 3 … for a series and year, no number twice and none left out: one that was taken by a unit that
	// failed is given again.
	NextNo(ctx context.Context, series string, year int) (int, error)
}

// Records keeps bindings and findings.
type Records interface {
	// Binding returns an account's binding, one in state Unbound when there is none.
	Binding(ctx context.Context, id ID) (Binding, error)
	// SaveBinding writes an account's binding.
	SaveBinding(ctx context.Context, b Binding) error
	// Findings returns what stands (Cleared zero), of one account or of all when id is empty, soonest due first.
	Findings(ctx context.Context, id ID) ([]Finding, error)
	// SaveFinding writes a new or changed finding; one account has at most one standing finding of a rule.
	SaveFinding(ctx context.Context, f Finding) error
}

// Vault keeps secrets. What it returns must not be logged or shown.
type Vault interface {
	// Put seals a secret of an account.
	Put(ctx context.Context, account ID, purpose string, secret []byte) error
	// Take opens it; problem.Missing when there is none, problem.Locked while the vault is not open.
	Take(ctx context.Context, account ID, purpose string) ([]byte, error)
}

// Credential is what one account's interface needs. It cannot be printed: see its Format.
type Credential struct {
	Account  ID
	Platform Platform
	AppID    string
	Subject  string
	secret   []byte
}

// Binder turns what a person gives into a credential that lasts.
type Binder interface {
	// Begin returns the address at which a person allows the program in (OAuth), with the state that must come back.
	Begin(ctx context.Context, appID string, state string) (address string, err error)
	// Finish exchanges what the person brought back for a credential: the pasted redirect address for OAuth, nothing for
	// a plain secret. The code in it works once; a lost answer means to begin anew, which harms nothing.
	Finish(ctx context.Context, c Candidate) (Grant, error)
}

// Candidate is what a person gives to bind an account.
type Candidate struct {
	Account  ID
	AppID    string
	Secret   []byte // app secret
	State    string // as given to Begin
	Redirect string // the whole address that the browser ended at
}

// Grant is a lasting credential.
type Grant struct {
	Secret  []byte // what the vault keeps: an OAuth token, or the app secret itself
	Subject string
	Expires time.Time
}

// Prober asks a platform what an account is and may do. Reading only.
type Prober interface {
	Probe(ctx context.Context, c Credential) (Profile, []Ability, error)
}

// Gate is asked before a filing takes effect.
type Gate interface {
	// Allow returns nil when exactly this fingerprint of the filing is approved.
	Allow(ctx context.Context, filing, fingerprint string) error
}

// Reviewers takes filings for approval.
type Reviewers interface {
	// Submit opens a ticket in the unit of ctx.
	Submit(ctx context.Context, f Filing) error
}

// Activity is what the check needs to know of other desks.
type Activity interface {
	// LastPublished returns when, what and where an account last published; ok is false when never.
	LastPublished(ctx context.Context, id ID) (at time.Time, title, link string, ok bool, err error)
	// OpenQuestions returns how many questions to an account wait, and since when the oldest does.
	OpenQuestions(ctx context.Context, id ID) (n int, oldest time.Time, err error)
}

// Watcher is told of accounts that are to be read.
type Watcher interface {
	// Watch has what the public writes to an account read from now on. It joins the unit of ctx.
	Watch(ctx context.Context, id ID) error
}

// Staff tells who still works here.
type Staff interface {
	People(ctx context.Context) ([]people.Person, error)
}

// Record puts an entry on the trail, in the unit of ctx, as its last step.
type Record func(ctx context.Context, verb, kind, id string, revision int, detail map[string]string) error
