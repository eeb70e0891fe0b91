// Package policy is what a question is and how many working days it has: data with a source and a date. It counts no days
// itself.
package policy

import (
	_ "embed"
	"encoding/json"
	"fmt"
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

// Parse reads a policy. Every number must lie between 1 and 60 working days.
func Parse(b []byte) (Policy, error) {
	var p Policy
	if err := json.Unmarshal(b, &p); err != nil {
		return Policy{}, fmt.Errorf("inbox policy: %w", err)
	}
	if p.Otherwise < 1 || p.Otherwise > 60 {
		return Policy{}, fmt.Errorf("inbox policy: default of %d working days", p.Otherwise)
	}
	for k, n := range p.Days {
		if n < 1 || n > 60 {
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
