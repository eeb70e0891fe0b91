// Package shell is the frame around the screens: top bar, rail, page head, status bar, strip, toast, and the keys that work
// everywhere. It says what a Screen is and how one is opened, and knows none: screens are added to it. It fetches nothing; its
// counts are given to it.
package shell

import (
	"fyne.io/fyne/v2"

	"huiying/app/ui/widgets"
)

// Params say what a screen shall show when it is opened: an id, a filter, a draft addressed to an account. Which names a screen
// knows stands in its package.
type Params map[string]string

// Screen is one page of the program. Its objects are built once; Shown and Hidden tell it when it is in front. Everything is
// called on Fyne's goroutine.
type Screen interface {
	// Name is the id under which it is opened; Title stands in the page head.
	Name() string
	Title() string
	// Head returns what stands in the page head beside the title and at its right end.
	Head() (left, right []fyne.CanvasObject)
	// Content is everything below the page head.
	Content() fyne.CanvasObject
	// Keys are the keys of this screen; they work while it is in front and stand on its F1 sheet.
	Keys() []Key
	// Shown tells that it came to the front, with what it was opened for (nil: come as you were). It fetches here.
	Shown(p Params)
	// Hidden tells that another screen came to the front. Text being written is saved here.
	Hidden()
}

// Key is one key of a screen.
type Key struct {
	Label string // as it is written for people: "J/K", "Ctrl+Enter"
	Say   string // what it does: "上下"
	Short bool   // it stands in the status bar too
	// Name and Modifier bind it; an empty Name is a key that the part with the focus handles itself.
	Name     fyne.KeyName
	Modifier fyne.KeyModifier
	Do       func()
}

// A screen may have more abilities; each is one small interface.
type (
	// Refetcher fetches again on F5.
	Refetcher interface{ Refetch() }
	// Creator makes a new one of the screen's kind on Ctrl+N.
	Creator interface{ Create() }
	// Saver saves on Ctrl+S.
	Saver interface{ Save() }
	// Paner moves the focus to the next pane on F6.
	Paner interface{ NextPane() }
	// Stepper goes back one step inside the screen on Esc; it says whether there was one.
	Stepper interface{ StepBack() bool }
	// Closer is asked before the person leaves, in front or not: it stores what can be stored, waiting no longer than a person
	// likes to, and returns a sentence why something would be lost, or "".
	Closer interface{ MayClose() string }
)

// Place is one line of the rail.
type Place struct {
	Name   string // of the screen it opens
	Group  string // the word above it, where a group begins: 日常, 管理
	Label  string
	Icon   string
	Bottom bool // it stands at the foot of the rail: 设置
}

// Mark is what stands at the end of a line of the rail.
type Mark struct {
	Text string
	Warn bool // white on red
}

// Note is one word of the status bar.
type Note struct {
	Icon string
	Tone widgets.Tone
	Text string
}

// Counts are the figures around the screens. They come from outside, as often as the program likes.
type Counts struct {
	Late    int // 逾期未发; widgets.Unknown when it could not be asked
	Unready int // 未就绪
	Asked   string
	Marks   map[string]Mark // by the name of the screen
	Status  []Note
}

// Options say what the frame shows and what it tells.
type Options struct {
	Unit   string
	Person string
	Drill  bool
	Places []Place
	// OnGauge opens what a gauge counts: 0 逾期未发, 1 未就绪. OnSearch gets what was typed into the search box on Enter.
	OnGauge  func(i int)
	OnSearch func(text string)
	// OnTheme switches light and dark (Alt+L). OnPerson fills the menu under the name.
	OnTheme  func()
	OnPerson func() []PersonChoice
}

// PersonChoice is one line of the menu under the person's name.
type PersonChoice struct {
	Label string
	Icon  string
	Do    func()
}
