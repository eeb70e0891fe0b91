package office

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"huiying/accounts"
	"huiying/internal/ledger"
	"huiying/internal/platforms/wechat"
	"huiying/internal/problem"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
)

// Send makes the one call: publish without notice, or push to all followers.
func (o *Office) Send(ctx context.Context, p delivery.Parcel, raw json.RawMessage) (delivery.Receipt, ledger.Verdict, error) {
	m, err := read(raw)
	if err != nil || m.Draft == "" {
		return delivery.Receipt{}, "", person("", "草稿还没有备好", "没有发出")
	}
	cl, err := o.client(ctx, p.Account)
	if err != nil {
		return delivery.Receipt{}, "", err
	}
	if p.Way == content.Broadcast {
		job, err := o.push(ctx, cl, m.Draft, p.Token)
		if err != nil {
			return delivery.Receipt{}, "", landedPerhaps(err)
		}
		return delivery.Receipt{MsgID: number(job.MsgID), MsgDataID: number(job.MsgDataID)}, ledger.Accepted, nil
	}
	job, err := cl.Submit(ctx, m.Draft)
	if err != nil {
		return delivery.Receipt{}, "", landedPerhaps(err)
	}
	return delivery.Receipt{PublishID: number(job.PublishID), MsgDataID: number(job.MsgDataID)}, ledger.Accepted, nil
}

// push uses the key of a push and remembers when.
func (o *Office) push(ctx context.Context, cl *wechat.Client, draft, key string) (wechat.MassSent, error) {
	o.mu.Lock()
	o.pushed[key] = o.now()
	o.mu.Unlock()
	return cl.MassSendAll(ctx, draft, key, true)
}

// tooSoon tells whether a key was used less than a minute ago. The platform would not tell then (45066), and would have to
// be left alone for another minute.
func (o *Office) tooSoon(key string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	at, used := o.pushed[key]
	return used && o.now().Sub(at) <= time.Minute
}

// landedPerhaps makes of some refusals what they are: signs that the article may be out, or may come out yet. A draft that
// was there a moment ago and is gone has left the box by going out, or by a person's hand; a known key (45065) belongs to
// a push that was taken; a push that waits for the administrator (89504, 89505) goes out when he agrees. The account itself
// is asked then.
func landedPerhaps(err error) error {
	var reason, next string
	switch {
	case is(err, wechat.CodeNoMedia):
		reason = "草稿箱里没有这一篇了，可能已经发出"
	case is(err, wechat.CodeMassKnown):
		reason = "微信说这一批已经收下过"
	case is(err, wechat.CodeMassAsks), is(err, wechat.CodeMassWaits):
		reason, next = "微信在等管理员确认这次群发，还没有发出", "请管理员 30 分钟内在手机上确认"
	default:
		return err
	}
	return &problem.Refusal{Platform: "微信", Code: wechat.CodeOf(err), Class: problem.ClassUnknown, Reason: reason, Next: next, Err: err}
}

// Follow asks how the job stands.
func (o *Office) Follow(ctx context.Context, p delivery.Parcel, _ json.RawMessage, r delivery.Receipt) (delivery.Receipt, ledger.Verdict, error) {
	cl, err := o.client(ctx, p.Account)
	if err != nil {
		return r, "", err
	}
	if p.Way == content.Broadcast {
		return o.followMass(ctx, cl, r)
	}
	id, err := strconv.ParseInt(r.PublishID, 10, 64)
	if err != nil {
		return r, "", person("", "没有发布编号，问不到结果", "请到公众平台后台看一眼")
	}
	job, err := cl.PublishStatus(ctx, id)
	if err != nil {
		return r, "", err
	}
	switch job.State {
	case wechat.PublishOK:
		r.ID, r.At = job.ArticleID, o.now()
		for i := range 2 { // positions are counted from 0 or 1, depending on the document
			if u := job.URLs[i]; u != "" {
				r.URL = u
				break
			}
		}
		return r, ledger.Published, nil
	case wechat.PublishRunning:
		return r, ledger.Accepted, nil
	}
	const call = "/cgi-bin/freepublish/get"
	why, next := reason(job.State)
	if why == "" { // a state that no document names is no verdict
		return r, "", person(call, fmt.Sprintf("微信说这次发布的状态是 %d，程序不认得", job.State), "请到公众平台后台看一眼")
	}
	return r, ledger.Refused, &problem.Refusal{Platform: "微信", Call: call, Code: fmt.Sprintf("publish_status %d", job.State),
		Class: problem.ClassPermanent, Reason: why, Next: next}
}

// reason says why a publication ended as it did, and what to do; "" for a state that no document names.
func reason(s wechat.PublishState) (why, next string) {
	const again, look = "请按平台的要求改好后另行送审", "请到公众平台后台看是谁删的、为什么"
	switch s {
	case wechat.PublishNotOriginal:
		return "微信的原创校验没有通过，文章没有发出", again
	case wechat.PublishFailed:
		return "微信发布失败，没有说原因，文章没有发出", again
	case wechat.PublishRefused:
		return "微信的平台审核没有通过，文章没有发出", again
	case wechat.PublishDeleted:
		return "文章发布成功后又在后台被删除了", look
	case wechat.PublishBanned:
		return "文章发布成功后被微信封禁了", "请到公众平台后台看原因"
	}
	return "", ""
}

func (o *Office) followMass(ctx context.Context, cl *wechat.Client, r delivery.Receipt) (delivery.Receipt, ledger.Verdict, error) {
	const call = "/cgi-bin/message/mass/get"
	id, err := strconv.ParseInt(r.MsgID, 10, 64)
	if err != nil {
		return r, "", person("", "没有群发编号，问不到结果", "请到公众平台后台看一眼")
	}
	state, err := cl.MassGet(ctx, id)
	if err != nil {
		return r, "", err
	}
	no := &problem.Refusal{Platform: "微信", Call: call, Code: state, Class: problem.ClassPermanent, Reason: "微信群发没有成功",
		Next: "请到公众平台后台看原因，改好后重新送审"}
	switch state {
	case wechat.MassSuccess:
		r.At = o.now()
		return r, ledger.Published, nil
	case wechat.MassSending:
		return r, ledger.Accepted, nil
	case wechat.MassFailed:
	case wechat.MassDeleted:
		no.Reason, no.Next = "群发成功后又被删除了", "请到公众平台后台看是谁删的"
	default: // a word that no document names is no verdict
		return r, "", person(call, "微信说这次群发的状态是“"+state+"”，程序不认得", "请到公众平台后台看一眼")
	}
	return r, ledger.Refused, no
}

func number(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// The interfaces are stated here so that a change of either side breaks the build.
var (
	_ delivery.Channel  = (*Office)(nil)
	_ delivery.Preparer = (*Office)(nil)
	_ accounts.Binder   = (*Office)(nil)
	_ accounts.Prober   = (*Office)(nil)
)
