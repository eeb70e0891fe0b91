// Package problem is the one shape of an error that a person may come to read: a kind for machines, and words that say
// what happened, what is safe and what to do next. It knows no desk, platform or database, and never carries arguments,
// texts of citizens or secrets.
package problem

import (
	"errors"
	"strings"
)

// Kind tells a machine what sort of problem it is; it decides on retry, colour and exit code, never on words.
type Kind string

// The kinds. Each is used for one reaction only.
const (
	Invalid     Kind = "invalid"     // what was typed or given cannot be taken; mend it and try again
	Conflict    Kind = "conflict"    // somebody else was there first; look at the newer state
	Forbidden   Kind = "forbidden"   // the actor has no right to this
	Missing     Kind = "missing"     // it is not there (any more)
	Locked      Kind = "locked"      // barred for a time: wrong passwords, a second program on the same file
	Busy        Kind = "busy"        // the store could not be had in time; nothing was written
	Unavailable Kind = "unavailable" // network or platform out of reach
	Full        Kind = "full"        // no room left on the disk
	Damaged     Kind = "damaged"     // a file does not read back as it was written
	Newer       Kind = "newer"       // a file of a newer version of the program
	Refused     Kind = "refused"     // a platform said no
	Unknown     Kind = "unknown"     // asked outside, and no answer came back: it may or may not have happened
	Internal    Kind = "internal"    // a fault of the program
)

// Error is a problem in words. What is one sentence about what happened; Safe says what was not lost or not done; Next
// says what to do. Safe and Next may be empty where What leaves no question. Err is the cause, for logs only.
type Error struct {
	Kind Kind
	What string
	Safe string
	Next string
	Err  error
}

// New returns a problem of the given kind.
func New(kind Kind, what, safe, next string) *Error {
	return &Error{Kind: kind, What: what, Safe: safe, Next: next}
}

// Wrap returns a problem with a cause.
func Wrap(err error, kind Kind, what, safe, next string) *Error {
	return &Error{Kind: kind, What: what, Safe: safe, Next: next, Err: err}
}

// Error joins the three sentences. The cause stays out: it may hold paths or addresses.
func (e *Error) Error() string { return join(e.What, e.Safe, e.Next) }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Is makes errors.Is(err, problem.Invalid.Of()) work: two problems are alike when their kinds are.
func (e *Error) Is(target error) bool {
	k, ok := target.(kindOnly)
	return ok && Kind(k) == e.Kind
}

type kindOnly Kind

func (k kindOnly) Error() string { return string(k) }

// Of returns an error that every problem of this kind is equal to under errors.Is.
func (k Kind) Of() error { return kindOnly(k) }

// KindOf returns the kind of the first problem or refusal in err's chain, Internal for any other error, "" for nil.
func KindOf(err error) Kind {
	if err == nil {
		return ""
	}
	var p *Error
	if errors.As(err, &p) {
		return p.Kind
	}
	var r *Refusal
	if errors.As(err, &r) {
		return r.kind()
	}
	return Internal
}

// Words returns what a person may read of err. An error without words of its own gets a sentence that says so; its text
// goes to the log, not to the screen.
func Words(err error) string {
	if err == nil {
		return ""
	}
	var p *Error
	if errors.As(err, &p) {
		return p.Error()
	}
	var r *Refusal
	if errors.As(err, &r) {
		return r.Words()
	}
	return "程序出了一个没有料到的错。刚才这一步没有做成，已经存下的都在。请再试一次；如仍出现，请把日志交给管理员。"
}

func join(parts ...string) string {
	var b strings.Builder
	for _, p := range parts {
		p = strings.TrimSpace(p)
		if p == "" {
			continue
		}
		b.WriteString(p)
		if !strings.HasSuffix(p, "。") && !strings.HasSuffix(p, "？") {
			b.WriteString("。")
		}
	}
	return b.String()
}
