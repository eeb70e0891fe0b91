package weibo

import (
	"bytes"
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/oauth2"

	"huiying/internal/platforms/wire"
	"huiying/internal/problem"
)

const tokenPath = "/oauth2/access_token"

// App is the office's registered Weibo application: it turns a person's consent into a token. It is safe for use by
// several goroutines.
type App struct {
	caller   *wire.Caller
	key      string
	secret   wire.Secret
	redirect string
	now      func() time.Time
}

// Grant is one account's consent. UID is the account's number; the platform gives no way to renew a grant without a person.
type Grant struct {
	Token   wire.Secret
	UID     int64
	Expires time.Time
}

// NewApp returns the application with the given AppKey. secret is asked for the AppSecret at each exchange. redirect must
// equal the address registered with Weibo to the letter, e.g. "https://api.weibo.com/oauth2/default.html".
func NewApp(base string, hc *http.Client, appKey string, secret func() string, redirect string, now func() time.Time, opts ...Option) *App {
	return &App{
		caller: wire.NewCaller(base, hc, limiterOf(opts), now), key: appKey, secret: wire.SecretFrom(secret),
		redirect: redirect, now: now,
	}
}

// Key returns the AppKey; TokenInfo.AppKey must equal it.
func (a *App) Key() string { return a.key }

// Skew returns how far Weibo's clock is ahead of ours, by its last answer.
func (a *App) Skew() (time.Duration, bool) { return a.caller.Skew() }

// Format prints the AppKey and nothing else.
func (a *App) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte("weibo:" + a.key)) }

func (a *App) config(secret string) *oauth2.Config {
	return &oauth2.Config{
		ClientID: a.key, ClientSecret: secret, RedirectURL: a.redirect,
		Endpoint: oauth2.Endpoint{
			AuthURL: a.caller.Base() + "/oauth2/authorize", TokenURL: a.caller.Base() + tokenPath,
			// A probe with a header first would burn the single-use code.
			AuthStyle: oauth2.AuthStyleInParams,
		},
	}
}

// AuthURL returns the page on which a person consents. It asks for a sign-in even where a browser is signed in, because
// an office has several accounts. state comes back with the answer and must be fresh for each attempt.
func (a *App) AuthURL(state string) string {
	return a.config("").AuthCodeURL(state, oauth2.SetAuthURLParam("forcelogin", "true"))
}

// ParseRedirect reads the address that the browser was sent to, as a person pasted it, and returns the code. state is
// the one given to AuthURL. Every error is for that person and repeats nothing of what was pasted.
func (a *App) ParseRedirect(pasted, state string) (wire.Secret, error) {
	want, err := url.Parse(a.redirect)
	if err != nil || want.Host == "" {
		return wire.Secret{}, problem.New(problem.Invalid, "登记的回调地址不是网址", "授权还没有开始", "请管理员到设置里改好回调地址")
	}
	const again = "请把浏览器地址栏里的整个地址复制过来"
	text := tidy(pasted)
	if text == "" {
		return wire.Secret{}, problem.New(problem.Invalid, "还没有粘贴地址", "", again)
	}
	if !strings.Contains(text, "://") {
		text = want.Scheme + "://" + text
	}
	got, err := url.Parse(text)
	if err != nil || got.Host == "" || (got.Scheme != "http" && got.Scheme != "https") {
		return wire.Secret{}, problem.New(problem.Invalid, "粘贴的不是网址", "授权还没有完成", again)
	}
	if got.Scheme != want.Scheme || !strings.EqualFold(got.Host, want.Host) || slash(got.Path) != slash(want.Path) {
		return wire.Secret{}, problem.New(problem.Invalid, "粘贴的不是登记的回调地址", "授权还没有完成", "请等页面跳转后，"+strings.TrimPrefix(again, "请"))
	}
	q, err := url.ParseQuery(got.RawQuery)
	if err != nil {
		return wire.Secret{}, problem.New(problem.Invalid, "粘贴的地址不完整", "授权还没有完成", again)
	}
	refused := q.Has("error") || q.Has("error_code")
	if refused && !q.Has("state") {
		// Weibo's documented refusal carries no state, and it grants nothing.
		return wire.Secret{}, a.denied(q)
	}
	if state == "" || len(q["state"]) != 1 || subtle.ConstantTimeCompare([]byte(q.Get("state")), []byte(state)) != 1 {
		return wire.Secret{}, problem.New(problem.Invalid, "这个地址不是这一次授权的", "没有绑定任何账号", "请重新点“授权”，用新打开的页面")
	}
	if refused {
		return wire.Secret{}, a.denied(q)
	}
	if len(q["code"]) != 1 || q.Get("code") == "" {
		return wire.Secret{}, problem.New(problem.Invalid, "地址里没有授权码", "授权还没有完成", again)
	}
	return wire.NewSecret(q.Get("code")), nil
}

