package ledger

import (
	"testing"

	"huiying/internal/problem"
)

func TestNextAttempt(t *testing.T) {
	rec := func(step Step, n int, vs ...Verdict) Record {
		r := Record{Intent: Intent{Step: step, Attempt: n}}
		for _, v := range vs {
			r.Outcomes = append(r.Outcomes, Outcome{Verdict: v})
		}
		return r
	}
	for name, c := range map[string]struct {
		records []Record
		want    int
	}{
		"nothing yet":                   {nil, 1},
		"only prepared":                 {[]Record{rec(Prepare, 1, Published)}, 1},
		"refused once":                  {[]Record{rec(Send, 1, Refused)}, 2},
		"lost, then found not there":    {[]Record{rec(Send, 1, Unknown, NotSent)}, 2},
		"in flight":                     {[]Record{rec(Send, 1)}, 0},
		"lost":                          {[]Record{rec(Send, 1, Unknown)}, 0},
		"platform works":                {[]Record{rec(Send, 1, Accepted)}, 0},
		"published":                     {[]Record{rec(Send, 1, Accepted, Published)}, 0},
		"published after a refused one": {[]Record{rec(Send, 1, Refused), rec(Send, 2, Published)}, 0},
	} {
		n, err := NextAttempt(c.records, Send)
		if n != c.want || (c.want == 0) != (problem.KindOf(err) == problem.Conflict) {
			t.Errorf("%s: NextAttempt = %d, %v; want %d", name, n, err, c.want)
		}
	}
}

func TestLatestAndSettled(t *testing.T) {
	r := Record{Outcomes: []Outcome{{Verdict: Unknown}}}
	if r.Settled() || r.Latest().Verdict != Unknown {
		t.Error("unknown is not the end")
	}
	r.Outcomes = append(r.Outcomes, Outcome{Verdict: Published})
	if !r.Settled() || r.Latest().Verdict != Published {
		t.Error("published is the end")
	}
	if (Record{}).Latest().Verdict != "" {
		t.Error("an intent without outcome has no verdict")
	}
}
