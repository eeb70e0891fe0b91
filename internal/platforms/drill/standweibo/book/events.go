package book

import "time"

// Event is one accepted change. Its JSON is a line of the journal; applying it is the only way the state changes.
type Event interface {
	kind() string
	apply(*State)
}

// The events. Each is one kind of line in the journal.
type (
	UserSet  struct{ User }
	CodeMade struct{ Code }
	// CodeBurnt uses a code up without a token.
	CodeBurnt struct {
		Code string `json:"code"`
	}
	TokenMade struct{ Token }
	Revoked   struct {
		Token string `json:"token"`
	}
	// Aged moves the end of a token's life.
	Aged struct {
		Token string    `json:"token"`
		Until time.Time `json:"until"`
	}
	Called struct {
		Keys []string `json:"keys"`
	}
	Posted    struct{ Post }
	Commented struct{ Comment }
	Deleted   struct {
		ID int64 `json:"id"`
	}
	Planned  struct{ Plan }
	PlanUsed struct {
		ID int64 `json:"id"`
	}
	WireSet  struct{ Wire }
	LimitSet struct {
		What string `json:"what"` // budget, api, ip, bar, life
		Key  string `json:"key"`
		N    int64  `json:"n"`
	}
)

func eventOf(kind string) Event {
	for _, e := range []Event{&UserSet{}, &CodeMade{}, &CodeBurnt{}, &TokenMade{}, &Revoked{}, &Aged{}, &Called{}, &Posted{}, &Commented{},
		&Deleted{}, &Planned{}, &PlanUsed{}, &WireSet{}, &LimitSet{}} {
		if e.kind() == kind {
			return e
		}
	}
	return nil
}

func (*UserSet) kind() string   { return "user" }
func (*CodeMade) kind() string  { return "code" }
func (*CodeBurnt) kind() string { return "code-burnt" }
func (*TokenMade) kind() string { return "token" }
func (*Revoked) kind() string   { return "revoke" }
func (*Aged) kind() string      { return "age" }
func (*Called) kind() string    { return "call" }
func (*Posted) kind() string    { return "post" }
func (*Commented) kind() string { return "comment" }
func (*Deleted) kind() string   { return "delete" }
func (*Planned) kind() string   { return "plan" }
func (*PlanUsed) kind() string  { return "plan-used" }
func (*WireSet) kind() string   { return "wire" }
func (*LimitSet) kind() string  { return "limit" }

func (e *UserSet) apply(st *State) {
	u := e.User
	st.Users[u.UID] = &u
}

func (e *CodeMade) apply(st *State) {
	c := e.Code
	st.Codes[c.Code] = &c
}

func (e *CodeBurnt) apply(st *State) {
	if c, ok := st.Codes[e.Code]; ok {
		c.Used = true
	}
}

func (e *TokenMade) apply(st *State) {
	t := e.Token
	st.Tokens[t.Token] = &t
	if c, ok := st.Codes[t.Code]; ok {
		c.Used = true
	}
}

func (e *Revoked) apply(st *State) {
	if t, ok := st.Tokens[e.Token]; ok {
		t.Revoked = true
	}
}

func (e *Aged) apply(st *State) {
	if t, ok := st.Tokens[e.Token]; ok {
		t.Until = e.Until
	}
}

func (e *Called) apply(st *State) {
	for _, k := range e.Keys {
		st.Spent[k]++
	}
}

func (e *Posted) apply(st *State) {
	p := e.Post
	st.Posts = append(st.Posts, &p)
	st.took(p.ID)
	st.usePlan(p.Plan)
}

func (e *Commented) apply(st *State) {
	c := e.Comment
	st.Comments = append(st.Comments, &c)
	st.took(c.ID)
	st.usePlan(c.Plan)
}

func (e *Deleted) apply(st *State) {
	if p, ok := Find(st.Posts, e.ID, func(p *Post) int64 { return p.ID }); ok {
		p.Deleted = true
	}
	if c, ok := Find(st.Comments, e.ID, func(c *Comment) int64 { return c.ID }); ok {
		c.Deleted = true
	}
}

func (e *Planned) apply(st *State) {
	p := e.Plan
	st.Plans = append(st.Plans, &p)
	st.took(p.ID)
}

func (e *PlanUsed) apply(st *State) { st.usePlan(e.ID) }

func (e *WireSet) apply(st *State) { st.Wire = e.Wire }

func (e *LimitSet) apply(st *State) {
	switch e.What {
	case "budget":
		st.Budget[e.Key] = int(e.N)
	case "api":
		st.APIBudget[e.Key] = int(e.N)
	case "ip":
		st.IPHourly = int(e.N)
	case "bar":
		st.IPBarred[e.Key] = e.N != 0
	case "life":
		st.TokenLife[e.Key] = time.Duration(e.N)
	}
}

// Commit writes an event to the journal and only then lets it take effect. The book is entered.
func (st *State) Commit(e Event) error {
	if err := st.journal.Append(e.kind(), st.clock.Now(), e); err != nil {
		return err
	}
	e.apply(st)
	return nil
}

// Note is Commit for counters: a kill cannot lose them, a power cut may lose the last ones.
func (st *State) Note(e Event) error {
	if err := st.journal.Note(e.kind(), st.clock.Now(), e); err != nil {
		return err
	}
	e.apply(st)
	return nil
}
