package problem

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Class says what may be done after a call to an outside platform went wrong.
type Class string

// The classes of facts on both platforms; a new platform maps its codes onto these and adds none.
const (
	ClassRetryRead   Class = "retry"     // a reading call hit a passing fault: ask again with backoff
	ClassToken       Class = "token"     // the token is not good: renew once, or bind again where it cannot be renewed
	ClassQuota       Class = "quota"     // no calls left until Until
	ClassNeedsPerson Class = "person"    // whitelist, permission, administrator's consent, captcha
	ClassPermanent   Class = "permanent" // this content will never be taken as it is
	ClassUnknown     Class = "unknown"   // the call may have been carried out: never repeat, reconcile
	ClassNotSent     Class = "notsent"   // the request certainly never reached the platform (no connection was made)
)

// Refusal is what an outside platform, or the way to it, answered instead of success. Code and Message are the
// platform's own; Message holds no token and no address with a query. Words for people come from Reason, Safe and Next.
type Refusal struct {
	Platform  string    // "微博", "微信"
	Call      string    // path of the call, without its query
	Code      string    // the platform's code, or "http 502", or ""
	Message   string    // the platform's words, cut to 200 characters
	RequestID string    // WeChat's rid; "" elsewhere
	Class     Class     //
	Until     time.Time // for ClassQuota: when to try again; zero when unknown
	Reason    string    // what happened, in Chinese, without the code
	Next      string    // what to do, in Chinese
	Err       error     // cause, for logs
}

// Error is for logs: platform, call, code and the platform's words.
func (r *Refusal) Error() string {
	return fmt.Sprintf("%s %s: %s %s (%s)", r.Platform, r.Call, r.Code, r.Message, r.Class)
}

// Unwrap returns the cause.
func (r *Refusal) Unwrap() error { return r.Err }

// Words is for people: the reason with the platform's code in brackets, then what to do.
func (r *Refusal) Words() string {
	what := r.Reason
	if what == "" {
		what = r.Platform + "没有收下这次调用"
		if r.Message != "" {
			what += "，原话是“" + r.Message + "”"
		}
	}
	if r.Code != "" {
		what += "（" + r.Code + "）"
	}
	return join(what, r.Next)
}

func (r *Refusal) kind() Kind {
	switch r.Class {
	case ClassUnknown:
		return Unknown
	case ClassNotSent, ClassRetryRead:
		return Unavailable
	}
	return Refused
}

// ClassOf returns the class of a refusal in err's chain. Any other error on the way out, a cancelled context included,
// is ClassUnknown: only a platform's own answer, or a connection never made, may say more.
func ClassOf(err error) Class {
	var r *Refusal
	if errors.As(err, &r) {
		return r.Class
	}
	return ClassUnknown
}

// Cancelled tells whether err is the end of a context, not a fault.
func Cancelled(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}
