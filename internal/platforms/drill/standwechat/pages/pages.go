// Package pages shows a browser what the WeChat stand-in has out: articles with their chosen comments, and pictures. It reads
// the book and must not change it.
package pages

import (
	"html/template"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"huiying/internal/platforms/drill/standwechat/book"
)

// Serve answers a browser; k is the book's keeper and dir the folder of pictures.
func Serve(w http.ResponseWriter, r *http.Request, k *book.Keeper, dir string) {
	w.Header().Set("Content-Security-Policy", "default-src 'none'; img-src 'self' http://127.0.0.1:*; style-src 'unsafe-inline'")
	switch {
	case strings.HasPrefix(r.URL.Path, "/s/"):
		article(w, r, k)
	case strings.HasPrefix(r.URL.Path, "/mmbiz_"):
		picture(w, r, k, dir)
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

func article(w http.ResponseWriter, r *http.Request, k *book.Keeper) {
	v, ok := view(k, r.URL.Path)
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
func view(k *book.Keeper, path string) (pageView, bool) {
	defer k.Enter()()
	b, now := k.Book(), k.Now()
	for _, j := range b.Jobs {
		i := slices.IndexFunc(j.Items, func(it book.Item) bool { return it.Path == path })
		if i < 0 || j.Status(now) != 0 || j.Items[i].Deleted {
			continue
		}
		it := j.Items[i]
		v := pageView{Title: it.Title, Author: it.Author, Date: book.Beijing(j.Done).Format("2006-01-02 15:04"),
			Content: template.HTML(it.Content)} //nolint:gosec // the page's policy forbids scripts, and cleaned took them out
		if a := b.Accounts[j.AppID]; a != nil {
			v.Account = a.Nickname
		}
		for _, m := range b.CommentsOn(j.MsgDataID, i) {
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

func picture(w http.ResponseWriter, r *http.Request, k *book.Keeper, dir string) {
	leave := k.Enter()
	b := k.Book()
	i := slices.IndexFunc(b.Materials, func(m *book.Material) bool { return m.Path == r.URL.Path })
	var m book.Material
	if i >= 0 {
		m = *b.Materials[i]
	}
	leave()
	if i < 0 {
		http.NotFound(w, r)
		return
	}
	content, err := os.ReadFile(filepath.Join(dir, m.Hash))
	if err != nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "image/"+m.Kind)
	_, _ = w.Write(content) // the reader may have gone
}
