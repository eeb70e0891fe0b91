// Package monitoring is the rules of daily monitoring 日常监测 as versioned data, and what they find in the facts about one
// account. It is pure: it reads no clock, store or platform and knows neither the register's structs nor who is told.
package monitoring

import (
	_ "embed"
	"encoding/json"
	"fmt"
)

// Rule is one rule of daily monitoring: data with its source and date. A unit may tighten the numbers.
type Rule struct {
	Key          string `json:"key"`
	Title        string `json:"title"`
	Clause       string `json:"clause"`
	Source       string `json:"source"`
	Effective    string `json:"effective"`
	Days         int    `json:"days"`          // silence: until the veto; expiries: noticed so long before; interaction: a question may wait so long
	WarnOperator int    `json:"warn_operator"` // silence: the operator is told from this day on
	WarnLeader   int    `json:"warn_leader"`   // silence: and the leader from this day on
}

// Rules are all rules of one version.
type Rules struct {
	Version      string `json:"version"`
	Silence      Rule   `json:"silence"`
	Responsible  Rule   `json:"responsible"`
	Verification Rule   `json:"verification"`
	Token        Rule   `json:"token"`
	Name         Rule   `json:"name"`
	Verified     Rule   `json:"verified"`
	Interaction  Rule   `json:"interaction"`
	Binding      Rule   `json:"binding"`
}

//go:embed rules.json
var rulesFile []byte

// DefaultRules returns the rules that come with the program.
func DefaultRules() (Rules, error) { return ParseRules(rulesFile) }

// ParseRules reads rules and refuses numbers that make no sense, or that loosen the national veto of 14 days.
func ParseRules(b []byte) (Rules, error) {
	var r Rules
	if err := json.Unmarshal(b, &r); err != nil {
		return Rules{}, fmt.Errorf("monitoring rules: %w", err)
	}
	s := r.Silence
	if s.Days < 1 || s.Days > 14 || s.WarnOperator < 1 || s.WarnOperator > s.WarnLeader || s.WarnLeader > s.Days {
		return Rules{}, fmt.Errorf("monitoring rules: silence of %d days, warned at %d and %d", s.Days, s.WarnOperator, s.WarnLeader)
	}
	for _, rule := range r.List() {
		if rule.Key == "" || rule.Title == "" || rule.Clause == "" || rule.Source == "" || rule.Days < 0 {
			return Rules{}, fmt.Errorf("monitoring rules: %q lacks a word, or its days are negative", rule.Key)
		}
	}
	return r, nil
}

// List returns all rules in the order in which screens list them.
func (r Rules) List() []Rule {
	return []Rule{r.Silence, r.Responsible, r.Verification, r.Token, r.Name, r.Verified, r.Interaction, r.Binding}
}
