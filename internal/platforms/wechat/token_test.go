package wechat

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"huiying/internal/platforms/wire"
	"huiying/internal/problem"
)

const (
	countPath  = "/cgi-bin/draft/count"
	submitPath = "/cgi-bin/freepublish/submit"
	tokenTwo   = `{"access_token":"TOKENtwo","expires_in":7200}`
	published  = `{"errcode":0,"errmsg":"ok","publish_id":"100000001","msg_data_id":2247483655}`
)

func tokenAnswer(life int) string {
	return fmt.Sprintf(`{"access_token":"%s","expires_in":%d}`, testToken, life)
}

func TestStableTokenIsAskedAsDocumented(t *testing.T) {
	p := newSample(t, map[string][]string{tokenPath: {tokenAnswer(345)}})
	c := p.client()
	k, err := c.StableToken(context.Background())
	if err != nil || k.Secret.Reveal() != testToken || !k.Expires.Equal(p.clock().Add(285*time.Second)) {
		t.Fatalf("%v until %v, %v", k.Secret, k.Expires, err)
	}
	s := p.made(tokenPath)[0]
	if s.method != "POST" || s.token != "" || s.field(t, "grant_type") != "client_credential" || s.field(t, "appid") != testAppID ||
		s.field(t, "secret") != testSecret || s.field(t, "force_refresh") != "false" {
		t.Errorf("asked %+v", s)
	}
	if c.AppID() != testAppID || fmt.Sprint(c) != "wechat:"+testAppID {
		t.Error("name")
	}
}

func TestTokenIsKeptUntilShortBeforeItsEnd(t *testing.T) {
	p := newSample(t, map[string][]string{tokenPath: {tokenAnswer(7200), tokenTwo}, countPath: {`{"total_count":1}`}})
	c := p.client()
	for _, step := range []struct {
		pass time.Duration
		want string
		n    int
	}{{0, testToken, 1}, {7139 * time.Second, testToken, 1}, {time.Second, "TOKENtwo", 2}} {
		p.advance(step.pass)
		if _, err := c.DraftCount(context.Background()); err != nil {
			t.Fatal(err)
		}
		calls := p.made(countPath)
		if got := calls[len(calls)-1].token; got != step.want || len(p.made(tokenPath)) != step.n {
			t.Errorf("after %v: token %q, %d fetched", step.pass, got, len(p.made(tokenPath)))
		}
	}
}

