package wire

import (
	"huiying/internal/problem"
)

// Fault is a call that brought no answer. Left says whether the request may have reached the platform; false is certain.
// NoName says that the platform's name could not be resolved. Err is scrubbed.
type Fault struct {
	Left   bool
	NoName bool
	Err    error
}

// Refusal puts the fault into the words and the class of a call to platform.
func (f *Fault) Refusal(platform, call string, writing bool) *problem.Refusal {
	r := &problem.Refusal{Platform: platform, Call: call, Err: f.Err, Message: f.Err.Error()}
	switch {
	case !writing:
		r.Class = problem.ClassRetryRead
		r.Reason, r.Next = platform+"没有回音，这次没有读到", "已经读到的都在。请检查网络，稍后再读一次"
		if !f.Left {
			r.Reason = f.unreached(platform) + "，这次没有读到"
		}
	case f.Left:
		r.Class = problem.ClassUnknown
		r.Reason = "没收到" + platform + "的回音，这一步可能做成了，也可能没有"
		r.Next = "请先做平台核对，看清之前不要重发"
	default:
		r.Class = problem.ClassNotSent
		r.Reason = f.unreached(platform) + "，这一步没有送出去"
		r.Next = "内容都在。请检查网络，连上后可以再发"
	}
	return r
}

func (f *Fault) unreached(platform string) string {
	if f.NoName {
		return "找不到" + platform + "的服务器地址"
	}
	if problem.Cancelled(f.Err) {
		return "还没连上" + platform + "就停下了"
	}
	return "连不上" + platform
}

// Unreadable is an answer that is not what the platform documents: a gateway's page, an empty or a cut-off body.
func Unreadable(platform, call string, writing bool, a Answer, err error) *problem.Refusal {
	r := &problem.Refusal{Platform: platform, Call: call, Code: a.Code(), Message: "answer not understood", Err: err}
	if writing {
		r.Class = problem.ClassUnknown
		r.Reason = platform + "的回答读不懂，这一步可能做成了，也可能没有"
		r.Next = "请先做平台核对，看清之前不要重发"
		return r
	}
	r.Class = problem.ClassRetryRead
	r.Reason, r.Next = platform+"的回答读不懂，这次没有读到", "已经读到的都在。请稍后再读一次"
	return r
}
