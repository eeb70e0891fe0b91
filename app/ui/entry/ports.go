package entry

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"huiying/internal/people"
	"huiying/internal/workdays"
)

// Mode is one of the ways to use the program.
type Mode string

// The ways.
const (
	Solo  Mode = "solo"
	Drill Mode = "drill"
)

// Page is one of the pages of this package. Object is the content of the window; Focus is called once it stands there.
type Page interface {
	Object() fyne.CanvasObject
	Focus()
}

// Starter begins to use the program in one of the ways.
type Starter interface {
	// Keyring tells whether the system's keyring can keep the key: nil, or why not in words. It leaves nothing behind.
	Keyring(ctx context.Context) error
	// Begin makes the data folder, the key, the unit and its people, and leaves the house open. When it fails, nothing stands
	// in the way of another try.
	Begin(ctx context.Context, s Setup) error
	// Drill opens the drill with its prepared unit.
	Drill(ctx context.Context) error
}

// Setup is what a new unit begins with. Passphrase is empty where the system's keyring keeps the key.
type Setup struct {
	Unit       people.Unit
	People     []people.Newcomer
	Keyring    bool
	Passphrase string
}

// First is what the page of the first run works with.
type First struct {
	Start   Starter
	Version string
	Done    func(m Mode) // what was begun stands open
	Quit    func()       // nil: no button
}

// Office is what the sign-in needs of the people desk.
type Office interface {
	Unit(ctx context.Context) (people.Unit, error)
	People(ctx context.Context) ([]people.Person, error)
	// SignIn checks a password, Pick signs in without one and only in a drill. Their no has words.
	SignIn(ctx context.Context, id people.ID, password string) (people.Actor, error)
	Pick(ctx context.Context, id people.ID) (people.Actor, error)
}

// SignIn is what the sign-in works with.
type SignIn struct {
	Office  Office
	Drill   bool
	Version string
	Last    people.ID // who signed in last here, chosen at first; may be empty
	Note    string    // said above the form; may be empty
	Unlock  func()    // opens the key, where it is not open; nil: no button
	Done    func(a people.Actor)
	Quit    func()
}

// Unlock is what the page of the passphrase works with.
type Unlock struct {
	Unlock  func(ctx context.Context, passphrase string) error
	Version string
	Done    func()
	Later   func() // go on without: nothing is sent; nil: no button
	Lost    func() // the passphrase is forgotten, or its file is gone; nil: no button
	Quit    func()
}

// Anew is what the page works with that makes another key in the place of a lost one.
type Anew struct {
	Replace func(ctx context.Context, passphrase string) error
	Version string
	Done    func()
	Back    func()
}

// Trouble is what the page works with that says why the data could not be opened.
type Trouble struct {
	Err     error
	Folder  string
	Version string
	// LastGood returns the newest backup that reads back whole, problem.Missing when there is none.
	LastGood func(ctx context.Context) (Backup, error)
	// Restore puts a backup in place of the damaged file and says under which name that is kept.
	Restore func(ctx context.Context, b Backup) (aside string, err error)
	Retry   func()
	Anew    func() // where the program's own settings cannot be read: puts them aside and asks anew; nil: no button
	Quit    func()
}

// Backup is a copy of the data.
type Backup struct {
	Name string
	Day  workdays.Date
	Made time.Time
	Size int64
}
