package standwechat

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"

	"huiying/internal/platforms/drill/stage"
	"huiying/internal/platforms/drill/standwechat/body"
	"huiying/internal/platforms/drill/standwechat/book"
)

// maxBody is what a request may hold: a picture of 10 MB is refused as a picture, much more as a request.
const maxBody = 16 << 20

// call is one request, read to its end.
type call struct {
	method string
	path   string
	query  url.Values
	kind   string // Content-Type
	body   []byte
	over   bool // longer than maxBody, or cut off by the caller
	ip     string
	token  string
	now    time.Time
	plain  bool
	app    *book.Account // set by gate
}

func (s *Server) read(r *http.Request) *call {
	c := &call{method: r.Method, path: r.URL.Path, query: r.URL.Query(), kind: r.Header.Get("Content-Type"), ip: s.cfg.SeenIP}
	if c.ip == "" {
		c.ip = r.RemoteAddr
		if host, _, err := net.SplitHostPort(r.RemoteAddr); err == nil {
			c.ip = host
		}
	}
	c.token = c.query.Get("access_token")
	raw, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	c.body, c.over = raw, err != nil || len(raw) > maxBody
	return c
}

// claimed is the AppID that a token request names.
func (c *call) claimed() string {
	if c.path == "/cgi-bin/stable_token" {
		var q tokenRequest
		if c.parse(&q) == 0 {
			return q.AppID
		}
	}
	return c.query.Get("appid")
}

// parse reads the JSON body into v.
func (c *call) parse(v any) int {
	if c.over {
		return 47001
	}
	return body.Parse(c.body, v)
}

// parseLiteral reads the body of a draft call.
func (c *call) parseLiteral(v any) int {
	if c.over {
		return 47001
	}
	return body.Parse(body.Literal(c.body), v)
}

// answer is a success; errors and successes alike are HTTP 200.
func (c *call) answer(v any) stage.Answer {
	kind := "application/json; encoding=utf-8"
	if c.plain {
		kind = "text/plain"
	}
	return stage.Answer{Status: http.StatusOK, Header: http.Header{"Content-Type": {kind}}, Body: body.Encode(v)}
}

type verdict struct {
	Code int    `json:"errcode"`
	Msg  string `json:"errmsg"`
}

// ok is the bare success of calls that give nothing back.
func (c *call) ok() stage.Answer { return c.answer(verdict{0, "ok"}) }

// refuse answers with an error code, its documented words or those given, and a request id.
func (c *call) refuse(code int, detail ...string) stage.Answer {
	return c.answer(verdict{code, c.words(code, detail...)})
}

func (c *call) words(code int, detail ...string) string {
	text := ""
	if len(detail) > 0 {
		text = detail[0]
	}
	if text == "" {
		text = body.Words(code)
	}
	return fmt.Sprintf("%s rid: %08x-%s-%s", text, c.now.Unix(), body.Random(4), body.Random(4))
}
