package standweibo

import (
	"bytes"
	"html/template"
	"net/http"
	"strconv"
	"strings"

	"huiying/internal/platforms/drill/standweibo/refusal"
)

// The pages a person sees: choose an account, an error in words, the address to copy, a post with its comments. They
// need no script, so that any browser and a plain form do.

const head = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{{.Title}} · 微博（演练）</title><style>body{font:16px/1.7 sans-serif;max-width:36em;margin:3em auto;padding:0 1em;color:#222}
.note{color:#8a5a00;background:#fff6e0;padding:.4em .8em}label{display:block;padding:.5em}button{font:inherit;padding:.4em 1.6em;margin-right:1em}
input[type=text]{font:inherit;width:100%}small{color:#666}li{margin:.6em 0}img{max-width:100%}</style></head><body>
<p class="note">演练用的微博替身，不是真实的微博。</p><h1>{{.Title}}</h1>`

const choiceHTML = head + `<p>应用“{{.App}}”想以你的微博账号发博、读取和回复评论。请选择账号。</p>
<form method="post" action="/oauth2/authorize">
{{range $n, $v := .Hidden}}<input type="hidden" name="{{$n}}" value="{{$v}}">{{end}}
{{range $i, $u := .Users}}<label><input type="radio" name="uid" value="{{$u.UID}}"{{if eq $i 0}} checked{{end}}> {{$u.ScreenName}}
<small>{{$u.UID}}{{if $u.Verified}} · 已认证{{end}}</small></label>{{end}}
<p><button name="action" value="allow">授权</button><button name="action" value="deny">拒绝</button></p></form></body></html>`

const errorHTML = head + `<p>微博没有接受这次授权请求：{{.Reason}}。</p><p><small>error:{{.Word}} error_code:{{.Code}}</small></p></body></html>`

const defaultHTML = head + `{{if .Denied}}<p>你拒绝了授权，账号没有绑定。</p>{{else}}<p>授权已经给出。请把下面的完整地址复制下来，粘贴到程序的绑定窗口。</p>{{end}}
<p><input type="text" readonly value="{{.Address}}"></p></body></html>`

const postHTML = head + `<p>{{.Text}}</p>{{if .Picture}}<p><img alt="配图" src="/pictures/{{.Picture}}"></p>{{end}}<p><small>{{.At}} 来自 {{.From}}</small></p>
<h2>评论 {{len .Comments}}</h2><ul>{{range .Comments}}<li><b>{{.Name}}</b>：{{.Text}} <small>{{.At}}</small></li>{{end}}</ul></body></html>`

func page(status int, text string, data any) answer {
	var b bytes.Buffer
	t, err := template.New("page").Parse(text)
	if err == nil {
		err = t.Execute(&b, data)
	}
	if err != nil {
		return answer{status: http.StatusInternalServerError, kind: "text/plain;charset=UTF-8", body: []byte("page: " + err.Error())}
	}
	return answer{status: status, kind: "text/html;charset=UTF-8", body: b.Bytes()}
}

func (s *Server) choicePage(c *call, app App) answer {
	hidden := map[string]string{}
	for _, n := range []string{"client_id", "redirect_uri", "response_type", "state", "scope"} {
		if c.has(n) {
			hidden[n] = c.get(n)
		}
	}
	return page(http.StatusOK, choiceHTML, map[string]any{"Title": "授权", "App": app.Name, "Hidden": hidden, "Users": s.official()})
}

func (s *Server) errorPage(_ *call, code int) answer {
	reason := map[int]string{21322: "回调地址与登记的不一致", 21323: "请求不完整", 21324: "没有这个应用", 21325: "没有这个账号",
		21329: "不支持这种授权方式"}[code]
	return page(http.StatusBadRequest, errorHTML, map[string]any{"Title": "访问出错了", "Reason": reason, "Word": refusal.Words(code), "Code": code})
}

// defaultPage is the landing page of client-type apps: the address in the address bar is what the person copies.
func (s *Server) defaultPage(c *call) answer {
	address := s.base(c) + c.path
	if q := c.query.Encode(); q != "" {
		address += "?" + q
	}
	return page(http.StatusOK, defaultHTML, map[string]any{"Title": "授权结果", "Denied": c.has("error"), "Address": address})
}

// web serves what is no interface: pictures, avatars and the pages of posts.
func (s *Server) web(r *http.Request) answer {
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	a := page(http.StatusNotFound, errorHTML, map[string]any{"Title": "没有这一页", "Reason": "没有这个地址", "Word": "not found", "Code": 404})
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

const avatarSVG = `<svg xmlns="http://www.w3.org/2000/svg" width="180" height="180"><rect width="180" height="180" fill="#c8d6e5"/>
<text x="90" y="118" font-size="80" text-anchor="middle" fill="#34495e">{{.}}</text></svg>`

func (s *Server) avatar(uid string, none answer) answer {
	defer s.Enter()()
	u, ok := s.st.Users[uid]
	if !ok || u.Gone {
		return none
	}
	a := page(http.StatusOK, avatarSVG, string([]rune(u.ScreenName)[:1]))
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
	for _, m := range s.commentsOf(id) {
		lines = append(lines, line{s.st.Name(m.UID), m.Text, beijing(m.At).Format("2006-01-02 15:04")})
	}
	from := "微博网页版"
	if a, ok := s.app(p.App); ok {
		from = a.Name
	}
	return page(http.StatusOK, postHTML, map[string]any{"Title": s.st.Name(uid), "Text": p.Text, "Picture": p.Picture,
		"At": beijing(p.At).Format("2006-01-02 15:04"), "From": from, "Comments": lines})
}
