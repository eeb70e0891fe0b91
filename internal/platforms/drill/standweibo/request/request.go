// Package request reads one call to the Weibo stand-in to its end and takes it apart: parameters of query and form,
// uploaded files, the token. It judges nothing but whether a request can be read.
package request

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// MaxBody is how large a request may be: a picture of 5 MB is refused as a picture (20006), much more as a request (10018).
const MaxBody = 12 << 20

const (
	maxField = 64 << 10
	maxParts = 64
)

// Request is one request, read to its end and taken apart.
type Request struct {
	Method string
	Path   string
	Host   string
	IP     string
	Query  url.Values
	Files  map[string][]File
	Broken int // the error code that the body itself earned; 0 = readable
	Token  string

	form url.Values
}

// File is an uploaded part.
type File struct {
	Name  string
	Bytes []byte
}

// Read reads a request. Only forms and queries are parameters; a JSON body counts as no parameters at all
// (overtrue/socialite#185).
func Read(r *http.Request) *Request {
	c := &Request{Method: r.Method, Path: r.URL.Path, Host: r.Host, Query: url.Values{}, form: url.Values{}, Files: map[string][]File{}}
	c.IP = r.RemoteAddr
	if host, _, err := net.SplitHostPort(r.RemoteAddr); err == nil {
		c.IP = host
	}
	q, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		c.Broken = 10008
	}
	c.Query = q
	if r.Body != nil {
		if code := c.readBody(r); code != 0 {
			c.Broken = code
		}
	}
	c.Token = c.Get("access_token")
	if h := r.Header.Get("Authorization"); strings.HasPrefix(h, "OAuth2 ") {
		c.Token = strings.TrimSpace(strings.TrimPrefix(h, "OAuth2 "))
	}
	return c
}

func (c *Request) readBody(r *http.Request) int {
	body, err := io.ReadAll(io.LimitReader(r.Body, MaxBody+1))
	switch {
	case len(body) > MaxBody:
		return 10018
	case err != nil:
		return 10008
	}
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil && len(body) > 0 {
		return 10007
	}
	switch kind {
	case "application/x-www-form-urlencoded":
		form, err := url.ParseQuery(string(body))
		if err != nil {
			return 10008
		}
		c.form = form
	case "multipart/form-data":
		if err := c.readParts(multipart.NewReader(bytes.NewReader(body), params["boundary"])); err != nil {
			return 10008
		}
	}
	return 0
}

func (c *Request) readParts(mr *multipart.Reader) error {
	for range maxParts {
		p, err := mr.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		b, err := io.ReadAll(p)
		if err != nil {
			return err
		}
		name := p.FormName()
		switch {
		case p.FileName() != "":
			c.Files[name] = append(c.Files[name], File{Name: p.FileName(), Bytes: b})
		case len(b) > maxField:
			return errors.New("field too long")
		default:
			c.form.Add(name, string(b))
		}
	}
	return errors.New("too many parts")
}

// Get returns a parameter; what stands in the body wins over the query.
func (c *Request) Get(name string) string {
	if v, ok := c.form[name]; ok && len(v) > 0 {
		return v[0]
	}
	return c.Query.Get(name)
}

// Has tells whether the parameter was given at all, empty or not.
func (c *Request) Has(name string) bool { return c.form.Has(name) || c.Query.Has(name) }

// Number reads an integer parameter within bounds; what is absent or empty is def.
func (c *Request) Number(name string, def, least, most int64) (int64, bool) {
	v := c.Get(name)
	if v == "" {
		return def, true
	}
	n, err := strconv.ParseInt(v, 10, 64)
	return n, err == nil && n >= least && n <= most
}
