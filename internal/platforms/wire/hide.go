package wire

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"sort"
	"strings"
	"unicode/utf8"
)

// maxMessage is how many characters of a platform's own words are kept.
const maxMessage = 200

// Scrub returns text without the given secrets, in any of the forms in which a platform or a library may repeat them,
// and without the value of any parameter that by its name holds one.
func Scrub(text string, secrets []string) string {
	var forms []string
	for _, s := range secrets {
		if s != "" {
			forms = append(forms, s, url.QueryEscape(s), url.PathEscape(s), strings.Trim(fmt.Sprintf("%q", s), `"`))
		}
	}
	// The longest first: a secret may contain another one.
	sort.Slice(forms, func(i, j int) bool { return len(forms[i]) > len(forms[j]) })
	for _, f := range forms {
		text = strings.ReplaceAll(text, f, masked)
	}
	return namedSecret().ReplaceAllString(text, "${1}"+masked)
}

func namedSecret() *regexp.Regexp {
	return regexp.MustCompile(`(?i)((?:access_token|client_secret|appsecret|secret|[?&]code)"?\s*[=:]\s*"?)[^\s&"',;*}]+`)
}

// Message is Scrub, on one line, cut to the length that a refusal keeps.
func Message(text string, secrets []string) string {
	text = strings.Join(strings.Fields(strings.ToValidUTF8(Scrub(text, secrets), "�")), " ")
	if utf8.RuneCountInString(text) <= maxMessage {
		return text
	}
	return string([]rune(text)[:maxMessage-1]) + "…"
}

// quiet is a cause whose text was scrubbed. It answers errors.Is for its cause, but does not hand the cause out: an error
// of net/http prints the whole address, token included.
type quiet struct {
	text string
	is   func(error) bool
}

// Quiet returns err as a cause for logs, without secrets in its text.
func Quiet(err error, secrets []string) error {
	if err == nil {
		return nil
	}
	inner := err
	for {
		var u *url.Error
		if !errors.As(inner, &u) {
			break
		}
		inner = u.Err
	}
	return &quiet{text: Message(inner.Error(), secrets), is: func(target error) bool { return errors.Is(err, target) }}
}

func (q *quiet) Error() string              { return q.text }
func (q *quiet) Is(target error) bool       { return q.is(target) }
func (q *quiet) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(q.text)) }
