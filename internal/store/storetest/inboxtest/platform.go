package inboxtest

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"huiying/accounts"
	"huiying/inbox"
	"huiying/internal/problem"
)

// Platform is a platform that keeps what was written to it and does as it is told. It outlives the program that writes.
type Platform struct {
	mu       sync.Mutex
	clock    *Clock
	Comments []inbox.Incoming
	Complete []string
	Cursor   json.RawMessage
	Given    []json.RawMessage // the cursors that Collect was called with
	Asked    map[string]int    // how often Collect was asked for each item
	CollErr  error

	replies []Reply
	calls   []string

	// On is called at the points of Reply and FindReply, outside the lock: "reply", "replied", "find". It may fail, sleep or
	// kill the caller.
	On func(point string) error
	// See is what FindReply says; nil: what is there.
	See func() (inbox.Sighting, error)
}

// Reply is one answer that stands on the platform.
type Reply struct{ Ref, Text string }

// Replies returns what stands there.
func (p *Platform) Replies() []Reply {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]Reply(nil), p.replies...)
}

// Calls returns the calls so far and forgets them.
func (p *Platform) Calls() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	calls := p.calls
	p.calls = nil
	return calls
}

// Put has a reply stand there that this program did not write.
func (p *Platform) Put(ref, text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.replies = append(p.replies, Reply{ref, text})
}

func (p *Platform) at(point string) error {
	p.mu.Lock()
	p.calls = append(p.calls, point)
	on := p.On
	p.mu.Unlock()
	if on == nil {
		return nil
	}
	return on(point)
}

// Collect returns all comments each time.
func (p *Platform) Collect(_ context.Context, _ accounts.ID, posts []inbox.PostRef, cursor json.RawMessage) (inbox.Batch, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, post := range posts {
		if p.Asked == nil {
			p.Asked = map[string]int{}
		}
		p.Asked[post.Delivery]++
	}
	p.Given = append(p.Given, cursor)
	return inbox.Batch{Questions: append([]inbox.Incoming(nil), p.Comments...), Cursor: p.Cursor, Complete: p.Complete}, p.CollErr
}

// Reply writes an answer, between two points at which it may fail.
func (p *Platform) Reply(_ context.Context, _ accounts.ID, ref json.RawMessage, text string) (inbox.Sent, error) {
	if err := p.at("reply"); err != nil {
		return inbox.Sent{}, err
	}
	p.mu.Lock()
	p.replies = append(p.replies, Reply{string(ref), text})
	n := len(p.replies)
	p.mu.Unlock()
	if err := p.at("replied"); err != nil {
		return inbox.Sent{}, err
	}
	return inbox.Sent{External: fmt.Sprint("r", n), Link: "https://platform.example/r", At: p.clock.Now()}, nil
}

// FindReply looks for it.
func (p *Platform) FindReply(_ context.Context, _ accounts.ID, ref json.RawMessage, text string, _ time.Time) (inbox.Sighting, error) {
	if err := p.at("find"); err != nil {
		return inbox.Sighting{}, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.See != nil {
		return p.See()
	}
	for i, r := range p.replies {
		if r.Ref == string(ref) && r.Text == text {
			return inbox.Sighting{Presence: inbox.There, Words: "评论下已有这份答复", Sent: inbox.Sent{External: fmt.Sprint("r", i+1)}}, nil
		}
	}
	return inbox.Sighting{Presence: inbox.Absent, Words: "评论下没有答复"}, nil
}

// Refusal returns what a platform says when it does not say yes.
func Refusal(c problem.Class) *problem.Refusal {
	return &problem.Refusal{Platform: "微博", Code: "10017", Class: c, Reason: "微博没有收下这条答复", Next: "请看一眼"}
}
