package office

import (
	"context"
	"errors"

	"huiying/internal/platforms/weibo"
	"huiying/internal/problem"
	"huiying/internal/workdays"
)

// Weibo takes nothing that says the same as what the account said before (20019) or nearly the same (20017). That may be an
// earlier attempt at this very post or answer, or an equal one that has nothing to do with it. The desks make no second
// attempt before a look has shown the first to be absent, so what the account shows now tells the two apart.

// perhapsLanded is a repetition that may be an earlier attempt: the account is asked, nothing is written off.
func perhapsLanded(err error) error {
	return repeated(err, problem.ClassUnknown, "微博说这段内容已经发过", "会到账号上核对，不会再发第二次")
}

// repeated gives a refusal as a repetition another class and other words.
func repeated(err error, class problem.Class, reason, next string) error {
	r := problem.Refusal{Platform: "微博", Err: err}
	var was *problem.Refusal
	if errors.As(err, &was) {
		r = *was
	}
	r.Class, r.Reason, r.Next = class, reason, next
	return &r
}

// again is what sending a post came to: a refusal as a repetition is an earlier attempt at it where an equal post went out
// just now, or where the platform knows of an equal one that it does not show.
func (o *Office) again(ctx context.Context, cl *weibo.Client, text string, err error) error {
	if !weibo.IsRepeated(err) {
		return err
	}
	list, failed := cl.UserTimeline(ctx, weibo.Page{})
	if failed != nil {
		return perhapsLanded(err)
	}
	for _, s := range list.Items {
		switch {
		case !alike(s.Text, text):
		case s.Created.IsZero(), o.now().Sub(s.Created.Time) < settleFor+skew:
			return perhapsLanded(err)
		default:
			return repeated(err, problem.ClassPermanent, "微博不收与上一条相同的内容，账号上 "+
				s.Created.In(workdays.Shanghai).Format("1月2日 15:04")+" 已有相同的一条", "没有发出。如果那就是这一条，不必再发；不是的，请改几个字，重新送审")
		}
	}
	if weibo.CodeOf(err) == weibo.CodeSimilar {
		return repeated(err, problem.ClassPermanent, "微博说与刚发的内容太像", "没有发出。请改几处，重新送审")
	}
	return perhapsLanded(err)
}

// answeredAgain is the same for an answer: it has landed where it stands under this question already. The same words to
// somebody else only want to be changed.
func (o *Office) answeredAgain(ctx context.Context, cl *weibo.Client, r ref, text string, err error) error {
	if !weibo.IsRepeated(err) {
		return err
	}
	mine, failed := cl.CommentsByMe(ctx, weibo.Page{Count: 50})
	if failed != nil {
		return perhapsLanded(err)
	}
	l := look{ref: r, text: text, mine: true}
	l.read(mine.Items)
	if l.there != nil || l.orphan {
		return perhapsLanded(err)
	}
	reason := "微博不收与上一条相同的答复"
	if weibo.CodeOf(err) == weibo.CodeSimilar {
		reason = "微博说这份答复与刚发的太像"
	}
	return repeated(err, problem.ClassPermanent, reason, "没有发出。请收回，改几个字，重新送审")
}
