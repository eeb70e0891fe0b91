package looking

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"huiying/accounts"
	"huiying/internal/ledger"
	"huiying/internal/problem"
	"huiying/publishing/delivery/attempts"
	"huiying/publishing/delivery/channel"
)

func noon() time.Time { return time.Date(2026, 11, 24, 4, 0, 0, 0, time.UTC) }

// plain is a platform that writes down what it is asked.
type plain struct {
	channel.Channel
	asked []string
	jobs  map[string]ledger.Verdict // by number
	shows func(since time.Time) channel.Presence
}

func (c *plain) Follow(_ context.Context, _ channel.Parcel, _ json.RawMessage, r channel.Receipt) (channel.Receipt, ledger.Verdict, error) {
	n := r.PublishID + r.MsgID
	c.asked = append(c.asked, "number "+n)
	switch v := c.jobs[n]; v {
	case "":
		return r, "", errors.New("no line")
	case ledger.Refused:
		return r, v, problem.New(problem.Refused, "审核没有通过", "", "")
	default:
		return r, v, nil
	}
}

func (c *plain) Find(_ context.Context, _ channel.Parcel, _ json.RawMessage, since time.Time) (channel.Sighting, error) {
	c.asked = append(c.asked, "since "+since.Format("15:04"))
	return channel.Sighting{Presence: c.shows(since), Words: "看过"}, nil
}

// seeking tells apart how far back it looks and how long it waits; asking knows a key.
type (
	seeking struct{ *plain }
	asking  struct{ *plain }
)

func (c seeking) Seek(_ context.Context, _ channel.Parcel, _ json.RawMessage, first, last time.Time) (channel.Sighting, error) {
	at := "never"
	if !last.IsZero() {
		at = last.Format("15:04")
	}
	c.asked = append(c.asked, "from "+first.Format("15:04")+" to "+at)
	return channel.Sighting{Presence: channel.Absent}, nil
}

func (c asking) Find(context.Context, channel.Parcel, json.RawMessage, time.Time) (channel.Sighting, error) {
	return channel.Sighting{Presence: channel.Unclear, Words: "草稿不在了", ByKey: true}, nil
}

func (c asking) AskAgain(context.Context, channel.Parcel, json.RawMessage) (channel.Sighting, error) {
	c.asked = append(c.asked, "again")
	return channel.Sighting{Presence: channel.There, Verdict: ledger.Accepted}, nil
}

// try is an attempt of some minutes after noon, in doubt from then on; with a number when there is one.
func try(minute int, number string) attempts.Try {
	at := noon().Add(time.Duration(minute) * time.Minute)
	return attempts.Try{At: at, Doubt: at, Job: channel.Receipt{PublishID: number}}
}

func TestANumberIsAskedForBeforeTheAccount(t *testing.T) {
	for name, c := range map[string]struct {
		jobs  map[string]ledger.Verdict
		tries []attempts.Try
		want  channel.Presence
		asked []string
	}{
		"it runs":              {map[string]ledger.Verdict{"1": ledger.Accepted}, []attempts.Try{try(0, "1")}, channel.Unclear, []string{"number 1"}},
		"it is out":            {map[string]ledger.Verdict{"1": ledger.Published}, []attempts.Try{try(0, "1")}, channel.There, []string{"number 1"}},
		"it failed":            {map[string]ledger.Verdict{"1": ledger.Refused}, []attempts.Try{try(0, "1")}, channel.Absent, []string{"number 1"}},
		"nobody answers":       {nil, []attempts.Try{try(0, "1")}, "", []string{"number 1"}},
		"the second runs":      {map[string]ledger.Verdict{"1": ledger.Refused, "2": ledger.Accepted}, []attempts.Try{try(0, "1"), try(9, "2")}, channel.Unclear, []string{"number 1", "number 2"}},
		"it failed, one lost":  {map[string]ledger.Verdict{"1": ledger.Refused}, []attempts.Try{try(0, "1"), try(9, "")}, channel.Absent, []string{"number 1", "since 04:09"}},
		"one lost, it runs on": {map[string]ledger.Verdict{"1": ledger.Accepted}, []attempts.Try{try(0, ""), try(9, "1")}, channel.Unclear, []string{"number 1"}},
	} {
		t.Run(name, func(t *testing.T) {
			p := &plain{jobs: c.jobs, shows: func(time.Time) channel.Presence { return channel.Absent }}
			s, err := Find(t.Context(), p, Question{Tries: c.tries, Now: noon()})
			if s.Presence != c.want || (err != nil) != (c.want == "") || !slices.Equal(p.asked, c.asked) {
				t.Errorf("%+v, %v, asked %v", s, err, p.asked)
			}
			if c.want != "" && s.Words == "" {
				t.Error("nothing is said to a person")
			}
		})
	}
}

