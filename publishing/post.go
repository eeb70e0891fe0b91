// Package publishing is composing, scheduling and delivering posts. It owns drafts, revisions, targets, the queue and
// the states of deliveries, and the one rule above all: what was approved goes out once, and what is not known to be out
// is called unknown. It speaks to platforms through Channel and acts only after the Gate allowed it.
package publishing

import (
	"time"

	"huiying/internal/people"
	"huiying/publishing/content"
)

// State of a post.
type State string

// The states of a post. Only the review moves a post from InReview to Approved.
const (
	Draft           State = "draft"
	InReview        State = "review"
	Returned        State = "returned"
	Rejected        State = "rejected"
	Approved        State = "approved"  // signed, no delivery armed: each is held, refused or past
	Scheduled       State = "scheduled" // a delivery is armed, or waits for the person who posts it
	GoingOut        State = "out"
	Published       State = "published"
	PartlyPublished State = "partly"
	Withdrawn       State = "withdrawn" // taken back before it went out
)

// Post is a piece of writing on its way. Its text is in the working copy, and after each submission in a Revision.
type Post struct {
	ID         string
	Version    int // raised by every change of state; commands name the one that they saw
	Kind       content.Kind
	State      State
	Title      string // of the newest content, for lists
	Author     people.ID
	AuthorName string
	Created    time.Time
	Changed    time.Time
	Revision   int       // newest submitted; 0 before the first
	Planned    time.Time // hour of publication within the approved window
	Comment    string    // of the last return or rejection
}

// Revision is content as it was submitted. Append-only.
type Revision struct {
	Post        string
	No          int // 1, 2, …
	Content     content.Master
	Fingerprint string
	By          people.ID
	ByName      string
	At          time.Time
}

// WorkingCopy is the content somebody is writing. It is saved within a second of the last key.
type WorkingCopy struct {
	Post    string
	Version int // raised by every save; a save names the one it started from
	Content content.Master
	By      people.ID
	ByName  string
	At      time.Time
}
