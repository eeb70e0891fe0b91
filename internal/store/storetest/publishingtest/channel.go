package publishingtest

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"huiying/internal/ledger"
	"huiying/internal/problem"
	"huiying/publishing/delivery"
)

// Answer is what a Channel does at one call of Send or Follow.
type Answer struct {
	Lands   bool // the public sees it
	Verdict ledger.Verdict
	Receipt delivery.Receipt
	Err     error
	Before  func() // run before anything happens
	After   func() // run when the platform has done its part, before the answer
}

// Look is what a Channel answers to one call of Find; without one it tells the truth.
type Look struct {
	Sighting delivery.Sighting
	Err      error
}

// Channel is a platform that remembers what the public saw and does as it is told.
type Channel struct {
	mu      sync.Mutex
	public  map[string]int // by delivery
	calls   []string
	sends   []Answer
	follows []Answer
	looks   []Look
	parcels []delivery.Parcel
}

// NewChannel returns a platform that takes everything.
func NewChannel() *Channel { return &Channel{public: map[string]int{}} }

// OnSend has the next calls of Send answered like this.
func (c *Channel) OnSend(as ...Answer) { c.sends = append(c.sends, as...) }

// OnFollow has the next calls of Follow answered like this.
func (c *Channel) OnFollow(as ...Answer) { c.follows = append(c.follows, as...) }

// OnFind has the next calls of Find answered like this.
func (c *Channel) OnFind(ls ...Look) { c.looks = append(c.looks, ls...) }

// Public returns how often the public sees a delivery.
func (c *Channel) Public(id string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.public[id]
}

// Calls returns the calls so far, such as "send", "find", "follow", "prepare".
func (c *Channel) Calls() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]string{}, c.calls...)
}

// Parcels returns what was handed to Send.
func (c *Channel) Parcels() []delivery.Parcel {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]delivery.Parcel{}, c.parcels...)
}

func (c *Channel) note(call string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.calls = append(c.calls, call)
}

func (c *Channel) next(list *[]Answer, otherwise Answer) Answer {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(*list) == 0 {
		return otherwise
	}
	a := (*list)[0]
	*list = (*list)[1:]
	return a
}

// Send lands the parcel and says that it is published, unless told otherwise.
func (c *Channel) Send(_ context.Context, p delivery.Parcel, _ json.RawMessage) (delivery.Receipt, ledger.Verdict, error) {
	c.note("send")
	a := c.next(&c.sends, Answer{Lands: true, Verdict: ledger.Published, Receipt: receipt(p.Delivery)})
	if a.Before != nil {
		a.Before()
	}
	c.mu.Lock()
	c.parcels = append(c.parcels, p)
	if a.Lands {
		c.public[p.Delivery]++
	}
	c.mu.Unlock()
	if a.After != nil {
		a.After()
	}
	return a.Receipt, a.Verdict, a.Err
}

func receipt(id string) delivery.Receipt {
	return delivery.Receipt{ID: "m-" + id, URL: "https://example.org/" + id, Raw: json.RawMessage(`{"ok":1}`)}
}

// Follow says that it is published, unless told otherwise.
func (c *Channel) Follow(_ context.Context, p delivery.Parcel, _ json.RawMessage, _ delivery.Receipt) (delivery.Receipt, ledger.Verdict, error) {
	c.note("follow")
	a := c.next(&c.follows, Answer{Verdict: ledger.Published, Receipt: receipt(p.Delivery)})
	return a.Receipt, a.Verdict, a.Err
}

// Find tells what the public sees, unless told otherwise.
func (c *Channel) Find(_ context.Context, p delivery.Parcel, _ json.RawMessage, _ time.Time) (delivery.Sighting, error) {
	c.note("find")
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.looks) > 0 {
		l := c.looks[0]
		c.looks = c.looks[1:]
		return l.Sighting, l.Err
	}
	if c.public[p.Delivery] > 0 {
		return delivery.Sighting{Presence: delivery.There, Verdict: ledger.Published, Receipt: receipt(p.Delivery), Words: "账号上有这一条"}, nil
	}
	return delivery.Sighting{Presence: delivery.Absent, Words: "最新 5 条里没有这一条"}, nil
}

// Preparing is a Channel that puts a draft in place before it sends.
type Preparing struct {
	*Channel
	prepares []Answer
	Drafts   map[string]int
}

// NewPreparing returns a platform with drafts.
func NewPreparing() *Preparing { return &Preparing{Channel: NewChannel(), Drafts: map[string]int{}} }

// OnPrepare has the next calls of Prepare answered like this.
func (c *Preparing) OnPrepare(as ...Answer) { c.prepares = append(c.prepares, as...) }

// Prepare makes a draft, once.
func (c *Preparing) Prepare(_ context.Context, p delivery.Parcel, made json.RawMessage) (json.RawMessage, error) {
	c.note("prepare")
	a := c.next(&c.prepares, Answer{})
	if a.Before != nil {
		a.Before()
	}
	if a.Err != nil {
		return nil, a.Err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if made == nil {
		c.Drafts[p.Delivery]++
	}
	return json.RawMessage(fmt.Sprintf(`{"draft":%q}`, p.Delivery)), nil
}

// Refusal is a platform's no of a class.
func Refusal(class problem.Class) *problem.Refusal {
	return &problem.Refusal{Platform: "微博", Call: "/2/statuses/share.json", Code: "10017", Message: "no", Class: class,
		Reason: "微博没有收下这条：缺安全域名链接", Next: "补上链接后可重发"}
}

// Forget takes back what the next calls were to be answered.
func (c *Channel) Forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sends, c.follows, c.looks = nil, nil, nil
}
