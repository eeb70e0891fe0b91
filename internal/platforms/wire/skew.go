package wire

import (
	"net/http"
	"sync"
	"time"
)

// skew remembers how far the platform's clock is from ours.
type skew struct {
	mu    sync.Mutex
	by    time.Duration
	known bool
}

// note takes the Date header of an answer asked at sent and read at got. The header has whole seconds, so half a second
// is added; the platform is taken to have written it midway.
func (s *skew) note(h http.Header, sent, got time.Time) {
	date, err := http.ParseTime(h.Get("Date"))
	if err != nil || got.Before(sent) {
		return
	}
	by := date.Add(500 * time.Millisecond).Sub(sent.Add(got.Sub(sent) / 2))
	s.mu.Lock()
	s.by, s.known = by, true
	s.mu.Unlock()
}

func (s *skew) get() (time.Duration, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.by, s.known
}
