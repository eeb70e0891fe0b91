// Package inbox is the public's questions from all accounts in one place, each with its deadline, and the reviewed
// answers to them. It owns the words and rules of claiming, answering, closing and counting days; it reads and answers
// platforms through Source and Replier and sends nothing that the Gate did not allow. It never suppresses what a citizen
// wrote.
package inbox

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"github.com/emmansun/gmsm/sm3"

	"huiying/accounts"
	"huiying/inbox/policy"
	"huiying/internal/people"
)

// State of a question.
type State string

// The states, in their order. Reading a question moves nothing.
const (
	Unassigned State = "unassigned" // 待分办
	ToAnswer   State = "toanswer"   // 待答复
	InReview   State = "review"     // 待审核
	ToSend     State = "tosend"     // 待发出
	Answered   State = "answered"   // 已答复
	Done       State = "done"       // 已办结
	Merged     State = "merged"     // 已合并
	Diverted   State = "diverted"   // 已转办: 信访、依申请公开、110 …
	NotTaken   State = "nottaken"   // 不予受理, with a reason
)

// Open tells whether the question still waits for the office.
func (s State) Open() bool {
	return s == Unassigned || s == ToAnswer || s == InReview || s == ToSend
}

// Title returns the state's Chinese name.
func (s State) Title() string {
	switch s {
	case Unassigned:
		return "待分办"
	case ToAnswer:
		return "待答复"
	case InReview:
		return "待审核"
	case ToSend:
		return "待发出"
	case Answered:
		return "已答复"
	case Done:
		return "已办结"
	case Merged:
		return "已合并"
	case Diverted:
		return "已转办"
	case NotTaken:
		return "不予受理"
	}
	return string(s)
}

// Channel is how a question came.
type Channel string

// The channels.
const (
	Comment Channel = "comment" // a comment under a post, read through the platform's interface
	ByHand  Channel = "manual"  // seen in a platform's back office and entered by a person
)

// Question is what one citizen asked. Author is masked before it is stored: a family name and **.
type Question struct {
	ID         string
	Row        int64 // integer key for paging and search; 0 before it is stored
	Version    int
	Account    accounts.ID
	Platform   accounts.Platform
	Channel    Channel
	External   string          // the platform's key of it; unique within account and channel
	Ref        json.RawMessage // what the platform's client needs to reply
	Author     string          // 张**
	Text       string
	Under      string // title of the post that it stands under; may be empty
	Delivery   string // delivery that it stands under; may be empty
	Link       string
	Received   time.Time // when the citizen wrote it
	Collected  time.Time
	Kind       policy.Kind
	State      State
	Read       time.Time // 已阅; zero before somebody opened it
	ReadBy     string
	Claimed    people.ID // who works on it; empty when nobody
	ClaimedBy  string    // that person's name
	ClaimedAt  time.Time
	Due        time.Time
	Days       int       // working days that the deadline rule gives
	Assumed    bool      // the deadline runs into a year without a holiday table
	Window     time.Time // when the platform closes its own window; zero when it has none
	Gone       time.Time // the platform no longer shows it
	Closed     time.Time
	Reason     string // of closing without an answer, or of the last returned answer
	AnsweredAt time.Time
}

// At is the time by which lists sort a question: when it is due while it is open, when it was answered or closed later.
func (q Question) At() time.Time {
	switch {
	case q.State.Open():
		return q.Due
	case q.State == Answered:
		return q.AnsweredAt
	}
	return q.Closed
}

// AnswerState of an answer.
type AnswerState string

// The states of an answer. At most one answer to a question is in another state than Rejected.
const (
	Drafting   AnswerState = "draft"
	Reviewing  AnswerState = "review"
	Returned   AnswerState = "returned"
	Rejected   AnswerState = "rejected"
	Ready      AnswerState = "ready" // approved; goes out by itself, or by hand
	Sending    AnswerState = "sending"
	Unknown    AnswerState = "unknown" // 待确认
	Refused    AnswerState = "refused"
	Delivered  AnswerState = "sent"
	WaitPerson AnswerState = "person" // approved, to be posted by hand
)

// Answer is the office's reply to one question. Its text is signed together with the question's id.
type Answer struct {
	ID          string
	Question    string
	Version     int
	Revision    int // raised by every submission
	Text        string
	State       AnswerState
	Fingerprint string
	By          people.ID
	ByName      string
	Others      []people.ID // who else wrote in it; none of them may decide on it
	Changed     time.Time
	Submitted   time.Time
	Note        string // platform's or reviewer's words
	Code        string
	Attempts    int
	SentAt      time.Time
	External    string // the platform's id of the reply
	Link        string
	Absent      time.Time // when a look last found the platform without it; zero when none did
	Evidence    string    // answered by hand: hash of the picture
}

// Fingerprint is what the approval of an answer signs: SM3 over its text together with the question that it answers.
// Form 1: the word "huiying-answer-1", then each field as decimal length, ':', bytes.
func Fingerprint(q Question, text string) string {
	h := sm3.New()
	for _, f := range []string{"huiying-answer-1", q.ID, string(q.Account), string(q.Channel), q.External, q.Text, text} {
		fmt.Fprintf(h, "%d:%s", len(f), f)
	}
	return hex.EncodeToString(h.Sum(nil))
}
