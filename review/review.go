// Package review is the approval flow: routes of ordered steps, tickets that bind one revision of a subject by its
// fingerprint, and the decisions of named persons. It knows no other desk: it signs a Subject and tells the subject's
// desk what was decided. Nothing leaves the house without its Allow.
package review

import (
	"time"

	"huiying/internal/people"
)

// Subject is what a ticket is about, in words that review does not interpret.
type Subject struct {
	Kind        string // "post", "answer", "filing"
	ID          string
	Revision    int
	Fingerprint string // SM3 over the canonical form of exactly this revision, lower-case hex
	Title       string
	Author      people.ID
	AuthorName  string
	Others      []people.ID // who else wrote in it; none of them decides on it
	Route       Kind
	Due         time.Time // when it is to go out; zero when there is no hour
	Line        string    // one line for lists: accounts, channel
}

// Kind is the kind of post, answer or filing that a route is for.
type Kind string

// The kinds with a route of their own.
const (
	Regular   Kind = "regular"   // 常规
	Policy    Kind = "policy"    // 政策解读
	Response  Kind = "response"  // 回应关切
	Rumour    Kind = "rumour"    // 辟谣
	Emergency Kind = "emergency" // 突发
	Relay     Kind = "relay"     // 转载
	Reply     Kind = "reply"     // 答复
	Filing    Kind = "filing"    // 账号备案
)

// Step is one station of a route. Names holds 初审, 复审, 终审, joined ("初审·复审") where a small office lets one
// person take several.
type Step struct {
	Name    string
	Role    people.Role
	Secrecy bool          // the secrecy conclusion is given here
	Gates   []Gate        // the gates that this step must answer
	Within  time.Duration // to be done this long before the hour of publication; 0 = no deadline of its own
}

// Route is an ordered list of steps for one kind.
type Route struct {
	Kind  Kind
	Name  string
	Steps []Step
	// Adjoining lets one other person take adjoining steps (兼岗); it is printed on the form.
	Adjoining bool
	Version   int // 0 for a default that was never changed; a command names the one that it saw
}

// Gate is one of the five gates 政治 法律 政策 保密 文字 (国办发〔2018〕123号).
type Gate string

// The gates.
const (
	Political Gate = "political"
	Legal     Gate = "legal"
	PolicyG   Gate = "policy"
	SecrecyG  Gate = "secrecy"
	Wording   Gate = "wording"
)

// Secrecy is the conclusion of the secrecy review (保密法实施条例 2024, art. 42).
type Secrecy string

// The conclusions. Only Open and OpenAfter let a subject pass.
const (
	Open      Secrecy = "open"      // 可以公开
	OpenAfter Secrecy = "openafter" // 处理后公开: was dealt with in this very revision
	Closed    Secrecy = "closed"    // 不予公开
	Referred  Secrecy = "referred"  // 报请确定
)

// Verdict is what a person decides on a step.
type Verdict string

// The verdicts. Returned comes back mended, rejected does not.
const (
	Pass   Verdict = "approve"
	Return Verdict = "return"
	Reject Verdict = "reject"
)

// State of a ticket.
type State string

// The states of a ticket.
const (
	Waiting  State = "waiting"  // on a step
	Approved State = "approved" // all steps passed; the gate is open for this fingerprint
	Returned State = "returned"
	Rejected State = "rejected"
	Voided   State = "voided" // the subject changed, or was withdrawn; Why says which
)

// Ticket is one round of review of one revision.
type Ticket struct {
	ID      string
	Subject Subject
	Round   int    // 1, 2, … of the subject
	Steps   []Step // the route as it was at submission
	Adjoin  bool
	Signs   []Sign // the steps passed so far, in order
	State   State
	Step    int // index of the step it waits on; len(Steps) once approved
	By      people.ID
	ByName  string // who handed it in
	Opened  time.Time
	Closed  time.Time
	Why     string // why it was voided
	Version int    // raised by every change; a command names the one that it saw
}

// Sign is one step passed.
type Sign struct {
	Step     int
	StepName string
	By       people.ID
	Name     string
	At       time.Time
}

// StepName names the step that the ticket waits on, or the last one.
func (t Ticket) StepName() string {
	if len(t.Steps) == 0 {
		return ""
	}
	return t.Steps[min(max(t.Step, 0), len(t.Steps)-1)].Name
}

// Deadline is when the step that the ticket waits on is to be done; zero when it has none.
func (t Ticket) Deadline() time.Time {
	if t.State != Waiting || t.Step >= len(t.Steps) {
		return time.Time{}
	}
	return t.DeadlineOf(t.Step)
}

// DeadlineOf is when a step is to be done, counted back from the hour of publication; zero when it has none.
func (t Ticket) DeadlineOf(step int) time.Time {
	if t.Subject.Due.IsZero() || t.Steps[step].Within == 0 {
		return time.Time{}
	}
	return t.Subject.Due.Add(-t.Steps[step].Within)
}

// Decision is one person's verdict on one step. Append-only.
type Decision struct {
	ID       string // made by the caller: the same command twice is one decision
	Ticket   string
	Step     int
	StepName string
	Verdict  Verdict
	Gates    map[Gate]bool // true = 没问题, false = 有疑
	Secrecy  Secrecy       // on the step that the route names, else empty
	Comment  string
	By       people.ID
	Name     string
	At       time.Time
}
