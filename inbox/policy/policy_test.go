package policy

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestTheDefaultPolicyHasADateASourceAndAllKinds(t *testing.T) {
	p, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(p.Source, "国办") || p.DaysFor(Consult) != 5 || p.DaysFor(Complaint) != 15 || p.DaysFor("new") != p.Otherwise {
		t.Errorf("policy = %+v", p)
	}
	titles := map[string]bool{}
	for _, k := range Kinds() {
		if _, ok := p.Days[k]; !ok {
			t.Errorf("no number for %s", k)
		}
		titles[k.Title()] = true
	}
	if len(titles) != len(Kinds()) || Kind("new").Title() != "其他" {
		t.Errorf("titles = %v", titles)
	}
}

func TestParseRefusesWhatIsNoPolicy(t *testing.T) {
	change := func(f func(m map[string]any)) string {
		m := map[string]any{}
		if err := json.Unmarshal(policyFile, &m); err != nil {
			t.Fatal(err)
		}
		f(m)
		b, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	if _, err := Parse([]byte(change(func(m map[string]any) { m["days"] = map[string]int{"consult": 1}; m["default"] = 3 }))); err != nil {
		t.Errorf("a tighter policy: %v", err)
	}
	for what, text := range map[string]string{
		"nothing":         "",
		"no JSON":         "五天",
		"another form":    `[1]`,
		"no version":      change(func(m map[string]any) { delete(m, "version") }),
		"no source":       change(func(m map[string]any) { m["source"] = "" }),
		"no words":        change(func(m map[string]any) { delete(m, "words") }),
		"no date":         change(func(m map[string]any) { m["effective"] = "去年" }),
		"no default":      change(func(m map[string]any) { delete(m, "default") }),
		"a negative one":  change(func(m map[string]any) { m["default"] = -1 }),
		"a year":          change(func(m map[string]any) { m["default"] = 365 }),
		"no days":         change(func(m map[string]any) { m["days"] = map[string]int{"consult": 0} }),
		"a slip in a key": change(func(m map[string]any) { m["days"] = map[string]int{"consultt": 5} }),
		"half a day":      change(func(m map[string]any) { m["days"] = map[string]float64{"consult": 0.5} }),
	} {
		if p, err := Parse([]byte(text)); err == nil {
			t.Errorf("%s was taken: %+v", what, p)
		}
	}
}

// FuzzParse is that whatever is taken gives every kind between 1 and 60 working days.
func FuzzParse(f *testing.F) {
	f.Add(policyFile)
	f.Add([]byte(`{"version":"1","source":"s","words":"w","effective":"2026-01-01","default":1,"days":null}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := Parse(b)
		if err != nil {
			return
		}
		for _, k := range append(Kinds(), "new") {
			if n := p.DaysFor(k); n < 1 || n > 60 {
				t.Errorf("%s has %d working days", k, n)
			}
		}
	})
}
