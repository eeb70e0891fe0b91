package standwechat

import (
	"strings"
	"unicode/utf8"

	"huiying/internal/platforms/drill/stage"
	"huiying/internal/platforms/drill/standwechat/body"
	"huiying/internal/platforms/drill/standwechat/book"
)

// commentRequest is what the calls on comments take; msg_data_id is a number.
type commentRequest struct {
	MsgDataID int64  `json:"msg_data_id"`
	Index     int    `json:"index"`
	ID        int64  `json:"user_comment_id"`
	Content   string `json:"content"`
	Begin     int    `json:"begin"`
	Count     int    `json:"count"`
	Type      int    `json:"type"`
}

func (q commentRequest) key() book.CommentKey {
	return book.CommentKey{MsgDataID: q.MsgDataID, Index: q.Index, ID: q.ID}
}

// onArticle reads a request and finds the article it speaks of.
func (s *Server) onArticle(c *call) (commentRequest, int) {
	var q commentRequest
	if code := c.parse(&q); code != 0 {
		return q, code
	}
	if _, it := s.b.Item(c.app.AppID, q.MsgDataID, q.Index, c.now); it == nil {
		return q, 88001
	}
	return q, 0
}

// onComment reads a request and finds the comment it speaks of.
func (s *Server) onComment(c *call) (commentRequest, *book.Comment, int) {
	q, code := s.onArticle(c)
	if code != 0 {
		return q, nil, code
	}
	m := s.b.Comment(q.key())
	switch {
	case m == nil, m.Ended == "author":
		return q, nil, 88008
	case m.Ended == "user":
		return q, nil, 88004
	}
	return q, m, 0
}

// done writes a change and answers.
func (s *Server) done(c *call, e book.Event) stage.Answer {
	if s.Commit(c.now, e) != nil {
		return c.refuse(-1)
	}
	return c.ok()
}

// commentSwitch is POST comment/open and comment/close.
func (s *Server) commentSwitch(open bool) func(*call) stage.Answer {
	return func(c *call) stage.Answer {
		q, code := s.onArticle(c)
		if code != 0 {
			return c.refuse(code)
		}
		return s.done(c, &book.Switched{MsgDataID: q.MsgDataID, Index: q.Index, Open: open})
	}
}

type replyOut struct {
	Content string `json:"content"`
	At      int64  `json:"create_time"`
}

type commentOut struct {
	ID      int64  `json:"user_comment_id"`
	OpenID  string `json:"openid,omitempty"`
	At      int64  `json:"create_time"`
	Content string `json:"content"`
	Type    int    `json:"comment_type"`
	Reply   any    `json:"reply,omitempty"`
}

type commentPage struct {
	verdict
	Total    int          `json:"total"`
	All      *int         `json:"comment_cnt,omitempty"`
	Comments []commentOut `json:"comment"`
}

// commentList is POST comment/list, newest first. count is below 50.
func (s *Server) commentList(c *call) stage.Answer {
	q, code := s.onArticle(c)
	switch {
	case code != 0:
		return c.refuse(code)
	case q.Begin < 0 || q.Count < 1 || q.Count >= 50:
		return c.refuse(88010)
	case q.Type < 0 || q.Type > 2:
		return c.refuse(61451)
	}
	var all []*book.Comment
	for _, m := range s.b.CommentsOn(q.MsgDataID, q.Index) {
		if q.Type == 0 || m.Elected == (q.Type == 2) {
			all = append(all, m)
		}
	}
	p := commentPage{verdict: verdict{0, "ok"}, Total: len(all), Comments: []commentOut{}}
	for _, m := range body.Slice(all, q.Begin, q.Count) {
		o := commentOut{m.ID, m.OpenID, m.At.Unix(), m.Content, bit(m.Elected), nil}
		r := m.Reply()
		switch {
		case s.b.Wire.ReplyAsArray && r == nil:
			o.Reply = []replyOut{}
		case s.b.Wire.ReplyAsArray:
			o.Reply = []replyOut{{r.Content, r.At.Unix()}}
		case r != nil:
			o.Reply = replyOut{r.Content, r.At.Unix()}
		}
		p.Comments = append(p.Comments, o)
	}
	if s.b.Wire.TotalIsPage {
		n := len(all)
		p.Total, p.All = len(p.Comments), &n
	}
	return c.answer(p)
}

// elect is POST comment/markelect and comment/unmarkelect.
func (s *Server) elect(on bool) func(*call) stage.Answer {
	return func(c *call) stage.Answer {
		q, m, code := s.onComment(c)
		if code != 0 {
			return c.refuse(code)
		}
		n := 0
		for _, other := range s.b.CommentsOn(q.MsgDataID, q.Index) {
			n += bit(other.Elected)
		}
		if on && !m.Elected && n >= s.cfg.ElectedMost {
			return c.refuse(88003)
		}
		return s.done(c, &book.Elected{CommentKey: q.key(), On: on})
	}
}

// commentDelete is POST comment/delete.
func (s *Server) commentDelete(c *call) stage.Answer {
	q, _, code := s.onComment(c)
	if code != 0 {
		return c.refuse(code)
	}
	return s.done(c, &book.CommentEnded{CommentKey: q.key(), By: "author"})
}

// replyAdd is POST comment/reply/add: one reply per comment.
func (s *Server) replyAdd(c *call) stage.Answer {
	q, m, code := s.onComment(c)
	n := utf8.RuneCountInString(q.Content)
	switch {
	case code != 0:
		return c.refuse(code)
	case strings.TrimSpace(q.Content) == "" || n > s.cfg.ReplyMost:
		return c.refuse(88007)
	case m.Reply() != nil:
		return c.refuse(88005)
	}
	return s.done(c, &book.Replied{CommentKey: q.key(), Content: q.Content})
}

// replyDelete is POST comment/reply/delete; after it another reply may be added.
func (s *Server) replyDelete(c *call) stage.Answer {
	q, m, code := s.onComment(c)
	switch {
	case code != 0:
		return c.refuse(code)
	case m.Reply() == nil:
		return c.refuse(88008)
	}
	return s.done(c, &book.ReplyDeleted{CommentKey: q.key()})
}
