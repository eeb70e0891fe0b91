package inbox

import (
	"context"
	"encoding/json"
	"io"
	"time"

	"huiying/accounts"
	"huiying/internal/ledger"
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
	Replied  string // text of the office's reply that stands there already; empty when none
}

// Source reads what the public wrote. Reading only.
type Source interface {
	// Collect returns what is there since cursor (nil at first) and the cursor to go on from. It may return the same
	// question again; the desk knows it by External. posts are the office's own items under which comments stand.
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

// Gate is asked, in the unit that records the intent, whether exactly this answer may go out.
type Gate interface {
	Allow(ctx context.Context, answer, fingerprint string) error
}

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
	Accounts(ctx context.Context) ([]accounts.Account, error)
	Binding(ctx context.Context, id accounts.ID) (accounts.Binding, error)
}

// Calendar counts working days.
type Calendar interface {
	// Due returns when n working days after received are over.
	Due(received time.Time, n int) workdays.Deadline
}

// Ledger is internal/ledger's store.
type Ledger interface{ ledger.Store }

// MediaStore keeps evidence pictures by content.
type MediaStore interface {
	Put(ctx context.Context, name string, r io.Reader, limit int64) (hash string, err error)
}

// Store keeps questions and answers. All methods join the unit of ctx.
type Store interface {
	// Add stores a new question and returns its Row; one with the same account, channel and External is
	// problem.Conflict.
	Add(ctx context.Context, q Question) (int64, error)
	// Known returns the ids of the questions of an account and channel with these External keys, by key.
	Known(ctx context.Context, account accounts.ID, channel Channel, external []string) (map[string]string, error)
	// Question returns one question, or problem.Missing.
	Question(ctx context.Context, id string) (Question, error)
	// Hold is Question that locks the row until the unit ends.
	Hold(ctx context.Context, id string) (Question, error)
	// Save writes a changed question.
	Save(ctx context.Context, q Question) error
	// Page returns questions that pass the filter, in the view's order, after a position.
	Page(ctx context.Context, f Filter) ([]Question, error)
	// Counts returns how many questions each view holds.
	Counts(ctx context.Context, now time.Time) (map[View]int, error)
	Answers
}

// Answers keeps answers and cursors.
type Answers interface {
	// Answer returns the newest answer to a question, or problem.Missing; inside a unit it locks it.
	Answer(ctx context.Context, question string) (Answer, error)
	// AnswerByID returns one answer, or problem.Missing; inside a unit it locks it.
	AnswerByID(ctx context.Context, id string) (Answer, error)
	// SaveAnswer writes a new or changed answer when the stored version is a.Version−1, else problem.Conflict.
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
	ViewSeen       View = "seen"       // 已阅未办
	ViewWindow     View = "window"     // 窗口将关闭
	ViewOverdue    View = "overdue"    // 逾期
	ViewReview     View = "review"     // 待审核
	ViewToSend     View = "tosend"     // 待发出
	ViewAnswered   View = "answered"   // 已答复
	ViewDone       View = "done"       // 已办结 and closed without an answer
)

// Filter picks one page of a view.
type Filter struct {
	View    View
	Account accounts.ID // any when empty
	Text    string      // every question that contains it; any when empty
	Now     time.Time
	After   *Position // nil: from the top
	Limit   int
}

// Position is where a page ended: keyset paging by due time and row.
type Position struct {
	Due time.Time
	Row int64
}
