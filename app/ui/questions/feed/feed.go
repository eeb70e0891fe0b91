// Package feed is what the list of 留言 holds of a view that may have a million rows: the pages fetched so far. It grows at its end
// and is replaced as a whole; nothing is ever put in between, and what is new is only counted. It fetches nothing and draws nothing.
package feed

import (
	"huiying/inbox"
	"huiying/internal/people"
)

// PageSize is how many questions one page brings; ahead is how near the end of what is there the next one is asked for.
const (
	PageSize = 100
	ahead    = 30
	// Watched is how many of the first rows are compared when something changed.
	Watched = 300
	// kept is how much of a question's words a row keeps: a list of a million must stay light.
	kept = 90
)

// Feed is the pages of one view, in their order.
type Feed struct {
	filter inbox.Filter // of the first page
	Next   inbox.Filter // of the page to come
	Rows   []inbox.Question
	at     map[string]int
	End    bool // nothing more after the last row
	Busy   bool // a page is being fetched
	Fresh  int  // how many new ones wait behind the bar
}

// Start begins with the first page of a view.
func (f *Feed) Start(filter inbox.Filter, page []inbox.Question) {
	f.filter, f.Next, f.Rows, f.at = filter, filter, nil, map[string]int{}
	f.End, f.Busy, f.Fresh = false, false, 0
	f.Add(page)
}

// Add appends a page. A question that is there already, because it moved between two fetches, stays where it was.
func (f *Feed) Add(page []inbox.Question) {
	f.Busy = false
	f.End = len(page) < PageSize
	if len(page) > 0 {
		f.Next = f.filter.Next(page[len(page)-1])
	}
	for _, q := range page {
		if _, ok := f.at[q.ID]; !ok {
			f.at[q.ID] = len(f.Rows)
			f.Rows = append(f.Rows, light(q))
		}
	}
}

// Wants says whether binding a row is the moment to ask for the next page.
func (f *Feed) Wants(id string) bool {
	i, ok := f.at[id]
	return ok && !f.End && !f.Busy && i >= len(f.Rows)-ahead
}

// Compare takes the top of the view as it is now: rows that are there get their newer state, what is new is only counted. It
// returns the rows that should have stood in it and did not: they left the view.
func (f *Feed) Compare(top []inbox.Question, limit int) (left []string) {
	in := map[string]bool{}
	f.Fresh = 0
	last, unknown := -1, 0
	for _, q := range top {
		in[q.ID] = true
		i, ok := f.at[q.ID]
		if !ok {
			unknown++
			continue
		}
		f.Rows[i] = light(q)
		last = max(last, i)
		f.Fresh, unknown = f.Fresh+unknown, 0 // what stands before a row that is there is new, what stands behind the last may be its next page
	}
	if len(top) < limit {
		last = len(f.Rows) - 1 // the whole view was seen
		if f.End {
			f.Fresh += unknown
		}
	}
	for i := 0; i <= last; i++ {
		if !in[f.Rows[i].ID] {
			left = append(left, f.Rows[i].ID)
		}
	}
	return left
}

// Put gives a row its newer state, where it stands.
func (f *Feed) Put(q inbox.Question) {
	if i, ok := f.at[q.ID]; ok {
		f.Rows[i] = light(q)
	}
}

// Row returns what is held of a question.
func (f *Feed) Row(id string) (inbox.Question, bool) {
	i, ok := f.at[id]
	if !ok {
		return inbox.Question{}, false
	}
	return f.Rows[i], true
}

// light leaves out what no row shows: also the numbers by which a person can be found. Who opens the question reads them.
func light(q inbox.Question) inbox.Question {
	q.Ref, q.Text = nil, people.Masked(q.Text)
	if r := []rune(q.Text); len(r) > kept {
		q.Text = string(r[:kept]) + "…"
	}
	return q
}
