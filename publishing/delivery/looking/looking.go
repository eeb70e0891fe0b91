// Package looking asks a platform what became of the attempts at one delivery. It knows in which order to ask and how
// little an empty account proves; it books nothing, sends nothing and decides nothing about what happens next.
package looking

import (
	"context"
	"encoding/json"
	"time"

	"huiying/internal/ledger"
	"huiying/internal/problem"
	"huiying/publishing/content"
	"huiying/publishing/delivery/attempts"
	"huiying/publishing/delivery/channel"
)

// keyLives is how long after the first attempt a platform is asked by its own key (WeChat clientmsgid: 24 hours), less what
// two clocks and a slow call may differ.
const keyLives = 24*time.Hour - 10*time.Minute

// Question is what is asked: after which attempts, with what was sent, and how the platform may be asked by its own key.
type Question struct {
	Parcel channel.Parcel
	Made   json.RawMessage
	Tries  []attempts.Try // that may have reached the platform, oldest first
	Now    time.Time
	// MayAsk books that the call is made again with the platform's own key, and returns the gate's no in words.
	MayAsk func(ctx context.Context) (no string, err error)
}

// Find says whether a delivery is out. Where only the platform's own key can tell, the call is made again with it, while
// the key lives and as far as MayAsk allows.
func Find(ctx context.Context, ch channel.Channel, q Question) (channel.Sighting, error) {
	sight, err := find(ctx, ch, q.Parcel, q.Made, q.Tries)
	asker, ok := ch.(channel.Asker)
	if err != nil || !sight.ByKey || !ok {
		return sight, err
	}
	if q.Now.Sub(q.Tries[0].At) >= keyLives {
		sight.Words += "。过了 24 小时，平台不再认得这一次的编号，程序不会再问"
		return sight, nil
	}
	if no, err := q.MayAsk(ctx); err != nil || no != "" {
		sight.Words += "。没有再问平台：" + no
		return sight, err
	}
	return asker.AskAgain(ctx, q.Parcel, q.Made)
}

// find asks for an attempt to which the platform gave a number by that number: it is absent only when the platform itself
// says that it failed. For the others the account is looked at, as far back as the first of them; that nothing is there is
// believed only once it may be believed of the last of them.
func find(ctx context.Context, ch channel.Channel, p channel.Parcel, made json.RawMessage, tries []attempts.Try) (channel.Sighting, error) {
	var others []attempts.Try
	said := ""
	for _, t := range tries {
		if !t.Numbered() {
			others = append(others, t)
			continue
		}
		s, err := byNumber(ctx, ch, p, made, t.Job)
		if err != nil || s.Presence != channel.Absent {
			return s, err
		}
		said = s.Words
	}
	if len(others) == 0 {
		return channel.Sighting{Presence: channel.Absent, Words: said}, nil
	}
	return onAccount(ctx, ch, p, made, others)
}

func byNumber(ctx context.Context, ch channel.Channel, p channel.Parcel, made json.RawMessage, job channel.Receipt) (channel.Sighting, error) {
	r, v, err := ch.Follow(ctx, p, made, job)
	switch {
	case v == ledger.Refused:
		return channel.Sighting{Presence: channel.Absent, Words: content.First(problem.Words(err), "平台说上一次没有发出")}, nil
	case err != nil:
		return channel.Sighting{}, err
	case v == ledger.Published:
		return channel.Sighting{Presence: channel.There, Verdict: v, Receipt: r, Words: "平台说上一次已经发出"}, nil
	}
	return channel.Sighting{Presence: channel.Unclear, Words: "平台还在处理上一次交给它的，没有结果"}, nil
}

func onAccount(ctx context.Context, ch channel.Channel, p channel.Parcel, made json.RawMessage, tries []attempts.Try) (channel.Sighting, error) {
	first, last := tries[0].At, time.Time{}
	for _, t := range tries {
		if t.Doubt.After(last) {
			last = t.Doubt
		}
	}
	if s, ok := ch.(channel.Seeker); ok {
		return s.Seek(ctx, p, made, first, last)
	}
	s, err := ch.Find(ctx, p, made, first)
	if err == nil && s.Presence == channel.Absent && last.After(first) {
		return ch.Find(ctx, p, made, last)
	}
	return s, err
}
