// Package compose is the screen 撰稿: the author's posts, and the editor of one of them with where it goes, when, and how it will
// look there. It saves by itself within a second of the last key, says what must be mended before a post can be submitted, and
// never overwrites what is being typed. Rules stand in publishing; this room only shows and asks.
package compose

import (
	"context"
	"io"
	"time"

	"fyne.io/fyne/v2"

	"huiying/accounts"
	"huiying/app/ui/load"
	"huiying/app/ui/overlays"
	"huiying/publishing"
	"huiying/publishing/content"
)

// Posts is what the screen needs of the publishing desk. The actor is in ctx.
type Posts interface {
	Create(ctx context.Context, id string, kind content.Kind) (publishing.Post, error)
	Get(ctx context.Context, id string) (publishing.Post, publishing.WorkingCopy, error)
	List(ctx context.Context, f publishing.PostFilter) ([]publishing.Post, error)
	// Save is problem.Conflict, and writes nothing, when it started from an older version.
	Save(ctx context.Context, cmd publishing.SaveDraft) (publishing.WorkingCopy, error)
	Submit(ctx context.Context, cmd publishing.SubmitPost) (publishing.Revision, error)
	Reopen(ctx context.Context, post string, version int, why string) error
	// AddMedia is problem.Invalid for what is no picture, too large, or not what its name says.
	AddMedia(ctx context.Context, name string, r io.Reader) (content.Media, error)
	OpenMedia(ctx context.Context, hash string) (io.ReadCloser, error)
}

// Register is what it needs of the accounts desk.
type Register interface {
	List(ctx context.Context) ([]accounts.Account, error)
	Binding(ctx context.Context, id accounts.ID) (accounts.Binding, error)
}

// Frame is what it needs of the frame around it.
type Frame interface {
	Jobs() *load.Jobs // their ctx carries the actor
	Canvas() fyne.Canvas
	Rehead()
	Toast(say string, undo func())
	Ask(q overlays.Question) *overlays.Dialog
}

// Deps is what the screen works with.
type Deps struct {
	Posts    Posts
	Register Register
	Frame    Frame
	Now      func() time.Time
	// Changed tells f of every change that was committed, from any goroutine; nil where nothing tells.
	Changed func(f func(topic, id string)) (stop func())
	// Open opens a file that a person chose or dropped.
	Open func(path string) (io.ReadCloser, error)
}
