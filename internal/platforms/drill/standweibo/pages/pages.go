// Package pages holds the pages of the Weibo stand-in that a person sees in a browser. Whoever serves them says what
// stands on them.
package pages

import (
	"bytes"
	"html/template"
)

// head is what all pages begin with. They need no script, so that any browser and a plain form do.
const head = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{{.Title}} · 微博（演练）</title><style>body{font:16px/1.7 sans-serif;max-width:36em;margin:3em auto;padding:0 1em;color:#222}
.note{color:#8a5a00;background:#fff6e0;padding:.4em .8em}label{display:block;padding:.5em}button{font:inherit;padding:.4em 1.6em;margin-right:1em}
input[type=text]{font:inherit;width:100%}small{color:#666}li{margin:.6em 0}img{max-width:100%}</style></head><body>
<p class="note">演练用的微博替身，不是真实的微博。</p><h1>{{.Title}}</h1>`

// Choice is where a person chooses the account that the app may use.
const Choice = head + `<p>应用“{{.App}}”想以你的微博账号发博、读取和回复评论。请选择账号。</p>
<form method="post" action="/oauth2/authorize">
{{range $n, $v := .Hidden}}<input type="hidden" name="{{$n}}" value="{{$v}}">{{end}}
{{range $i, $u := .Users}}<label><input type="radio" name="uid" value="{{$u.UID}}"{{if eq $i 0}} checked{{end}}> {{$u.ScreenName}}
<small>{{$u.UID}}{{if $u.Verified}} · 已认证{{end}}</small></label>{{end}}
<p><button name="action" value="allow">授权</button><button name="action" value="deny">拒绝</button></p></form></body></html>`

// Error says in words what was wrong with the request.
const Error = head + `<p>微博没有接受这次授权请求：{{.Reason}}。</p><p><small>error:{{.Word}} error_code:{{.Code}}</small></p></body></html>`

// Default is the landing page of client-type apps, with the address to copy.
const Default = head + `{{if .Denied}}<p>你拒绝了授权，账号没有绑定。</p>{{else}}<p>授权已经给出。请把下面的完整地址复制下来，粘贴到程序的绑定窗口。</p>{{end}}
<p><input type="text" readonly value="{{.Address}}"></p></body></html>`

// Post is a post with its comments.
const Post = head + `<p>{{.Text}}</p>{{if .Picture}}<p><img alt="配图" src="/pictures/{{.Picture}}"></p>{{end}}<p><small>{{.At}} 来自 {{.From}}</small></p>
<h2>评论 {{len .Comments}}</h2><ul>{{range .Comments}}<li><b>{{.Name}}</b>：{{.Text}} <small>{{.At}}</small></li>{{end}}</ul></body></html>`

// Avatar is an account's picture: its first character.
const Avatar = `<svg xmlns="http://www.w3.org/2000/svg" width="180" height="180"><rect width="180" height="180" fill="#c8d6e5"/>
<text x="90" y="118" font-size="80" text-anchor="middle" fill="#34495e">{{.}}</text></svg>`

// Render fills a page with data.
func Render(page string, data any) ([]byte, error) {
	var b bytes.Buffer
	t, err := template.New("page").Parse(page)
	if err == nil {
		err = t.Execute(&b, data)
	}
	return b.Bytes(), err
}
