// Package approve is the screen 审核: what waits for this person, the text with what changed in it since it was last read, the
// chain of steps, and the decision. It shows and asks; every rule of who may decide and what a decision needs is the review
// desk's, and nothing typed here is lost when that desk says no.
package approve

import (
	"context"
	"io"
	"time"

	"fyne.io/fyne/v2"

	"huiying/accounts"
	"huiying/app/ui/load"
	"huiying/app/ui/overlays"
	"huiying/inbox"
	"huiying/publishing"
	"huiying/review"
)

// Reviews is what the screen needs of the review desk.
type Reviews interface {
	// Queue returns what waits for the actor and what of his waits for others; Done what he decided, newest first.
	Queue(ctx context.Context) (review.Queue, error)
	Done(ctx context.Context) ([]review.Done, error)
	// Ticket returns one ticket with the history of its subject, Of the newest one of a subject.
	Ticket(ctx context.Context, id string) (review.Sheet, error)
	Of(ctx context.Context, kind, subject string) (review.Sheet, error)
	// Decide takes the step that the ticket waits on. The same command twice is one decision.
	Decide(ctx context.Context, d review.Decide) error
}

// Posts is what it needs of the publishing desk.
type Posts interface {
	// Revisions returns all submitted revisions of a post, oldest first.
	Revisions(ctx context.Context, post string) ([]publishing.Revision, error)
	// OpenMedia returns the bytes of a picture.
	OpenMedia(ctx context.Context, hash string) (io.ReadCloser, error)
}

// Answers is what it needs of the inbox.
type Answers interface {
	// AnswerFor returns an answer with the question that it is about.
	AnswerFor(ctx context.Context, answer string) (inbox.Answer, inbox.Question, error)
}

// Register is what it needs of the register.
type Register interface {
	Get(ctx context.Context, id accounts.ID) (accounts.Account, error)
	Filing(ctx context.Context, id string) (accounts.Filing, error)
}

// Confirm checks, before a last step is passed, that it is the person who signed in. Its no is an error with words.
type Confirm interface {
	Confirm(ctx context.Context, password string) error
}

// Frame is the part of the frame that the screen uses.
type Frame interface {
	Jobs() *load.Jobs
	Canvas() fyne.Canvas
	Ask(q overlays.Question) *overlays.Dialog
	Toast(say string, undo func())
	Rehead()
}

// Deps is what the screen works with. Confirm is nil in a drill, where nobody has a password.
type Deps struct {
	Reviews  Reviews
	Posts    Posts
	Answers  Answers
	Register Register
	Confirm  Confirm
	Frame    Frame
	Now      func() time.Time
	// Changed has f told of changes, from any goroutine.
	Changed func(f func(topic, id string)) (stop func())
}
