package publishing

import (
	"context"
	"io"

	"huiying/accounts"
	"huiying/publishing/content"
)

// Reviewers takes posts for approval.
type Reviewers interface {
	// Submit opens a ticket for a revision in the unit of ctx.
	Submit(ctx context.Context, p Post, r Revision) error
	// Void ends the current ticket of a post in the unit of ctx; it is no error when there is none.
	Void(ctx context.Context, post, why string) error
}

// Register is what publishing needs of the accounts desk.
type Register interface {
	// Account returns one account, or problem.Missing.
	Account(ctx context.Context, id accounts.ID) (accounts.Account, error)
	// Binding returns its binding, one in state Unbound when there is none.
	Binding(ctx context.Context, id accounts.ID) (accounts.Binding, error)
}

// MediaStore keeps files by content.
type MediaStore interface {
	// Put stores what r yields, at most limit bytes, and describes it by its bytes.
	Put(ctx context.Context, name string, r io.Reader, limit int64) (content.Media, error)
	// Open returns the bytes; problem.Damaged when they are not what the hash says.
	Open(hash string) (io.ReadCloser, error)
}

// Store keeps posts, working copies and revisions. All methods join the unit of ctx.
type Store interface {
	// Post returns one post, or problem.Missing.
	Post(ctx context.Context, id string) (Post, error)
	// HoldPost is Post that locks the row until the unit ends.
	HoldPost(ctx context.Context, id string) (Post, error)
	// SavePost writes a new or changed post.
	SavePost(ctx context.Context, p Post) error
	// Posts returns posts that pass the filter, newest change first.
	Posts(ctx context.Context, f PostFilter) ([]Post, error)
	// WorkingCopy returns a post's working copy, or problem.Missing.
	WorkingCopy(ctx context.Context, post string) (WorkingCopy, error)
	// SaveWorkingCopy writes w when the stored version is w.Version−1 (0 when there is none), else problem.Conflict.
	SaveWorkingCopy(ctx context.Context, w WorkingCopy) error
	// AddRevision appends a revision; the same number twice is problem.Conflict.
	AddRevision(ctx context.Context, r Revision) error
	// Revision returns one revision, or problem.Missing.
	Revision(ctx context.Context, post string, no int) (Revision, error)
	// Revisions returns all of a post, oldest first.
	Revisions(ctx context.Context, post string) ([]Revision, error)
}

// PostFilter picks posts.
type PostFilter struct {
	States []State // any when empty
	Author string  // any when empty
	Limit  int
}

// Record puts an entry on the trail, in the unit of ctx, as its last step.
type Record func(ctx context.Context, verb, kind, id string, revision int, detail map[string]string) error
