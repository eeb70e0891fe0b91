package stage

import (
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// Fault is a way in which a call goes wrong.
type Fault string

// The faults of a drill. Busy and Expired are answered in the platform's own words; the others are carried out by Play.
const (
	Lost         Fault = "lost"         // carried out and recorded; the connection is closed without an answer
	Reset        Fault = "reset"        // the connection is reset before anything is done
	Slow         Fault = "slow"         // carried out, answered after Delay
	HTML502      Fault = "html502"      // not carried out, answered by the gateway's error page
	HTML502After Fault = "html502after" // carried out, answered by the gateway's error page
	Busy         Fault = "busy"         // not carried out, the platform says that it is busy
	Expired      Fault = "expired"      // not carried out, the token is treated as expired
	Truncated    Fault = "truncated"    // carried out, the answer is cut in the middle
)

// Faults lists every fault, so that a test can enumerate them.
func Faults() []Fault {
	return []Fault{Lost, Reset, Slow, HTML502, HTML502After, Busy, Expired, Truncated}
}

// CarriedOut tells whether a call that meets this fault takes effect.
func (f Fault) CarriedOut() bool {
	return slices.Contains([]Fault{"", Lost, Slow, HTML502After, Truncated}, f)
}

// Rule sets one fault on one call.
type Rule struct {
	Call    string        `json:"call"`              // platform and path, as in "wechat /cgi-bin/draft/add"
	Nth     int           `json:"nth,omitempty"`     // counted from 1 since the rule was set; 0 = every call
	Fault   Fault         `json:"fault"`             //
	Delay   time.Duration `json:"delay,omitempty"`   // nanoseconds; for Slow
	Account string        `json:"account,omitempty"` // the platform's id of the account; "" = any
}

func (r Rule) check() error {
	platform, path, ok := strings.Cut(r.Call, " ")
	switch {
	case !ok || platform == "" || !strings.HasPrefix(path, "/"):
		return fmt.Errorf("rule: call %q is not a platform and a path", r.Call)
	case !slices.Contains(Faults(), r.Fault):
		return fmt.Errorf("rule: there is no fault %q", r.Fault)
	case r.Nth < 0:
		return errors.New("rule: nth is below 0")
	case r.Delay < 0 || r.Fault == Slow && r.Delay == 0:
		return errors.New("rule: a slow call needs a delay above 0")
	}
	return nil
}

// Script holds the rules that have not fired yet. It is safe for concurrent use.
type Script struct {
	mu      sync.Mutex
	rules   []*waiting
	next    int
	journal *Journal // nil: not durable
}

type waiting struct {
	ID   int  `json:"id"`
	Rule Rule `json:"rule"`
	Seen int  `json:"seen"` // matching calls so far
}

// counted is one matching call: the rules that it counted for and the one that fired and is used up, 0 if none.
type counted struct {
	Seen []int `json:"seen"`
	Used int   `json:"used"`
}

// NewScript returns a script that forgets, for tests.
func NewScript() *Script { return &Script{} }

// OpenScript opens the script kept in a drill's folder; a rule that fired before a restart does not fire again.
func OpenScript(dir string) (*Script, error) {
	j, err := OpenJournal(filepath.Join(dir, "faults.jsonl"))
	if err != nil {
		return nil, err
	}
	s := &Script{journal: j}
	if err := j.Replay(s.replay); err != nil {
		return nil, errors.Join(err, j.Close())
	}
	return s, nil
}

func (s *Script) replay(kind string, _ time.Time, raw json.RawMessage) error {
	switch kind {
	case "set":
		var rules []Rule
		if err := json.Unmarshal(raw, &rules); err != nil {
			return err
		}
		s.set(rules)
	case "counted":
		var c counted
		if err := json.Unmarshal(raw, &c); err != nil {
			return err
		}
		s.count(c)
	case "clear":
		s.rules = nil
	default:
		return fmt.Errorf("unknown record %q", kind)
	}
	return nil
}

func (s *Script) write(kind string, v any) error {
	if s.journal == nil {
		return nil
	}
	return s.journal.Append(kind, time.Now(), v)
}

// Set adds rules; all of them or, when one is wrong, none.
func (s *Script) Set(rules ...Rule) error {
	for _, r := range rules {
		if err := r.check(); err != nil {
			return err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.write("set", rules); err != nil {
		return err
	}
	s.set(rules)
	return nil
}

func (s *Script) set(rules []Rule) {
	for _, r := range rules {
		s.next++
		s.rules = append(s.rules, &waiting{ID: s.next, Rule: r})
	}
}

// Clear drops every rule that is still waiting.
func (s *Script) Clear() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.write("clear", nil); err != nil {
		return err
	}
	s.rules = nil
	return nil
}

// Rules lists what is still waiting.
func (s *Script) Rules() []Rule {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]Rule, 0, len(s.rules))
	for _, w := range s.rules {
		out = append(out, w.Rule)
	}
	return out
}

// Take counts a call and returns the rule that fires on it, the oldest if several do. A rule with Nth is used up by
// firing. When the count cannot be written no rule fires: it would fire again after a restart.
func (s *Script) Take(call, account string) (Rule, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var c counted
	var fired *waiting
	for _, w := range s.rules {
		if w.Rule.Call != call || w.Rule.Account != "" && w.Rule.Account != account {
			continue
		}
		if w.Rule.Nth == 0 {
			if fired == nil {
				fired = w
			}
			continue
		}
		c.Seen = append(c.Seen, w.ID)
		if w.Seen+1 >= w.Rule.Nth && fired == nil {
			fired, c.Used = w, w.ID
		}
	}
	if len(c.Seen) > 0 {
		if err := s.write("counted", c); err != nil {
			return Rule{}, false
		}
		s.count(c)
	}
	if fired == nil {
		return Rule{}, false
	}
	return fired.Rule, true
}

func (s *Script) count(c counted) {
	s.rules = slices.DeleteFunc(s.rules, func(w *waiting) bool {
		if slices.Contains(c.Seen, w.ID) {
			w.Seen++
		}
		return w.ID == c.Used
	})
}

// Close closes the script's file.
func (s *Script) Close() error {
	if s.journal == nil {
		return nil
	}
	return s.journal.Close()
}
