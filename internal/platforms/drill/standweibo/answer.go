package standweibo

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"

	"huiying/internal/platforms/drill/stage"
	"huiying/internal/platforms/drill/standweibo/refusal"
)

const jsonType = "application/json;charset=UTF-8"

// answer is what goes back, ready to be sent, delayed, cut or lost.
type answer struct {
	status   int
	kind     string // content type
	location string // for redirects
	body     []byte
}

func (a answer) wire() stage.Answer {
	h := http.Header{"Content-Type": {a.kind}}
	if a.location != "" {
		h.Set("Location", a.location)
	}
	return stage.Answer{Status: a.status, Header: h, Body: a.body}
}

// resourceError is the error body of WB:Error_code.
type resourceError struct {
	Error   string `json:"error"`
	Code    any    `json:"error_code"`
	Request string `json:"request"`
}

// oauthError is the error body of the OAuth calls (sample in weibo4j issue 3).
type oauthError struct {
	Error       string `json:"error"`
	Code        any    `json:"error_code"`
	Request     string `json:"request"`
	URI         string `json:"error_uri"`
	Description string `json:"error_description"`
}

// encode writes JSON as the platform does: one line, no escaped angle brackets, so that source keeps its <a>.
func encode(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return []byte("{}")
	}
	return bytes.TrimRight(b.Bytes(), "\n")
}

func ok(v any) answer { return answer{status: http.StatusOK, kind: jsonType, body: encode(v)} }

func (s *Server) code(n int) any {
	if s.st.Wire.CodeAsString {
		return strconv.Itoa(n)
	}
	return n
}

// refuse answers a resource call with a code and the documented words, args filling their blanks.
func (s *Server) refuse(c *call, code int, args ...any) answer {
	return s.refuseWith(c, code, refusal.Words(code, args...))
}

func (s *Server) refuseWith(c *call, code int, text string) answer {
	return answer{status: refusal.Status(code), kind: jsonType, body: encode(resourceError{text, s.code(code), c.Path})}
}

func (s *Server) refuseOAuth(c *call, code int, description string) answer {
	status := http.StatusBadRequest
	if code == 21324 || code == 21327 {
		status = http.StatusUnauthorized
	}
	return answer{status: status, kind: jsonType, body: encode(oauthError{refusal.Words(code), s.code(code), c.Path, c.Path, description})}
}

// systemError is the answer when the stand-in could not write its own journal: nothing was accepted.
func (s *Server) systemError(c *call) answer { return s.refuse(c, 10001) }