// An earlier attempt that landed late is older than the last one; an account that does not show the last one yet says
// nothing of it.
func TestTheLookGoesBackToTheFirstAttemptAndWaitsForTheLast(t *testing.T) {
	refused := try(0, "")
	refused.Doubt = time.Time{}
	for name, c := range map[string]struct {
		tries []attempts.Try
		seen  map[string]channel.Presence // by since
		want  channel.Presence
		asked []string
		seek  string
	}{
		"one": {[]attempts.Try{try(0, "")}, nil, channel.Absent, []string{"since 04:00"}, "from 04:00 to 04:00"},
		"an earlier one landed late": {[]attempts.Try{try(0, ""), try(9, "")}, map[string]channel.Presence{"04:00": channel.There}, channel.There,
			[]string{"since 04:00"}, "from 04:00 to 04:09"},
		"too early for the last": {[]attempts.Try{try(0, ""), try(9, "")}, map[string]channel.Presence{"04:09": channel.Unclear}, channel.Unclear,
			[]string{"since 04:00", "since 04:09"}, "from 04:00 to 04:09"},
		"neither": {[]attempts.Try{try(0, ""), try(9, "")}, nil, channel.Absent, []string{"since 04:00", "since 04:09"}, "from 04:00 to 04:09"},
		"refused": {[]attempts.Try{refused}, nil, channel.Absent, []string{"since 04:00"}, "from 04:00 to never"},
	} {
		t.Run(name, func(t *testing.T) {
			p := &plain{shows: func(since time.Time) channel.Presence {
				if s, ok := c.seen[since.Format("15:04")]; ok {
					return s
				}
				return channel.Absent
			}}
			if s, err := Find(t.Context(), p, Question{Tries: c.tries, Now: noon()}); err != nil || s.Presence != c.want || !slices.Equal(p.asked, c.asked) {
				t.Errorf("%+v, %v, asked %v", s, err, p.asked)
			}
			q := &plain{}
			if _, err := Find(t.Context(), seeking{q}, Question{Tries: c.tries, Now: noon()}); err != nil || !slices.Equal(q.asked, []string{c.seek}) {
				t.Errorf("%v, asked %v, want %q", err, q.asked, c.seek)
			}
		})
	}
}

func TestTheKeyIsUsedWhileItLivesAndTheGateAllows(t *testing.T) {
	for name, c := range map[string]struct {
		after time.Duration
		no    string
		err   error
		again bool
		words string
	}{
		"at once":            {time.Minute, "", nil, true, ""},
		"almost a day later": {23 * time.Hour, "", nil, true, ""},
		"a day later":        {24 * time.Hour, "", nil, false, "过了 24 小时"},
		"not approved":       {time.Minute, "审核已经作废", nil, false, "没有再问平台：审核已经作废"},
		"cannot be booked":   {time.Minute, "", errors.New("busy"), false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			p, booked := &plain{}, 0
			s, err := Find(t.Context(), asking{p}, Question{Tries: []attempts.Try{try(0, ""), try(30, "")}, Now: noon().Add(c.after),
				MayAsk: func(context.Context) (string, error) {
					booked++
					return c.no, c.err
				}})
			if again := len(p.asked) == 1; again != c.again || again != (s.Presence == channel.There) || !errors.Is(err, c.err) {
				t.Errorf("%+v, %v, asked %v", s, err, p.asked)
			}
			if c.words != "" && (!strings.Contains(s.Words, "草稿不在了") || !strings.Contains(s.Words, c.words)) {
				t.Errorf("says %q", s.Words)
			}
			if want := c.words == "" || c.no != ""; (booked == 1) != want {
				t.Errorf("booked %d times", booked)
			}
		})
	}
}

func TestThePaceSparesTheCallsOfWeibo(t *testing.T) {
	for _, c := range []struct {
		platform accounts.Platform
		waited   time.Duration
		want     time.Duration
	}{
		{accounts.Weibo, 0, time.Minute}, {accounts.Weibo, time.Minute, 2 * time.Minute}, {accounts.Weibo, 3 * time.Minute, 3 * time.Minute},
		{accounts.Weibo, 20 * time.Minute, 5 * time.Minute}, {accounts.WeChat, 0, 5 * time.Second}, {accounts.WeChat, time.Hour, 2 * time.Minute},
	} {
		if got := Follow(c.platform, c.waited); got != c.want {
			t.Errorf("%s after %s: %s, want %s", c.platform, c.waited, got, c.want)
		}
	}
	for _, c := range []struct {
		numbered bool
		waited   time.Duration
		want     time.Duration // 0 for never
	}{{false, time.Hour, 0}, {true, 31 * time.Minute, 10 * time.Minute}, {true, 2 * time.Hour, 30 * time.Minute}, {true, 48 * time.Hour, time.Hour}, {true, 73 * time.Hour, 0}} {
		now := noon().Add(c.waited)
		if got := Slow(c.numbered, noon(), now); got.IsZero() != (c.want == 0) || c.want != 0 && got.Sub(now) != c.want {
			t.Errorf("numbered %v after %s: %s", c.numbered, c.waited, got)
		}
	}
}
