package review

import (
	"encoding/json"
	"time"

	"huiying/internal/people"
	"huiying/internal/store/sqlstore"
	"huiying/review"
)

// stepRow is a step as it is stored in JSON; durations are microseconds.
type stepRow struct {
	Name    string        `json:"name"`
	Role    people.Role   `json:"role"`
	Secrecy bool          `json:"secrecy,omitempty"`
	Gates   []review.Gate `json:"gates,omitempty"`
	Within  int64         `json:"within,omitempty"`
}

// signRow is a sign as it is stored in JSON.
type signRow struct {
	Step int       `json:"step"`
	Of   string    `json:"of"`
	By   people.ID `json:"by"`
	Name string    `json:"name"`
	At   int64     `json:"at"`
}

func writeSteps(steps []review.Step) (string, error) {
	rows := make([]stepRow, len(steps))
	for i, s := range steps {
		rows[i] = stepRow{s.Name, s.Role, s.Secrecy, s.Gates, s.Within.Microseconds()}
	}
	b, err := json.Marshal(rows)
	return string(b), err
}

func readSteps(text string) ([]review.Step, error) {
	var rows []stepRow
	if err := json.Unmarshal([]byte(text), &rows); err != nil {
		return nil, err
	}
	steps := make([]review.Step, len(rows))
	for i, r := range rows {
		steps[i] = review.Step{Name: r.Name, Role: r.Role, Secrecy: r.Secrecy, Gates: r.Gates, Within: time.Duration(r.Within) * time.Microsecond}
	}
	return steps, nil
}

func writeSigns(signs []review.Sign) (string, error) {
	rows := make([]signRow, len(signs))
	for i, s := range signs {
		rows[i] = signRow{s.Step, s.StepName, s.By, s.Name, sqlstore.Micro(s.At)}
	}
	b, err := json.Marshal(rows)
	return string(b), err
}

func readSigns(text string) ([]review.Sign, error) {
	var rows []signRow
	if err := json.Unmarshal([]byte(text), &rows); err != nil {
		return nil, err
	}
	var signs []review.Sign
	for _, r := range rows {
		signs = append(signs, review.Sign{Step: r.Step, StepName: r.Of, By: r.By, Name: r.Name, At: sqlstore.Time(r.At)})
	}
	return signs, nil
}
