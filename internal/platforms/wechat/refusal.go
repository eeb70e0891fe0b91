package wechat

import (
	"errors"
	"net/netip"
	"regexp"
	"strconv"
	"strings"
	"time"

	"huiying/internal/platforms/wire"
	"huiying/internal/problem"
)

const platform = "微信"

// CodeOf returns the platform's code in err's chain, "" where there is none.
func CodeOf(err error) string {
	var r *problem.Refusal
	if errors.As(err, &r) && r.Platform == platform {
		return r.Code
	}
	return ""
}

// refusal puts an errcode into class and words.
func (c *Client) refusal(k call, code int64, message string, secrets []string) *problem.Refusal {
	r := &problem.Refusal{Platform: platform, Call: k.path, Code: strconv.FormatInt(code, 10), RequestID: requestID(wire.Scrub(message, secrets))}
	r.Message = wire.Message(message, secrets)
	m, ok := meanings()[code]
	if !ok {
		m = unlisted(code)
	}
	r.Class, r.Reason, r.Next = m.class, m.reason, m.next
	r.Until = m.until.after(c.now())
	switch {
	case code == 45066:
		// The key was used less than a minute ago: whether that sending was taken is exactly what is not known.
		r.Class, r.Until = problem.ClassUnknown, c.now().Add(time.Minute)
		r.Reason, r.Next = "一分钟内重发了同一批，微信没有理会", "上一次可能已收下。请过一分钟做平台核对"
	case code == 40001 && k.path == tokenPath:
		r.Class = problem.ClassToken
		r.Reason, r.Next = "微信说 AppSecret 不对", "请到账号页核对 AppSecret 后重新绑定"
	case code == 40164:
		if ip := seenIP(message); ip != "" {
			r.Reason = "微信拒绝了这次调用：本机 IP " + ip + " 不在白名单"
		}
	case code == 45011 && !k.writing:
		r.Class = problem.ClassRetryRead
	case k.writing && m.class == problem.ClassRetryRead:
		r.Class = problem.ClassUnknown
		r.Reason += "，这一步可能做成了，也可能没有"
		r.Next = "请先做平台核对，看清之前不要重发"
	}
	return r
}

// unlisted classes codes that the table does not name. Without a reason the words show the platform's own.
func unlisted(code int64) meaning {
	switch {
	case code < 0:
		return meaning{class: problem.ClassRetryRead, reason: "微信说自己出了错", next: "请过几分钟再试"}
	case code >= 41110 && code <= 41119, code >= 45001 && code <= 45008, code >= 47001 && code <= 47009:
		return meaning{class: problem.ClassPermanent, next: mendText}
	}
	return meaning{class: problem.ClassNeedsPerson, next: toOffice}
}

// after returns the end of a refusal; days are the platform's, which end at midnight in China.
func (u until) after(now time.Time) time.Time {
	switch u {
	case nextMinute:
		return now.Add(time.Minute)
	case nextHour:
		return now.Add(time.Hour)
	case in24Hours:
		return now.Add(24 * time.Hour)
	case nextDay:
		y, m, d := now.In(time.FixedZone("UTC+8", 8*3600)).Date()
		return time.Date(y, m, d+1, 0, 0, 0, 0, time.FixedZone("UTC+8", 8*3600)).UTC()
	}
	return time.Time{}
}

// requestID finds the id by which WeChat's support finds a call: "rid: a-b-c", formerly "hint: [x]".
func requestID(message string) string {
	if m := regexp.MustCompile(`rid:\s*([0-9A-Za-z]+(?:-[0-9A-Za-z]+)+)`).FindStringSubmatch(message); m != nil {
		return m[1]
	}
	if m := regexp.MustCompile(`hint:\s*\[([^\]]{1,100})\]`).FindStringSubmatch(message); m != nil {
		return m[1]
	}
	return ""
}

// seenIP finds the address that the platform saw, in the words of 40164.
func seenIP(message string) string {
	for _, word := range strings.FieldsFunc(message, func(r rune) bool { return r == ' ' || r == ',' || r == '[' || r == ']' }) {
		if a, err := netip.ParseAddr(word); err == nil {
			return a.Unmap().String()
		}
	}
	return ""
}
