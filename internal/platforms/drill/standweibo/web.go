package standweibo

import (
	"net/http"
	"strconv"
	"strings"

	"huiying/internal/platforms/drill/standweibo/body"
	"huiying/internal/platforms/drill/standweibo/pages"
	"huiying/internal/platforms/drill/standweibo/refusal"
)

func page(status int, text string, data any) answer {
	b, err := pages.Render(text, data)
	if err != nil {
		return answer{status: http.StatusInternalServerError, kind: "text/plain;charset=UTF-8", body: []byte("page: " + err.Error())}
	}
	return answer{status: status, kind: "text/html;charset=UTF-8", body: b}
}

func (s *Server) choicePage(c *call, app App) answer {
	hidden := map[string]string{}
	for _, n := range []string{"client_id", "redirect_uri", "response_type", "state", "scope"} {
		if c.Has(n) {
			hidden[n] = c.Get(n)
		}
	}
	return page(http.StatusOK, pages.Choice, map[string]any{"Title": "授权", "App": app.Name, "Hidden": hidden, "Users": s.official()})
}

func (s *Server) errorPage(_ *call, code int) answer {
	reason := map[int]string{21322: "回调地址与登记的不一致", 21323: "请求不完整", 21324: "没有这个应用", 21325: "没有这个账号",
		21329: "不支持这种授权方式"}[code]
	return page(http.StatusBadRequest, pages.Error, map[string]any{"Title": "访问出错了", "Reason": reason, "Word": refusal.Words(code), "Code": code})
}

// defaultPage is the landing page of client-type apps: the address in the address bar is what the person copies.
func (s *Server) defaultPage(c *call) answer {
	address := s.base(c) + c.Path
	if q := c.Query.Encode(); q != "" {
		address += "?" + q
	}
	return page(http.StatusOK, pages.Default, map[string]any{"Title": "授权结果", "Denied": c.Has("error"), "Address": address})
}

// web serves what is no interface: pictures, avatars and the pages of posts.
func (s *Server) web(r *http.Request) answer {
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	a := page(http.StatusNotFound, pages.Error, map[string]any{"Title": "没有这一页", "Reason": "没有这个地址", "Word": "not found", "Code": 404})
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
	case len(parts) == 2 && parts[0] == "pictures" && len(parts[1]) == 64 && strings.Trim(parts[1], "0123456789abcdef") == "":
		if b, err := s.Picture(parts[1]); err == nil {
			a = answer{status: http.StatusOK, kind: http.DetectContentType(b), body: b}
		}
	case len(parts) == 3 && parts[0] == "avatar":
		a = s.avatar(parts[1], a)
	case len(parts) == 2:
		if id, err := strconv.ParseInt(parts[1], 10, 64); err == nil {
			a = s.postPage(parts[0], id, a)
		}
	}
	return a
}

func (s *Server) avatar(uid string, none answer) answer {
	defer s.Enter()()
	u, ok := s.st.Users[uid]
	if !ok || u.Gone {
		return none
	}
	a := page(http.StatusOK, pages.Avatar, string([]rune(u.ScreenName)[:1]))
	a.kind = "image/svg+xml"
	return a
}

func (s *Server) postPage(uid string, id int64, none answer) answer {
	defer s.Enter()()
	p, ok := s.st.Post(id)
	if !ok || p.UID != uid || !s.visible(p, &call{now: s.clock.Now()}) {
		return none
	}
	type line struct{ Name, Text, At string }
	var lines []line
	for _, m := range body.CommentsOf(s.st, id) {
		lines = append(lines, line{s.st.Name(m.UID), m.Text, beijing(m.At).Format("2006-01-02 15:04")})
	}
	from := "微博网页版"
	if a, ok := s.app(p.App); ok {
		from = a.Name
	}
	return page(http.StatusOK, pages.Post, map[string]any{"Title": s.st.Name(uid), "Text": p.Text, "Picture": p.Picture,
		"At": beijing(p.At).Format("2006-01-02 15:04"), "From": from, "Comments": lines})
}
