package looking

import (
	"time"

	"huiying/accounts"
)

// How long deliveries are looked after. A platform that works longer than WorkFor is a person's matter, and so is an
// account on which even the last look says neither yes nor no. A job with a number is asked for as long as askFor.
const (
	LookFor   = time.Hour
	WorkFor   = 30 * time.Minute
	FirstLook = 10 * time.Second
	askFor    = 72 * time.Hour
)

// Follow is how long after it was last asked a platform is asked for a job that it took, when it has been at it for so
// long. A Weibo account has 100 calls a day, and shows what it took only after a minute or two.
func Follow(p accounts.Platform, waited time.Duration) time.Duration {
	switch {
	case p == accounts.Weibo && waited == 0:
		return time.Minute
	case p == accounts.Weibo:
		return min(max(waited, 2*time.Minute), 5*time.Minute)
	}
	return min(max(waited/2, 5*time.Second), 2*time.Minute)
}

// Slow is when a platform is asked next for a job that it took at a time and that has become a person's matter: with its
// number it can still be asked. Zero, without one and after days, is never.
func Slow(numbered bool, took, now time.Time) time.Time {
	waited := now.Sub(took)
	if !numbered || waited >= askFor {
		return time.Time{}
	}
	return now.Add(min(max(waited/4, 10*time.Minute), time.Hour))
}

// Look is how long after the last look an account is looked at again for a post that was sent so long ago.
func Look(waited time.Duration) time.Duration { return min(max(waited/2, FirstLook), 5*time.Minute) }
