package publishing

import (
	"context"

	"huiying/internal/problem"
	"huiying/internal/store/sqlstore"
	desk "huiying/publishing"
)

const postColumns = "id, version, kind, state, title, author, author_name, created, changed, revision, planned, comment"

// Post returns one post.
func (s *Store) Post(ctx context.Context, id string) (desk.Post, error) {
	return s.post(ctx, id, "")
}

// HoldPost is Post that locks the row until the unit ends.
func (s *Store) HoldPost(ctx context.Context, id string) (desk.Post, error) {
	return s.post(ctx, id, s.db.Hold(ctx))
}

func (s *Store) post(ctx context.Context, id, hold string) (desk.Post, error) {
	ps, err := s.posts(ctx, "WHERE id = ?"+hold, id)
	if err == nil && len(ps) == 0 {
		err = sqlstore.Missing("这篇稿子")
	}
	if err != nil {
		return desk.Post{}, err
	}
	return ps[0], nil
}

// Posts returns posts that pass the filter, newest change first.
func (s *Store) Posts(ctx context.Context, f desk.PostFilter) ([]desk.Post, error) {
	query, args := "WHERE 1 = 1", []any{}
	if len(f.States) > 0 {
		query += " AND state IN (" + marks(len(f.States)) + ")"
		for _, st := range f.States {
			args = append(args, string(st))
		}
	}
	if f.Author != "" {
		query, args = query+" AND author = ?", append(args, f.Author)
	}
	query += " ORDER BY changed DESC, seq DESC"
	if f.Limit > 0 {
		query, args = query+" LIMIT ?", append(args, f.Limit)
	}
	return s.posts(ctx, query, args...)
}

func (s *Store) posts(ctx context.Context, where string, args ...any) ([]desk.Post, error) {
	var all []desk.Post
	err := s.db.Each(ctx, func(scan func(dest ...any) error) error {
		var p desk.Post
		var created, changed, planned int64
		err := scan(&p.ID, &p.Version, &p.Kind, &p.State, &p.Title, &p.Author, &p.AuthorName, &created, &changed, &p.Revision,
			&planned, &p.Comment)
		p.Created, p.Changed, p.Planned = sqlstore.Time(created), sqlstore.Time(changed), sqlstore.Time(planned)
		all = append(all, p)
		return err
	}, "SELECT "+postColumns+" FROM posts "+where, args...)
	return all, err
}

// SavePost writes a new or changed post. Who wrote it and when it was begun stay as they were.
func (s *Store) SavePost(ctx context.Context, p desk.Post) error {
	n, err := s.db.Exec(ctx, `UPDATE posts SET version = ?, kind = ?, state = ?, title = ?, changed = ?, revision = ?, planned = ?,
comment = ? WHERE id = ?`, p.Version, string(p.Kind), string(p.State), text(p.Title), sqlstore.Micro(p.Changed), p.Revision,
		sqlstore.Micro(p.Planned), text(p.Comment), p.ID)
	if err != nil || n == 1 {
		return err
	}
	n, err = s.db.Exec(ctx, "INSERT INTO posts ("+postColumns+") VALUES ("+marks(12)+") ON CONFLICT DO NOTHING", p.ID, p.Version,
		string(p.Kind), string(p.State), text(p.Title), string(p.Author), text(p.AuthorName), sqlstore.Micro(p.Created),
		sqlstore.Micro(p.Changed), p.Revision, sqlstore.Micro(p.Planned), text(p.Comment))
	if err == nil && n == 0 {
		err = problem.New(problem.Conflict, "这篇稿子刚刚已经建好了", "没有建第二篇", "请刷新后再看")
	}
	return err
}

// WorkingCopy returns a post's working copy.
func (s *Store) WorkingCopy(ctx context.Context, post string) (desk.WorkingCopy, error) {
	w := desk.WorkingCopy{Post: post}
	var body string
	var at int64
	ok, err := s.db.One(ctx, []any{&w.Version, &body, &w.By, &w.ByName, &at},
		"SELECT version, content, actor, actor_name, at FROM working_copies WHERE post = ?", post)
	if err == nil && !ok {
		err = sqlstore.Missing("这篇稿子的正文")
	}
	if err != nil {
		return desk.WorkingCopy{}, err
	}
	w.At = sqlstore.Time(at)
	w.Content, err = readContent(body)
	return w, err
}

// SaveWorkingCopy writes w when it follows what is stored.
func (s *Store) SaveWorkingCopy(ctx context.Context, w desk.WorkingCopy) error {
	body, err := writeContent(w.Content)
	if err != nil {
		return err
	}
	var n int64
	if w.Version == 1 {
		n, err = s.db.Exec(ctx, `INSERT INTO working_copies (post, version, content, actor, actor_name, at) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT DO NOTHING`, w.Post, w.Version, body, string(w.By), text(w.ByName), sqlstore.Micro(w.At))
	} else {
		n, err = s.db.Exec(ctx, `UPDATE working_copies SET version = ?, content = ?, actor = ?, actor_name = ?, at = ?
WHERE post = ? AND version = ?`, w.Version, body, string(w.By), text(w.ByName), sqlstore.Micro(w.At), w.Post, w.Version-1)
	}
	if err == nil && n == 0 {
		err = problem.New(problem.Conflict, "这篇稿子在别处刚刚改过", "没有覆盖那边的改动，您写的还在屏幕上", "请看一眼差别再存")
	}
	return err
}

const revisionColumns = "post, no, content, fingerprint, actor, actor_name, at"

// AddRevision appends a revision.
func (s *Store) AddRevision(ctx context.Context, r desk.Revision) error {
	body, err := writeContent(r.Content)
	if err != nil {
		return err
	}
	n, err := s.db.Exec(ctx, "INSERT INTO revisions ("+revisionColumns+") VALUES ("+marks(7)+") ON CONFLICT DO NOTHING",
		r.Post, r.No, body, r.Fingerprint, string(r.By), text(r.ByName), sqlstore.Micro(r.At))
	if err == nil && n == 0 {
		err = problem.New(problem.Conflict, "这一稿已经送审过了", "没有送第二次", "请刷新后再看")
	}
	return err
}

// Revision returns one revision.
func (s *Store) Revision(ctx context.Context, post string, no int) (desk.Revision, error) {
	rs, err := s.revisions(ctx, "WHERE post = ? AND no = ?", post, no)
	if err == nil && len(rs) == 0 {
		err = sqlstore.Missing("送审的这一稿")
	}
	if err != nil {
		return desk.Revision{}, err
	}
	return rs[0], nil
}

// Revisions returns all of a post, oldest first.
func (s *Store) Revisions(ctx context.Context, post string) ([]desk.Revision, error) {
	return s.revisions(ctx, "WHERE post = ? ORDER BY no", post)
}

func (s *Store) revisions(ctx context.Context, where string, args ...any) ([]desk.Revision, error) {
	var all []desk.Revision
	err := s.db.Each(ctx, func(scan func(dest ...any) error) error {
		var r desk.Revision
		var body string
		var at int64
		if err := scan(&r.Post, &r.No, &body, &r.Fingerprint, &r.By, &r.ByName, &at); err != nil {
			return err
		}
		var err error
		r.At = sqlstore.Time(at)
		r.Content, err = readContent(body)
		all = append(all, r)
		return err
	}, "SELECT "+revisionColumns+" FROM revisions "+where, args...)
	return all, err
}
