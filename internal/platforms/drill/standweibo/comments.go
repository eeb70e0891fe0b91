package standweibo

import (
	"slices"
	"strings"
	"unicode/utf8"

	"huiying/internal/platforms/drill/standweibo/book"
	"huiying/internal/platforms/drill/standweibo/text"
)

func (s *Server) mine(c *call, m *book.Comment) bool {
	p, there := s.st.Post(m.Post)
	return there && p.UID == c.grant.UID
}

// toMe tells whether a comment was received by the caller: under a post of his, or as an answer to a comment of his.
func (s *Server) toMe(c *call, m *book.Comment) bool {
	if m.UID == c.grant.UID {
		return false
	}
	if s.mine(c, m) {
		return true
	}
	o, there := s.st.Comment(m.ReplyTo)
	return there && o.UID == c.grant.UID
}

func (s *Server) commentsToMe(c *call) answer {
	return s.commentList(c, func(m *book.Comment) bool { return s.toMe(c, m) })
}

func (s *Server) commentsByMe(c *call) answer {
	return s.commentList(c, func(m *book.Comment) bool { return m.UID == c.grant.UID })
}

func (s *Server) commentsTimeline(c *call) answer {
	return s.commentList(c, func(m *book.Comment) bool { return m.UID == c.grant.UID || s.toMe(c, m) })
}

func (s *Server) commentsMentions(c *call) answer {
	return s.commentList(c, func(m *book.Comment) bool { return m.UID != c.grant.UID && slices.Contains(m.Mentions, c.grant.UID) })
}

func (s *Server) commentsShow(c *call) answer {
	p, bad := s.wanted(c)
	if bad != nil {
		return *bad
	}
	return s.commentList(c, func(m *book.Comment) bool { return m.Post == p.ID })
}

// commentText checks the text of a comment.
func (s *Server) commentText(c *call) (string, *answer) {
	said := c.Get("comment")
	var a answer
	switch {
	case !c.Has("comment"):
		a = s.refuse(c, 10016, "comment")
	case strings.TrimSpace(said) == "":
		a = s.refuse(c, 20008)
	case !utf8.ValidString(said):
		a = s.refuse(c, 10008)
	case text.Units(said) > text.MaxUnits:
		a = s.refuse(c, 20012)
	default:
		bad, is := s.badRIP(c, false)
		if !is {
			return said, nil
		}
		a = bad
	}
	return "", &a
}

// flag reads a 0 or 1.
func (s *Server) flag(c *call, name string) (bool, *answer) {
	n, fine := c.Number(name, 0, 0, 1)
	if !fine {
		a := s.refuse(c, 10017, name, "0 or 1", "other")
		return false, &a
	}
	return n == 1, nil
}

// createComment is POST /2/comments/create.json.
func (s *Server) createComment(c *call) answer {
	p, bad := s.wanted(c)
	if bad != nil {
		return *bad
	}
	said, bad := s.commentText(c)
	if bad != nil {
		return *bad
	}
	if _, bad := s.flag(c, "comment_ori"); bad != nil {
		return *bad
	}
	return s.accept(c, book.Comment{Post: p.ID, Sent: said, Text: said})
}

// replyComment is POST /2/comments/reply.json. Unless without_mention is 1 the platform puts 回复@name: in front.
func (s *Server) replyComment(c *call) answer {
	if c.Get("cid") == "" {
		return s.refuse(c, 10016, "cid")
	}
	cid, fine := c.Number("cid", 0, 1, 1<<62)
	if !fine {
		return s.refuse(c, 10017, "cid", "int64", "other")
	}
	p, bad := s.wanted(c)
	if bad != nil {
		return *bad
	}
	said, bad := s.commentText(c)
	if bad != nil {
		return *bad
	}
	bare, bad := s.flag(c, "without_mention")
	if bad != nil {
		return *bad
	}
	if _, bad := s.flag(c, "comment_ori"); bad != nil {
		return *bad
	}
	to, there := s.st.Comment(cid)
	if !there || to.Post != p.ID {
		return s.refuse(c, 20201)
	}
	m := book.Comment{Post: p.ID, Sent: said, Text: said, ReplyTo: cid, Root: to.Root}
	if !bare {
		m.Text = s.st.Addressed(to, said)
	}
	return s.accept(c, m)
}

// accept stores a comment of the authorising user, unless it repeats his last one, or one already given to the same
// comment or post.
func (s *Server) accept(c *call, m book.Comment) answer {
	last := true
	for _, o := range slices.Backward(s.st.Comments) {
		if o.UID != c.grant.UID || o.Deleted {
			continue
		}
		if o.Text == m.Text && (last || o.Post == m.Post && o.ReplyTo == m.ReplyTo) {
			return s.refuse(c, 20019)
		}
		last = false
	}
	m.UID, m.App, m.RIP, m.At = c.grant.UID, c.app.Key, c.Get("rip"), c.now
	m, err := s.st.Store(m)
	if err != nil {
		return s.systemError(c)
	}
	return ok(s.view(c, false).Comment(&m))
}

// destroyComment takes back one's own comment.
func (s *Server) destroyComment(c *call) answer {
	cid, fine := c.Number("cid", 0, 1, 1<<62)
	switch {
	case c.Get("cid") == "":
		return s.refuse(c, 10016, "cid")
	case !fine:
		return s.refuse(c, 10017, "cid", "int64", "other")
	}
	m, there := s.st.Comment(cid)
	switch {
	case !there:
		return s.refuse(c, 20201)
	case m.UID != c.grant.UID:
		return s.refuse(c, 20203)
	}
	body := s.view(c, false).Comment(m)
	if err := s.st.Commit(&book.Deleted{ID: cid}); err != nil {
		return s.systemError(c)
	}
	return ok(body)
}
