// Package policy is what a question is and how many working days it has: data with a source and a date. It counts no days
// itself.
package policy

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// Kind of a question.
type Kind string

// The kinds.
const (
	Consult   Kind = "consult"   // 咨询
	Advice    Kind = "advice"    // 建议
	Complaint Kind = "complaint" // 投诉
	Help      Kind = "help"      // 求助
	Report    Kind = "report"    // 举报
	Thanks    Kind = "thanks"    // 感谢
	Other     Kind = "other"
)

// Policy says how many working days each kind of question has. It is data with a source and a date; a unit may tighten
// it.
type Policy struct {
	Version   string       `json:"version"`
	Source    string       `json:"source"`
	Effective string       `json:"effective"`
	Otherwise int          `json:"default"` // for kinds without a number of their own
	Days      map[Kind]int `json:"days"`
	Words     string       `json:"words"` // the rule in a sentence, shown beside the count of days
}

//go:embed policy.json
var policyFile []byte

// Default returns the policy that comes with the program.
func Default() (Policy, error) { return Parse(policyFile) }

// most is the most working days that a policy may give: a longer term is no limit.
const most = 60

// Parse reads a policy. It names its version, its source, the date from which it holds and the rule in words; every number
// lies between 1 and 60 working days and belongs to a kind that there is.
func Parse(b []byte) (Policy, error) {
	var p Policy
	if err := json.Unmarshal(b, &p); err != nil {
		return Policy{}, fmt.Errorf("inbox policy: %w", err)
	}
	if p.Version == "" || p.Source == "" || p.Words == "" {
		return Policy{}, fmt.Errorf("inbox policy: without version, source or words")
	}
	if _, err := time.Parse(time.DateOnly, p.Effective); err != nil {
		return Policy{}, fmt.Errorf("inbox policy: effective from %q", p.Effective)
	}
	if p.Otherwise < 1 || p.Otherwise > most {
		return Policy{}, fmt.Errorf("inbox policy: default of %d working days", p.Otherwise)
	}
	for k, n := range p.Days {
		if !slices.Contains(Kinds(), k) {
			return Policy{}, fmt.Errorf("inbox policy: working days for %q, which is no kind", k)
		}
		if n < 1 || n > most {
			return Policy{}, fmt.Errorf("inbox policy: %d working days for %s", n, k)
		}
	}
	return p, nil
}

// DaysFor returns the working days for a kind.
func (p Policy) DaysFor(k Kind) int {
	if n, ok := p.Days[k]; ok {
		return n
	}
	return p.Otherwise
}

// Title returns a kind's Chinese name.
func (k Kind) Title() string {
	switch k {
	case Consult:
		return "咨询"
	case Advice:
		return "建议"
	case Complaint:
		return "投诉"
	case Help:
		return "求助"
	case Report:
		return "举报"
	case Thanks:
		return "感谢"
	}
	return "其他"
}

// Kinds returns all kinds in the order in which screens list them.
func Kinds() []Kind { return []Kind{Consult, Advice, Complaint, Help, Report, Thanks, Other} }
