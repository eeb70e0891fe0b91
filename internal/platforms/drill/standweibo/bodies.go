package standweibo

import (
	"huiying/internal/platforms/drill/standweibo/body"
	"huiying/internal/platforms/drill/standweibo/book"
)

// source is the name under which an app's posts stand.
func (s *Server) source(app string) string {
	a, ok := s.app(app)
	switch {
	case !ok:
		return "微博网页版"
	case !a.Reviewed:
		return "未通过审核应用"
	}
	return a.Name
}

func (s *Server) base(c *call) string { return "http://" + c.Host }

// view is what a caller is shown; trim leaves of users the id only.
func (s *Server) view(c *call, trim bool) body.View {
	return body.View{State: s.st, Base: s.base(c), Source: s.source, Trim: trim, Sees: func(p *book.Post) bool { return s.visible(p, c) }}
}
