// Package book is what the Weibo stand-in knows: users, tokens, posts, comments, limits and plans, all changed by events
// that are on the disk before they count, and rebuilt from them after a kill. It also holds what the control layer of a
// drill may do behind the platform's back. It must not know HTTP, a path's meaning or a body's shape.
package book

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"huiying/internal/platforms/drill/stage"
)

// Account is one Weibo user that may authorise an app. There is no password: whoever sits before the page chooses.
type Account struct {
	UID            string // digits
	ScreenName     string
	Name           string // "" = ScreenName
	Verified       bool   // 蓝V of a government body
	VerifiedReason string
	Location       string
	Followers      int
}

// Wire are the points on which the documents and the field reports differ, so that a client can be held to both.
type Wire struct {
	TokenContentType string `json:"token_content_type"` // of the token answer; "" = text/plain;charset=UTF-8, as dumped in 2011
	CodeAsString     bool   `json:"code_as_string"`     // error_code in quotation marks, as in the documents
	ResultAsString   bool   `json:"result_as_string"`   // revokeoauth2 answers "true" in quotation marks
	ExpiredCode      int    `json:"expired_code"`       // on resources: 21327 (0) or 21315
	ShortLinks       bool   `json:"short_links"`        // texts are read back with http://t.cn/… in place of every link
	CallHourly       bool   `json:"call_hourly"`        // what a user has for one call (10024) is counted by the hour; else by the day
}

// Book is the stand-in's memory. It is safe for concurrent use.
type Book struct {
	mu sync.Mutex
	st *State
}

// Open opens the book kept in a folder, which is made when absent. Accounts, wire and the hourly calls of an address are
// what a new book starts with; what the journal says of them wins.
func Open(dir string, clock *stage.Clock, accounts []Account, wire Wire, ipHourly int) (*Book, error) {
	pictures := filepath.Join(dir, "pictures")
	if err := os.MkdirAll(pictures, 0o700); err != nil {
		return nil, fmt.Errorf("book: %w", err)
	}
	j, err := stage.OpenJournal(filepath.Join(dir, "weibo.jsonl"))
	if err != nil {
		return nil, fmt.Errorf("book: %w", err)
	}
	st := &State{lastID: firstID, Users: map[string]*User{}, Codes: map[string]*Code{}, Tokens: map[string]*Token{}, Wire: wire,
		TokenLife: map[string]time.Duration{}, Budget: map[string]int{}, APIBudget: map[string]int{}, IPHourly: ipHourly,
		IPBarred: map[string]bool{}, Spent: map[string]int{}, journal: j, clock: clock, pictures: pictures}
	for _, a := range accounts {
		name := a.Name
		if name == "" {
			name = a.ScreenName
		}
		st.Users[a.UID] = &User{UID: a.UID, ScreenName: a.ScreenName, Name: name, Verified: a.Verified, Reason: a.VerifiedReason,
			Location: a.Location, Followers: a.Followers, Official: true}
	}
	if err := j.Replay(st.replay); err != nil {
		return nil, errors.Join(fmt.Errorf("book: %w", err), j.Close())
	}
	return &Book{st: st}, nil
}

// replay is how the journal gives an event back.
func (st *State) replay(kind string, _ time.Time, raw json.RawMessage) error {
	e := eventOf(kind)
	if e == nil {
		return fmt.Errorf("unknown record %q", kind)
	}
	if err := json.Unmarshal(raw, e); err != nil {
		return fmt.Errorf("record %q: %w", kind, err)
	}
	e.apply(st)
	return nil
}

// Enter gives the caller the book to himself until he calls leave.
func (b *Book) Enter() (leave func()) {
	b.mu.Lock()
	return b.mu.Unlock
}

// State is the book's content, to be touched only between Enter and leave.
func (b *Book) State() *State { return b.st }

// Close closes the journal. Nothing is pending: every accepted change was written before it counted.
func (b *Book) Close() error {
	defer b.Enter()()
	return b.st.journal.Close()
}
