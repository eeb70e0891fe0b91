package inbox

import (
	"sync"
	"time"

	"huiying/accounts"
)

// WeChat has no list of all that is new: each item's comments are a call of their own, or more where there are more than 49.
// A push may hold 8 articles a day, so that 60 days are 480 items, and reading all of them in every round of ten minutes
// would be 69,120 calls a day, where an account has 10,000 or fewer for one call. People write while an item is fresh, so
// that an older one is asked less often, and none is ever left out:
//
//	first day      8 items × 144 rounds     = 1,152
//	to 3 days     16 items × 48 (30 min)    =   768
//	to 14 days    88 items × 24 (hourly)    = 2,112
//	to 60 days   368 items × 3 (8 hours)    = 1,104
//
// which is 5,136 calls a day for the busiest account that there can be, and 1,284 for one with two articles a day. A program
// that was just started knows of no reading and asks for all items once.
const (
	day      = 24 * time.Hour
	fresh    = 3 * day
	old      = 14 * day
	halfHour = 30 * time.Minute
	rarely   = 8 * time.Hour
)

// every is how often an item of this age is read.
func every(age time.Duration) time.Duration {
	switch {
	case age < day:
		return 0
	case age < fresh:
		return halfHour
	case age < old:
		return time.Hour
	}
	return rarely
}

// pace knows when each item was read last. It is safe for concurrent use.
type pace struct {
	mu   sync.Mutex
	last map[accounts.ID]map[string]time.Time // by delivery
}

func newPace() *pace { return &pace{last: map[accounts.ID]map[string]time.Time{}} }

// due returns those items that are to be read now, in their order. Where one call tells of all items, these are all of them;
// so are, when a person asks, those on which people may still be writing.
func (p *pace) due(a accounts.Account, posts []PostRef, now time.Time, asked bool) []PostRef {
	if a.Platform != accounts.WeChat {
		return posts
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	var out []PostRef
	for _, post := range posts {
		age := now.Sub(post.At)
		last, known := p.last[a.ID][post.Delivery]
		// Half a round early is in time: a whole round late would be too late.
		if !known || asked && age < old || now.Sub(last) >= every(age)-Every(a.Platform)/2 || last.After(now) {
			out = append(out, post)
		}
	}
	return out
}

// read notes what a reading that was kept has read: everything that it was given, or, when it broke off, only what it read
// to the end. What is no item any more is forgotten.
func (p *pace) read(id accounts.ID, posts, due []PostRef, b Batch, failed error, now time.Time) {
	done := map[string]bool{}
	for _, delivery := range b.Complete {
		done[delivery] = true
	}
	for _, post := range due {
		done[post.Delivery] = done[post.Delivery] || failed == nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	last := map[string]time.Time{}
	for _, post := range posts {
		at, known := p.last[id][post.Delivery]
		if done[post.Delivery] {
			at, known = now, true
		}
		if known {
			last[post.Delivery] = at
		}
	}
	p.last[id] = last
}