func TestManyCallsFetchOneToken(t *testing.T) {
	p := newSample(t, map[string][]string{countPath: {`{"total_count":1}`}})
	c := p.client()
	var wg sync.WaitGroup
	for range 30 {
		wg.Go(func() {
			if _, err := c.DraftCount(context.Background()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := len(p.made(tokenPath)); n != 1 {
		t.Errorf("%d tokens fetched, want 1", n)
	}
}

func TestAWaiterForTheTokenHeedsItsContext(t *testing.T) {
	p := newSample(t, map[string][]string{})
	c := p.client()
	c.tokens.turn <- struct{}{}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	_, err := c.Submit(ctx, "m")
	if problem.ClassOf(err) != problem.ClassNotSent || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v", err)
	}
}

func TestAStaleTokenIsRenewedOnceAndTheCallRepeatedOnce(t *testing.T) {
	for _, code := range []string{"40001", "40014", "42001"} {
		refused := `{"errcode":` + code + `,"errmsg":"access_token expired rid: 1-2-3"}`
		p := newSample(t, map[string][]string{tokenPath: {tokenAnswer(7200), tokenTwo}, submitPath: {refused, published}})
		s, err := p.client().Submit(context.Background(), "m")
		if err != nil || s != (Submitted{100000001, 2247483655}) {
			t.Errorf("%s: %+v, %v", code, s, err)
		}
		calls := p.made(submitPath)
		if len(calls) != 2 || calls[0].token != testToken || calls[1].token != "TOKENtwo" || len(p.made(tokenPath)) != 2 {
			t.Errorf("%s: %+v", code, calls)
		}

		p = newSample(t, map[string][]string{tokenPath: {tokenAnswer(7200), tokenTwo}, submitPath: {refused}})
		_, err = p.client().Submit(context.Background(), "m")
		if CodeOf(err) != code || problem.ClassOf(err) != problem.ClassNotSent || len(p.made(submitPath)) != 2 {
			t.Errorf("%s twice: %v after %d calls", code, err, len(p.made(submitPath)))
		}

		p = newSample(t, map[string][]string{tokenPath: {tokenAnswer(7200), tokenTwo}, countPath: {refused}})
		_, err = p.client().DraftCount(context.Background())
		if CodeOf(err) != code || problem.ClassOf(err) != problem.ClassRetryRead || len(p.made(countPath)) != 2 {
			t.Errorf("%s twice on a reading call: %v after %d calls", code, err, len(p.made(countPath)))
		}

		p = newSample(t, map[string][]string{tokenPath: {tokenAnswer(7200), tokenTwo}, submitPath: {refused, "!reset"}})
		_, err = p.client().Submit(context.Background(), "m")
		if problem.ClassOf(err) != problem.ClassUnknown || len(p.made(submitPath)) != 2 {
			t.Errorf("%s, then a lost answer: %v", code, err)
		}

		p = newSample(t, map[string][]string{tokenPath: {tokenAnswer(7200), "!reset"}, submitPath: {refused}})
		_, err = p.client().Submit(context.Background(), "m")
		if problem.ClassOf(err) != problem.ClassNotSent || len(p.made(submitPath)) != 1 {
			t.Errorf("%s, then no token to be had: %v", code, err)
		}
	}
}

func TestRenewalIsForcedOnlyWhereThePlatformInsistsAndAtMostEvery30Seconds(t *testing.T) {
	refused := `{"errcode":40001,"errmsg":"invalid credential"}`
	p := newSample(t, map[string][]string{countPath: {refused}})
	c := p.client()
	forced := func() (n int) {
		for _, s := range p.made(tokenPath) {
			if s.field(t, "force_refresh") == "true" {
				n++
			}
		}
		return n
	}
	for _, step := range []struct {
		pass time.Duration
		want int
	}{{0, 1}, {0, 1}, {29 * time.Second, 1}, {time.Second, 2}} {
		p.advance(step.pass)
		if _, err := c.DraftCount(context.Background()); CodeOf(err) != CodeBadToken {
			t.Fatal(err)
		}
		if n := forced(); n != step.want {
			t.Errorf("after %v: forced %d times, want %d", step.pass, n, step.want)
		}
	}
}

func TestAWrongSecretIsNoStaleToken(t *testing.T) {
	p := newSample(t, map[string][]string{tokenPath: {`{"errcode":40001,"errmsg":"invalid credential, access_token is invalid or not latest"}`}})
	_, err := p.client().Submit(context.Background(), "m")
	if problem.ClassOf(err) != problem.ClassToken || len(p.made(tokenPath)) != 1 || len(p.made(submitPath)) != 0 {
		t.Errorf("%v after %d token calls", err, len(p.made(tokenPath)))
	}
	if got := problem.Words(err); got != "微信说 AppSecret 不对（40001）。请到账号页核对 AppSecret 后重新绑定。" {
		t.Errorf("words %q", got)
	}
}

func TestTokenAnswersThatAreNone(t *testing.T) {
	for _, answer := range []string{`{}`, `{"access_token":"","expires_in":7200}`, `{"access_token":"x"}`, `{"access_token":"x","expires_in":0}`, "!502"} {
		p := newSample(t, map[string][]string{tokenPath: {answer}})
		if _, err := p.client().StableToken(context.Background()); problem.ClassOf(err) != problem.ClassRetryRead || len(p.made(tokenPath)) != 3 {
			t.Errorf("%s: %v", answer, err)
		}
	}
	var held tokens
	held.keep(Token{Secret: wire.NewSecret("x"), Expires: time.Unix(100, 0)})
	if _, ok := held.usable(time.Unix(100, 0), ""); ok {
		t.Error("used at its end")
	}
}
