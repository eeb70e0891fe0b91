package inbox

import (
	"context"
	"encoding/json"
	"time"

	"huiying/accounts"
	"huiying/internal/workdays"
)

// Incoming is a question as a platform gave it. The client has masked nothing; the desk masks before it stores.
type Incoming struct {
	External string
	Ref      json.RawMessage
	Author   string
	Text     string
	At       time.Time
	Under    string
	Delivery string
	Link     string
	Replied  string    // text of the office's reply that stands there already; empty when none
	Window   time.Time // until when the platform takes a reply; zero when it sets no end
}

// Source reads what the public wrote. Reading only.
type Source interface {
	// Collect returns what is there since cursor (nil at first) and the cursor to go on from. It may return the same
	// question again; the desk knows it by External. posts are the office's own items under which comments stand. Beside an
	// error the batch holds what was read whole before it, and a cursor that skips nothing.
	Collect(ctx context.Context, account accounts.ID, posts []PostRef, cursor json.RawMessage) (Batch, error)
}

// Batch is one reading.
type Batch struct {
	Questions []Incoming
	Cursor    json.RawMessage
	// Complete lists the posts whose comments were read to the end: what is missing there is gone.
	Complete []string
}

// PostRef is one of the office's items with what its platform needs to find the comments.
type PostRef struct {
	Delivery  string
	Title     string
	External  string // Weibo mid, WeChat article_id
	MsgDataID string
	Link      string
	At        time.Time
}

// Replier answers on the platform.
type Replier interface {
	// Reply makes the one call that the citizen sees, exactly once, and never repeats it. The error is a
	// problem.Refusal; its class says whether the call may have been carried out.
	Reply(ctx context.Context, account accounts.ID, ref json.RawMessage, text string) (Sent, error)
	// FindReply looks whether a reply whose answer was lost stands there. Reading only.
	FindReply(ctx context.Context, account accounts.ID, ref json.RawMessage, text string, since time.Time) (Sighting, error)
}

// Sent is the proof of a reply.
type Sent struct {
	External string
	Link     string
	At       time.Time
}

// Sighting is what FindReply saw.
type Sighting struct {
	Presence Presence
	Sent     Sent
	Words    string
}

// Presence is what a look at the platform showed.
type Presence string

// The presences, as in publishing.
const (
	There   Presence = "there"
	Absent  Presence = "absent"
	Unclear Presence = "unclear"
)

// Reviewers takes answers for approval.
type Reviewers interface {
	Submit(ctx context.Context, q Question, a Answer) error
	Void(ctx context.Context, answer, why string) error
}

// Publications tells which of an account's items may carry comments.
type Publications interface {
	Recent(ctx context.Context, account accounts.ID, since time.Time) ([]PostRef, error)
}

// Register is what the inbox needs of the accounts desk.
type Register interface {
	Account(ctx context.Context, id accounts.ID) (accounts.Account, error)
	Binding(ctx context.Context, id accounts.ID) (accounts.Binding, error)
}

// Calendar counts working days.
type Calendar interface {
	// Due returns when n working days after received are over.
	Due(received time.Time, n int) workdays.Deadline
}

// Store keeps questions and answers. All methods join the unit of ctx.
type Store interface {
	// Add stores a new question and returns its Row; one with the same account, channel and External is
	// problem.Conflict.
	Add(ctx context.Context, q Question) (int64, error)
	// Known returns which of these External keys of an account and channel are there, by key.
	Known(ctx context.Context, account accounts.ID, channel Channel, external []string) (map[string]Stored, error)
	// Question returns one question, or problem.Missing.
	Question(ctx context.Context, id string) (Question, error)
	// Hold is Question that locks the row until the unit ends.
	Hold(ctx context.Context, id string) (Question, error)
	// Save writes what may change of a question that the unit holds: its Version is the stored one or the next, else
	// problem.Conflict.
	Save(ctx context.Context, q Question) error
	Lists
	Answers
}

// Stored is what is known of a question that a reading shows again.
type Stored struct {
	ID    string
	State State
	Gone  bool
}

// Lists finds questions.
type Lists interface {
	// Page returns questions that pass the filter, in the view's order, after a position.
	Page(ctx context.Context, f Filter) ([]Question, error)
	// Counts returns how many questions each view but ViewAll holds; a view that holds none may be left out.
	Counts(ctx context.Context, now time.Time) (map[View]int, error)
	// Waiting returns how many open questions an account has, and since when the oldest waits.
	Waiting(ctx context.Context, account accounts.ID) (n int, oldest time.Time, err error)
	// Under returns the open questions of an account under one of the office's items.
	Under(ctx context.Context, account accounts.ID, delivery string) ([]Question, error)
}

// Answers keeps answers and cursors. An answer is written only in a unit that holds its question, which is its lock.
type Answers interface {
	// Answer returns the newest answer to a question, or problem.Missing.
	Answer(ctx context.Context, question string) (Answer, error)
	// AnswerByID returns one answer, or problem.Missing.
	AnswerByID(ctx context.Context, id string) (Answer, error)
	// SaveAnswer writes a new (Version 1) or changed answer when the stored version is a.Version−1, else problem.Conflict; so
	// is a second answer to a question while the first is not Rejected.
	SaveAnswer(ctx context.Context, a Answer) error
	// AnswersIn returns answers in any of these states, oldest change first.
	AnswersIn(ctx context.Context, states ...AnswerState) ([]Answer, error)
	// Cursor returns where reading an account stopped, nil at first.
	Cursor(ctx context.Context, account accounts.ID) (json.RawMessage, error)
	// SaveCursor writes it.
	SaveCursor(ctx context.Context, account accounts.ID, cursor json.RawMessage) error
}

// View is a named list of the inbox.
type View string

// The views, in the order in which the screen lists them.
const (
	ViewUnassigned View = "unassigned" // 待分办
	ViewToAnswer   View = "toanswer"   // 待答复
	ViewSeen       View = "seen"       // 已阅未办: opened, and still 待分办 or 待答复
	ViewWindow     View = "window"     // 窗口将关闭: open, and the platform's window closes within WindowWarning
	ViewOverdue    View = "overdue"    // 逾期: open, and due before now
	ViewReview     View = "review"     // 待审核
	ViewToSend     View = "tosend"     // 待发出
	ViewAnswered   View = "answered"   // 已答复
	ViewDone       View = "done"       // 已办结 and closed without an answer
	ViewAll        View = "all"        // everything, for searching
)

// WindowWarning is how long before a platform's window closes a question stands in ViewWindow.
const WindowWarning = 6 * time.Hour

// NewestFirst tells whether a view begins with what came or ended last; the others begin with what is due first.
func (v View) NewestFirst() bool { return v == ViewAnswered || v == ViewDone || v == ViewAll }

// Filter picks one page of a view.
type Filter struct {
	View    View
	Account accounts.ID // any when empty
	Text    string      // only those whose words contain exactly this; any when empty
	Now     time.Time
	After   *Position // nil: from the top
	Limit   int
}

// Position is where a page ended: Question.At and Row of its last question.
type Position struct {
	At  time.Time
	Row int64
}

// Next returns the filter of the page after the one that ended with last.
func (f Filter) Next(last Question) Filter {
	f.After = &Position{At: last.At(), Row: last.Row}
	return f
}
