package publishing

import (
	"context"
	"io"

	"huiying/internal/people"
	"huiying/publishing/content"
)

// maxPicture is the largest file that a post may carry; platforms take less (see accounts/limits).
const maxPicture = 20 << 20

// Get returns a post with its working copy; the zero copy when there is none.
func (s *Service) Get(ctx context.Context, id string) (Post, WorkingCopy, error) {
	if err := people.May(ctx, people.Look); err != nil {
		return Post{}, WorkingCopy{}, err
	}
	p, err := s.Store.Post(ctx, id)
	if err != nil {
		return p, WorkingCopy{}, err
	}
	w, err := s.Store.WorkingCopy(ctx, id)
	return p, w, err
}

// List returns posts that pass the filter, newest change first.
func (s *Service) List(ctx context.Context, f PostFilter) ([]Post, error) {
	if err := people.May(ctx, people.Look); err != nil {
		return nil, err
	}
	return s.Store.Posts(ctx, f)
}

// Revision returns one submitted revision.
func (s *Service) Revision(ctx context.Context, post string, no int) (Revision, error) {
	if err := people.May(ctx, people.Look); err != nil {
		return Revision{}, err
	}
	return s.Store.Revision(ctx, post, no)
}

// Revisions returns all submitted revisions of a post, oldest first.
func (s *Service) Revisions(ctx context.Context, post string) ([]Revision, error) {
	if err := people.May(ctx, people.Look); err != nil {
		return nil, err
	}
	return s.Store.Revisions(ctx, post)
}

// AddMedia stores a file and describes it by its bytes. What is no picture, or is not what its bytes say, is
// problem.Invalid.
func (s *Service) AddMedia(ctx context.Context, name string, r io.Reader) (content.Media, error) {
	if err := people.May(ctx, people.Compose); err != nil {
		return content.Media{}, err
	}
	return s.Media.Put(ctx, name, r, maxPicture)
}

// OpenMedia returns the bytes of a stored file.
func (s *Service) OpenMedia(ctx context.Context, hash string) (io.ReadCloser, error) {
	if err := people.May(ctx, people.Look); err != nil {
		return nil, err
	}
	return s.Media.Open(hash)
}
