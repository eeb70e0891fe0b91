package stage

import (
	"maps"
	"net"
	"net/http"
	"strconv"
	"time"
)

// Answer is a finished answer, ready to be sent, delayed, cut or lost.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// Gateway is the error page of the proxy in front of a platform: HTML where JSON is expected.
func Gateway() Answer {
	return Answer{Status: http.StatusBadGateway, Header: http.Header{"Content-Type": {"text/html"}}, Body: []byte(
		"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n")}
}

// Play answers a request under a fault; "" is no fault. do carries the call out and is called at most once, and only
// when the fault lets the call take effect (Busy and Expired are do's own business). A delay ends early when the
// caller has gone or the server closes.
func Play(w http.ResponseWriter, r *http.Request, rule Rule, do func() Answer) {
	switch rule.Fault {
	case Reset:
		drop(w, true)
	case HTML502:
		send(w, Gateway())
	case Lost:
		do()
		drop(w, false)
	case HTML502After:
		do()
		send(w, Gateway())
	case Truncated:
		cut(w, do())
	case Slow:
		a := do()
		t := time.NewTimer(rule.Delay)
		defer t.Stop()
		select {
		case <-t.C:
			send(w, a)
		case <-r.Context().Done():
			drop(w, false)
		}
	default:
		send(w, do())
	}
}

func send(w http.ResponseWriter, a Answer) {
	maps.Copy(w.Header(), a.Header)
	w.Header().Set("Content-Length", strconv.Itoa(len(a.Body)))
	w.WriteHeader(a.Status)
	_, _ = w.Write(a.Body) // the caller may have gone: that is its own fault to live with
}

// cut promises the whole answer and sends half of it.
func cut(w http.ResponseWriter, a Answer) {
	maps.Copy(w.Header(), a.Header)
	w.Header().Set("Content-Length", strconv.Itoa(len(a.Body)))
	w.WriteHeader(a.Status)
	_, _ = w.Write(a.Body[:len(a.Body)/2])
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

// drop ends the connection without an answer, with a reset if asked.
func drop(w http.ResponseWriter, reset bool) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := conn.(*net.TCPConn); ok && reset {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}
