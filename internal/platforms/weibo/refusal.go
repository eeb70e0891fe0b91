package weibo

import (
	"bytes"
	"errors"
	"strconv"
	"strings"
	"time"

	"huiying/internal/platforms/wire"
	"huiying/internal/problem"
)

const platform = "微博"

// IsRepeated tells whether Weibo refused a text because the account has said the same (20019) or nearly the same (20017)
// already. After an attempt without an answer it may mean that the attempt landed.
func IsRepeated(err error) bool { return CodeOf(err) == CodeRepeated || CodeOf(err) == CodeSimilar }

// CodeOf returns the platform's code in err's chain, "" where there is none.
func CodeOf(err error) string {
	var r *problem.Refusal
	if errors.As(err, &r) && r.Platform == platform {
		return r.Code
	}
	return ""
}

// failure is the body of an error, on resources and in OAuth.
type failure struct {
	Code        *wire.Int `json:"error_code"`
	Error       wire.Text `json:"error"`
	Description wire.Text `json:"error_description"`
}

func (f failure) code() int64 {
	if f.Code != nil && *f.Code != 0 {
		return int64(*f.Code)
	}
	return oauthNames()[string(f.Error)]
}

func (f failure) message() string {
	return strings.TrimSpace(string(f.Error) + " " + string(f.Description))
}

// errorOf tells whether a body is an error. An array never is. Its own error says that the body is no JSON.
func errorOf(body []byte) (f failure, is bool, err error) {
	if trimmed := bytes.TrimSpace(body); len(trimmed) > 0 && trimmed[0] == '[' {
		return f, false, nil
	}
	if err := wire.Decode(body, &f); err != nil {
		return f, false, err
	}
	return f, f.code() != 0 || f.Error != "", nil
}

// refusal puts an error body into class and words.
func refusal(f failure, path string, writing bool, now time.Time, secrets []string) *problem.Refusal {
	code, message := f.code(), f.message()
	r := &problem.Refusal{Platform: platform, Call: path, Message: wire.Message(message, secrets)}
	if code != 0 {
		r.Code = strconv.FormatInt(code, 10)
	}
	m, ok := meanings()[code]
	switch {
	case ok:
	case code == 0:
		// An error without a code says nothing certain about a write.
		m = meaning{class: problem.ClassRetryRead, reason: "微博说出了错，没有给代码", next: "请过几分钟再试"}
	default:
		m = meaning{class: problem.ClassNeedsPerson, next: toOffice}
	}
	r.Class, r.Reason, r.Next, r.Until = m.class, m.reason, m.next, m.until.after(now)
	switch {
	case code == 10017 && strings.Contains(message, "not find domain"):
		r.Reason, r.Next = "微博没有收下：缺安全域名链接", "请补上链接后再送"
	case code == 10017 && strings.Contains(message, "not bind domain"):
		r.Class = problem.ClassNeedsPerson
		r.Reason, r.Next = "微博没有收下：本应用还没有登记安全域名", "请管理员到微博开放平台登记安全域名"
	case writing && m.class == problem.ClassRetryRead:
		r.Class = problem.ClassUnknown
		r.Reason += "，这一步可能做成了，也可能没有"
		r.Next = "请先做平台核对，看清之前不要重发"
	}
	return r
}

// after returns the end of a refusal; days are the platform's, which end at midnight in China.
func (u until) after(now time.Time) time.Time {
	switch u {
	case nextHour:
		return now.Add(time.Hour)
	case nextDay:
		china := time.FixedZone("UTC+8", 8*3600)
		y, m, d := now.In(china).Date()
		return time.Date(y, m, d+1, 0, 0, 0, 0, china).UTC()
	}
	return time.Time{}
}
