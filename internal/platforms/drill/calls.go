package drill

import (
	"encoding/json"
	"errors"
	"net/http"
	"path/filepath"
	"sync"
	"time"

	"huiying/internal/platforms/drill/stage"
)

// counter counts the requests to a platform whose stand-in does not count them by path.
type counter struct {
	mu       sync.Mutex
	platform string
	n        map[string]int
	journal  *stage.Journal
}

func openCounter(dir, platform string) (*counter, error) {
	j, err := stage.OpenJournal(filepath.Join(dir, "calls-"+platform+".jsonl"))
	if err != nil {
		return nil, err
	}
	c := &counter{platform: platform, n: map[string]int{}, journal: j}
	err = j.Replay(func(path string, _ time.Time, _ json.RawMessage) error {
		c.n[path]++
		return nil
	})
	if err != nil {
		return nil, errors.Join(err, j.Close())
	}
	return c, nil
}

func (c *counter) count(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c.mu.Lock()
		c.n[r.URL.Path]++
		_ = c.journal.Note(r.URL.Path, time.Now(), nil) // a count that cannot be kept must not stop the call
		c.mu.Unlock()
		h.ServeHTTP(w, r)
	})
}

func (c *counter) calls() []Call {
	c.mu.Lock()
	defer c.mu.Unlock()
	var out []Call
	for path, n := range c.n {
		out = append(out, Call{Platform: c.platform, Call: path, Count: n})
	}
	return out
}
