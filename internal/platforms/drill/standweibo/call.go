package standweibo

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
	"time"

	"huiying/internal/platforms/drill/standweibo/book"
)

// The sizes a request may have: a picture of 5 MB is refused as a picture (20006), much more as a request (10018).
const (
	maxBody  = 12 << 20
	maxField = 64 << 10
	maxParts = 64
)

// call is one request, read to its end and taken apart.
type call struct {
	method string
	path   string
	host   string
	ip     string
	query  url.Values
	form   url.Values
	files  map[string][]file
	broken int // the error code that the body itself earned; 0 = readable
	token  string
	now    time.Time
	grant  *book.Token // set by gate
	app    App         // set by gate
}

// file is an uploaded part.
type file struct {
	name  string
	bytes []byte
}

// readCall reads a request. Only forms and queries are parameters; a JSON body counts as no parameters at all
// (overtrue/socialite#185).
func readCall(r *http.Request) *call {
	c := &call{method: r.Method, path: r.URL.Path, host: r.Host, query: url.Values{}, form: url.Values{}, files: map[string][]file{}}
	c.ip = r.RemoteAddr
	if host, _, err := net.SplitHostPort(r.RemoteAddr); err == nil {
		c.ip = host
	}
	q, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		c.broken = 10008
	}
	c.query = q
	if r.Body != nil {
		if code := c.readBody(r); code != 0 {
			c.broken = code
		}
	}
	c.token = c.get("access_token")
	if h := r.Header.Get("Authorization"); strings.HasPrefix(h, "OAuth2 ") {
		c.token = strings.TrimSpace(strings.TrimPrefix(h, "OAuth2 "))
	}
	return c
}

func (c *call) readBody(r *http.Request) int {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	switch {
	case len(body) > maxBody:
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

func (c *call) readParts(mr *multipart.Reader) error {
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
			c.files[name] = append(c.files[name], file{name: p.FileName(), bytes: b})
		case len(b) > maxField:
			return errors.New("field too long")
		default:
			c.form.Add(name, string(b))
		}
	}
	return errors.New("too many parts")
}

// get returns a parameter; what stands in the body wins over the query.
func (c *call) get(name string) string {
	if v, ok := c.form[name]; ok && len(v) > 0 {
		return v[0]
	}
	return c.query.Get(name)
}

// has tells whether the parameter was given at all, empty or not.
func (c *call) has(name string) bool { return c.form.Has(name) || c.query.Has(name) }

// number reads an integer parameter within bounds; what is absent or empty is def.
func (c *call) number(name string, def, least, most int64) (int64, bool) {
	v := c.get(name)
	if v == "" {
		return def, true
	}
	n, err := strconv.ParseInt(v, 10, 64)
	return n, err == nil && n >= least && n <= most
}
