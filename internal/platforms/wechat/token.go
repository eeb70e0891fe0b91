package wechat

import (
	"context"
	"errors"
	"sync"
	"time"

	"huiying/internal/platforms/wire"
	"huiying/internal/problem"
)

const (
	// tokenPath is the only token call used: mixing it with /cgi-bin/token lets each invalidate the other's tokens.
	tokenPath = "/cgi-bin/stable_token"
	// spare is how long before its end a token is no longer used. WeChat hands out the next one about 5 minutes before.
	spare = time.Minute
	// forceGap is the shortest time between two forced renewals (WeChat doc getStableAccessToken).
	forceGap = 30 * time.Second
)

// Token is an access token with its end by the client's clock.
type Token struct {
	Secret  wire.Secret
	Expires time.Time
}

// tokens keeps the token of one account. turn lets one goroutine at a time fetch; the others then find what it brought.
type tokens struct {
	turn chan struct{}

	mu     sync.Mutex
	held   Token
	forced time.Time
}

func newTokens() *tokens { return &tokens{turn: make(chan struct{}, 1)} }

func (t *tokens) kept() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.held.Secret.Reveal()
}

// usable returns the held token unless it is about to end or is the one that was rejected.
func (t *tokens) usable(now time.Time, rejected string) (wire.Secret, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	text := t.held.Secret.Reveal()
	if text == "" || text == rejected || !now.Before(t.held.Expires) {
		return wire.Secret{}, false
	}
	return t.held.Secret, true
}

// mayForce books a forced renewal if the last one is long enough ago.
func (t *tokens) mayForce(now time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.forced.IsZero() && now.Sub(t.forced) < forceGap && !now.Before(t.forced) {
		return false
	}
	t.forced = now
	return true
}

func (t *tokens) keep(k Token) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.held = k
}

// token returns a token other than rejected, from memory or from the platform. Where the platform insists on the rejected
// one, a renewal is forced, at most every 30 seconds.
func (c *Client) token(ctx context.Context, rejected string) (wire.Secret, error) {
	if s, ok := c.tokens.usable(c.now(), rejected); ok {
		return s, nil
	}
	select {
	case c.tokens.turn <- struct{}{}:
	case <-ctx.Done():
		return wire.Secret{}, (&wire.Fault{Err: ctx.Err()}).Refusal(platform, tokenPath, false)
	}
	defer func() { <-c.tokens.turn }()
	if s, ok := c.tokens.usable(c.now(), rejected); ok {
		return s, nil
	}
	k, err := c.fetch(ctx, false)
	if err == nil && rejected != "" && k.Secret.Reveal() == rejected && c.tokens.mayForce(c.now()) {
		k, err = c.fetch(ctx, true)
	}
	if err != nil {
		return wire.Secret{}, err
	}
	c.tokens.keep(k)
	return k.Secret, nil
}

// StableToken fetches the account's token from the platform, keeps it for the next calls and returns it with its end.
// It is how a binding is tried: what is wrong with AppID, secret, whitelist or account shows here.
func (c *Client) StableToken(ctx context.Context) (Token, error) {
	k, err := c.fetch(ctx, false)
	if err != nil {
		return Token{}, err
	}
	c.tokens.keep(k)
	return k, nil
}

func (c *Client) fetch(ctx context.Context, force bool) (Token, error) {
	type answer struct {
		Token   string   `json:"access_token"`
		Expires wire.Int `json:"expires_in"`
	}
	body := struct {
		Grant  string `json:"grant_type"`
		AppID  string `json:"appid"`
		Secret string `json:"secret"`
		Force  bool   `json:"force_refresh"`
	}{"client_credential", c.appID, c.secret.Reveal(), force}
	k := call{path: tokenPath, body: body}
	return again(ctx, c.backoff, func() (Token, error) {
		asked := c.now()
		a, err := once(ctx, c, k, wire.Secret{}, func(a *answer) bool { return a.Token != "" && a.Expires > 0 })
		if err != nil {
			return Token{}, err
		}
		life := time.Duration(a.Expires) * time.Second
		return Token{Secret: wire.NewSecret(a.Token), Expires: asked.Add(life - min(spare, life/2))}, nil
	})
}

// stale tells whether err says that the token of the call is no longer good.
func stale(err error) bool {
	var r *problem.Refusal
	return errors.As(err, &r) && (r.Code == CodeBadToken || r.Code == CodeWrongToken || r.Code == CodeExpiredToken)
}