// denied reads a refusal out of the redirect's parameters.
func (a *App) denied(q url.Values) error {
	f := failure{Error: wire.Text(q.Get("error")), Description: wire.Text(q.Get("error_description"))}
	var code wire.Int
	if err := code.UnmarshalJSON([]byte(q.Get("error_code"))); err == nil {
		f.Code = &code
	}
	r := refusal(f, "/oauth2/authorize", false, a.now(), []string{a.secret.Reveal()})
	// What stands in a pasted address is not the platform's word.
	r.Message = ""
	if _, known := meanings()[f.code()]; !known {
		r.Class, r.Code, r.Reason, r.Next = problem.ClassNeedsPerson, "", "微博没有给出授权", "请重新授权一次"
	}
	return r
}

// tidy undoes what copying does to an address: spaces, line breaks, quotation marks, escaped ampersands.
func tidy(s string) string {
	s = strings.Join(strings.Fields(s), "")
	s = strings.Trim(s, "\"'“”‘’<>《》，。")
	if strings.Contains(s, "&amp;") {
		s = html.UnescapeString(s)
	}
	return s
}

func slash(path string) string {
	if path == "" {
		return "/"
	}
	return path
}

// Exchange turns a code into a grant. A code works once: whatever goes wrong after it left, the person consents anew.
func (a *App) Exchange(ctx context.Context, code wire.Secret) (Grant, error) {
	secret := a.secret.Reveal()
	way := &exchange{caller: a.caller, secrets: []string{secret, code.Reveal()}}
	_, err := a.config(secret).Exchange(context.WithValue(ctx, oauth2.HTTPClient, &http.Client{Transport: way}), code.Reveal())
	asked := a.now()
	if way.fault != nil {
		r := way.fault.Refusal(platform, tokenPath, true)
		if r.Class == problem.ClassUnknown {
			r.Reason, r.Next = "没收到微博的回音，授权码只能用一次", "请重新授权一次，约 1 分钟"
		}
		return Grant{}, r
	}
	f, is, broken := errorOf(way.answer.Body)
	if is {
		return Grant{}, refusal(f, tokenPath, true, a.now(), way.secrets)
	}
	var body struct {
		Token   string   `json:"access_token"`
		UID     wire.Int `json:"uid"`
		Expires wire.Int `json:"expires_in"`
	}
	if broken == nil {
		broken = wire.Decode(way.answer.Body, &body)
	}
	if broken == nil && (err != nil || body.Token == "" || body.UID == 0 || body.Expires <= 0) {
		broken = errors.New("a documented field is missing")
	}
	if broken != nil {
		r := wire.Unreadable(platform, tokenPath, true, way.answer, broken)
		r.Reason, r.Next = "微博的回答读不懂，授权码只能用一次", "请重新授权一次，约 1 分钟"
		return Grant{}, r
	}
	return Grant{Token: wire.NewSecret(body.Token), UID: int64(body.UID), Expires: asked.Add(seconds(body.Expires))}, nil
}

// exchange carries x/oauth2's one request over the wire and keeps what came back. Weibo answers with JSON typed
// text/plain, which x/oauth2 would read as a query string, so the type is set here; the status says nothing at Weibo.
type exchange struct {
	caller  *wire.Caller
	secrets []string
	answer  wire.Answer
	fault   *wire.Fault
}

// RoundTrip makes the request once.
func (e *exchange) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		b, err := io.ReadAll(r.Body)
		_ = r.Body.Close()
		if err != nil {
			return nil, errors.New("request body cannot be read")
		}
		body = b
	}
	e.answer, e.fault = e.caller.Do(r.Context(), wire.Request{
		Method: r.Method, Path: tokenPath, Body: body, ContentType: r.Header.Get("Content-Type"), Writing: true, Secrets: e.secrets,
	})
	if e.fault != nil {
		return nil, e.fault.Err
	}
	return &http.Response{
		StatusCode: http.StatusOK, Status: "200 OK", Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r,
		Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(bytes.NewReader(e.answer.Body)),
		ContentLength: int64(len(e.answer.Body)),
	}, nil
}

// seconds returns n seconds, at most a hundred years.
func seconds(n wire.Int) time.Duration {
	return time.Duration(min(int64(n), 100*365*24*3600)) * time.Second
}
