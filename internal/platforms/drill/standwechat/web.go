package standwechat

import (
	"html/template"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"huiying/internal/platforms/drill/standwechat/book"
)

// web serves what a browser sees: articles under their address, and pictures.
func (s *Server) web(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Security-Policy", "default-src 'none'; img-src 'self' http://127.0.0.1:*; style-src 'unsafe-inline'")
	switch {
	case strings.HasPrefix(r.URL.Path, "/s/"):
		s.articlePage(w, r)
	case strings.HasPrefix(r.URL.Path, "/mmbiz_"):
		s.pictureFile(w, r)
	default:
		http.NotFound(w, r)
	}
}

type pageView struct {
	Title, Author, Account, Date string
	Content                      template.HTML
	Comments                     []commentView
}

type commentView struct{ Content, Reply string }

func (s *Server) articlePage(w http.ResponseWriter, r *http.Request) {
	v, ok := s.view(r.URL.Path)
	if !ok {
		http.Error(w, "该内容已被发布者删除，或者不存在。", http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	t := template.Must(template.New("article").Parse(`<!doctype html><html lang="zh"><meta charset="utf-8"><title>{{.Title}}</title>
<body style="max-width:40em;margin:2em auto;font-family:sans-serif"><p>演练页面</p><h1>{{.Title}}</h1><p>{{.Account}} {{.Author}} {{.Date}}</p>
<div>{{.Content}}</div><hr><h2>精选留言</h2>{{range .Comments}}<p>{{.Content}}</p>{{if .Reply}}<blockquote>作者回复：{{.Reply}}</blockquote>{{end}}{{end}}</body></html>`))
	_ = t.Execute(w, v) // the reader may have gone
}

// view collects what an article's page shows: readers see comments that are 精选, and the replies to them.
func (s *Server) view(path string) (pageView, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	for _, j := range s.b.Jobs {
		i := slices.IndexFunc(j.Items, func(it book.Item) bool { return it.Path == path })
		if i < 0 || j.Status(now) != 0 || j.Items[i].Deleted {
			continue
		}
		it := j.Items[i]
		v := pageView{Title: it.Title, Author: it.Author, Date: book.Beijing(j.Done).Format("2006-01-02 15:04"),
			Content: template.HTML(it.Content)} //nolint:gosec // the page's policy forbids scripts, and cleaned took them out
		if a := s.b.Accounts[j.AppID]; a != nil {
			v.Account = a.Nickname
		}
		for _, m := range s.b.CommentsOn(j.MsgDataID, i) {
			if !m.Elected {
				continue
			}
			cv := commentView{Content: m.Content}
			if reply := m.Reply(); reply != nil {
				cv.Reply = reply.Content
			}
			v.Comments = append(v.Comments, cv)
		}
		return v, true
	}
	return pageView{}, false
}

func (s *Server) pictureFile(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	i := slices.IndexFunc(s.b.Materials, func(m *book.Material) bool { return m.Path == r.URL.Path })
	var m book.Material
	if i >= 0 {
		m = *s.b.Materials[i]
	}
	s.mu.Unlock()
	if i < 0 {
		http.NotFound(w, r)
		return
	}
	content, err := os.ReadFile(filepath.Join(s.cfg.Dir, "pictures", m.Hash))
	if err != nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "image/"+m.Kind)
	_, _ = w.Write(content) // the reader may have gone
}
