package standweibo

import (
	"slices"

	"huiying/internal/platforms/drill/standweibo/body"
	"huiying/internal/platforms/drill/standweibo/book"
)

// window is the part of a list that a call asks for: since_id exclusive, max_id inclusive, newest first.
type window struct {
	since, upTo int64
	count, page int
}

// window reads the paging parameters; a count above the most is cut to it.
func (s *Server) window(c *call, def, most int) (window, *answer) {
	get := func(name string, def, least int64) (int64, *answer) {
		n, fine := c.Number(name, def, least, 1<<62)
		if !fine {
			a := s.refuse(c, 10017, name, "int64", "other")
			return 0, &a
		}
		return n, nil
	}
	var n [4]int64
	for i, p := range []struct {
		name       string
		def, least int64
	}{{"since_id", 0, 0}, {"max_id", 0, 0}, {"count", int64(def), 1}, {"page", 1, 1}} {
		v, bad := get(p.name, p.def, p.least)
		if bad != nil {
			return window{}, bad
		}
		n[i] = v
	}
	for _, f := range []string{"filter_by_author", "filter_by_source", "filter_by_type", "trim_user", "base_app", "feature"} {
		if _, fine := c.Number(f, 0, 0, 9); !fine {
			a := s.refuse(c, 10017, f, "int", "other")
			return window{}, &a
		}
	}
	return window{since: n[0], upTo: n[1], count: int(min(n[2], int64(most))), page: int(min(n[3], 1<<20))}, nil
}

// cut takes the window out of a list that stands oldest first, and gives the id at which the next page begins (0: none).
// As max_id is inclusive, next works as max_id; so does the oldest id less one.
func cut[T any](list []T, w window, id func(T) int64) (page []T, next int64) {
	page = []T{}
	skip := w.count * (w.page - 1)
	for _, e := range slices.Backward(list) {
		n := id(e)
		switch {
		case w.upTo > 0 && n > w.upTo:
		case n <= w.since:
			return page, 0
		case skip > 0:
			skip--
		case len(page) == w.count:
			return page, n
		default:
			page = append(page, e)
		}
	}
	return page, 0
}

type statusesBody struct {
	Statuses []body.Status `json:"statuses"`
	Previous int64         `json:"previous_cursor"`
	Next     int64         `json:"next_cursor"`
	Total    int           `json:"total_number"`
}

type commentsBody struct {
	Comments []*body.Comment `json:"comments"`
	Previous int64           `json:"previous_cursor"`
	Next     int64           `json:"next_cursor"`
	Total    int             `json:"total_number"`
}

// visible tells whether a post may be seen by the caller now: the delay of a 20032 is over, and what a test account
// posted is shown to the app's test accounts only.
func (s *Server) visible(p *book.Post, c *call) bool {
	if p.Deleted || c.now.Before(p.Visible) {
		return false
	}
	if !p.TestOnly || c.grant == nil || c.grant.UID == p.UID {
		return true
	}
	app, ok := s.app(p.App)
	return ok && (c.grant.UID == app.Developer || slices.Contains(app.Testers, c.grant.UID))
}

// statuses answers a list of posts. gone counts what is left out of the list but still in its total: total_number is
// no page counter.
func (s *Server) statuses(c *call, most int, pick func(*book.Post) bool, keep int) answer {
	w, bad := s.window(c, 20, most)
	if bad != nil {
		return *bad
	}
	if c.Get("filter_by_author") == "1" || c.Get("filter_by_source") == "2" {
		pick = func(*book.Post) bool { return false } // nobody follows anybody here, and there are no groups
	}
	var list []*book.Post
	total := 0
	for _, p := range s.st.Posts {
		if !pick(p) || c.Get("filter_by_type") == "1" && p.RepostOf != 0 {
			continue
		}
		total++
		if s.visible(p, c) {
			list = append(list, p)
		}
	}
	if keep > 0 && len(list) > keep {
		list = list[len(list)-keep:]
	}
	page, next := cut(list, w, func(p *book.Post) int64 { return p.ID })
	b := statusesBody{Statuses: []body.Status{}, Next: next, Total: total}
	for _, p := range page {
		b.Statuses = append(b.Statuses, s.view(c, c.Get("trim_user") == "1").Status(p))
	}
	return s.listed(c, ok(b))
}

// commentList answers a list of comments; deleted ones still count in total_number.
func (s *Server) commentList(c *call, pick func(*book.Comment) bool) answer {
	w, bad := s.window(c, 50, 200)
	if bad != nil {
		return *bad
	}
	if c.Get("filter_by_author") == "1" || c.Get("filter_by_source") == "2" {
		pick = func(*book.Comment) bool { return false }
	}
	var list []*book.Comment
	total := 0
	for _, m := range s.st.Comments {
		if !pick(m) {
			continue
		}
		total++
		if p, there := s.st.Post(m.Post); there && !m.Deleted && s.visible(p, c) {
			list = append(list, m)
		}
	}
	page, next := cut(list, w, func(m *book.Comment) int64 { return m.ID })
	b := commentsBody{Comments: []*body.Comment{}, Next: next, Total: total}
	for _, m := range page {
		b.Comments = append(b.Comments, s.view(c, c.Get("trim_user") == "1").Comment(m))
	}
	return s.listed(c, ok(b))
}

// listed lets arrive what was planned to arrive between this page and the next.
func (s *Server) listed(c *call, a answer) answer {
	p, planned := s.st.PlanFor("arrive", c.Path, c.grant.UID)
	if !planned {
		return a
	}
	if _, err := s.st.CitizenComment(p.Post, 0, p.From, p.Text, p.ID); err != nil {
		return s.systemError(c)
	}
	return a
}
