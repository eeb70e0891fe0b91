package day

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image/color"
	"time"

	"huiying/accounts"
	"huiying/inbox"
	"huiying/inbox/policy"
	"huiying/inbox/sending"
	"huiying/internal/platforms/drill"
	"huiying/internal/problem"
	"huiying/publishing/delivery"
)

// asked is one question of the day.
type asked struct {
	key     string
	account string
	under   story
	way     string // "" entered by hand; otherwise the platform's name with the drill
	author  string
	text    string
	reply   string
}

// citizen is: a citizen has commented under a published item, on the platform itself.
func (d *Day) citizen(q asked) goal {
	return goal{name: "群众在" + q.account + "留言",
		met: func(ctx context.Context) (string, bool, error) {
			c, _, err := d.comment(ctx, q)
			return fmt.Sprintf("群众在%s留言：%s", q.account, q.text), c != nil, err
		},
		act: func(ctx context.Context) error {
			_, post, err := d.comment(ctx, q)
			if err != nil {
				return err
			}
			if post == nil {
				return fmt.Errorf("平台上没有《%s》", q.under.title)
			}
			_, err = d.Drill.Comment(ctx, drill.Saying{Platform: q.way, Post: post.ID, Index: post.Index, From: q.author, Text: q.text})
			return err
		}}
}

// comment looks in the platforms' own records.
func (d *Day) comment(ctx context.Context, q asked) (*drill.Comment, *drill.Post, error) {
	del, err := d.published(ctx, q)
	if err != nil {
		return nil, nil, err
	}
	records, err := d.Drill.Records(ctx)
	if err != nil {
		return nil, nil, err
	}
	for i, p := range records.Posts {
		if p.Platform != q.way || p.ID != del.Receipt.ID && p.ID != del.Receipt.MsgDataID && p.Title != q.under.title {
			continue
		}
		for j, c := range p.Comments {
			if c.Text == q.text {
				return &records.Posts[i].Comments[j], &records.Posts[i], nil
			}
		}
		return nil, &records.Posts[i], nil
	}
	return nil, nil, nil
}

func (d *Day) published(ctx context.Context, q asked) (delivery.Delivery, error) {
	ds, err := d.House.Publishing.Deliveries.Of(observer(ctx), id(q.under.key))
	if err != nil {
		return delivery.Delivery{}, err
	}
	for _, del := range ds {
		if string(del.Account) == id(q.account) {
			return del, nil
		}
	}
	return delivery.Delivery{}, fmt.Errorf("《%s》没有发到%s", q.under.title, q.account)
}

// question finds a question in the inbox by its words.
func (d *Day) question(ctx context.Context, q asked) (inbox.Detail, error) {
	ctx = observer(ctx)
	if q.way == "" {
		return d.House.Inbox.Get(ctx, id(q.key))
	}
	for _, v := range []inbox.View{inbox.ViewUnassigned, inbox.ViewToAnswer, inbox.ViewReview, inbox.ViewToSend, inbox.ViewAnswered, inbox.ViewDone} {
		qs, err := d.House.Inbox.Page(ctx, inbox.Filter{View: v, Account: accounts.ID(id(q.account)), Text: q.text})
		if err != nil {
			return inbox.Detail{}, err
		}
		if len(qs) > 0 {
			return d.House.Inbox.Get(ctx, qs[0].ID)
		}
	}
	return inbox.Detail{}, problem.New(problem.Missing, "留言还没有收到", "", "")
}

// collected is: the question stands in the inbox with its deadline.
func (d *Day) collected(q asked) goal {
	return goal{name: "收取留言",
		met: func(ctx context.Context) (string, bool, error) {
			det, err := d.question(ctx, q)
			if problem.KindOf(err) == problem.Missing {
				return "", false, nil
			}
			return fmt.Sprintf("收到 %s 的%s，%d 个工作日内答复，%s 前", det.Question.Author, det.Question.Kind.Title(), det.Question.Days,
				det.Question.Due.In(time.FixedZone("Asia/Shanghai", 8*3600)).Format("01-02 15:04")), err == nil, err
		},
		by: answerer,
		act: func(ctx context.Context) error {
			if q.way == "" {
				_, err := d.House.Inbox.Enter(ctx, inbox.Entry{ID: id(q.key), Account: accounts.ID(id(q.account)), Author: q.author, Text: q.text,
					Received: d.House.Clock.Now().Add(-time.Hour), Kind: policy.Consult})
				return err
			}
			n, err := d.House.Inbox.CollectNow(ctx, accounts.ID(id(q.account)))
			if err != nil || n > 0 {
				return err
			}
			return d.idle(ctx) // not there yet: comments of a post whose answer was lost are found the day after
		}}
}

// drafted is: the answer was claimed, written and handed in.
func (d *Day) drafted(q asked) goal {
	return goal{name: "拟答",
		met: func(ctx context.Context) (string, bool, error) {
			det, err := d.question(ctx, q)
			return fmt.Sprintf("%s认领，拟好答复送审：%s", answerer, q.reply), det.Answer.Revision > 0, err
		},
		by: answerer,
		act: func(ctx context.Context) error {
			det, err := d.question(ctx, q)
			if err != nil {
				return err
			}
			if det.Question.Claimed == "" {
				return d.House.Inbox.Claim(ctx, det.Question.ID)
			}
			if det.Answer.Text != q.reply {
				_, err := d.House.Inbox.Save(ctx, inbox.SaveAnswer{ID: id("答" + q.key), Question: det.Question.ID, Version: det.Answer.Version, Text: q.reply})
				return err
			}
			_, err = d.House.Inbox.Submit(ctx, inbox.SubmitAnswer{Question: det.Question.ID, Version: det.Answer.Version})
			return err
		}}
}

// answered is: the reply stands on the platform, or was posted there by hand with its evidence.
func (d *Day) answered(q asked) goal {
	return goal{name: "答复发出",
		met: func(ctx context.Context) (string, bool, error) {
			det, err := d.question(ctx, q)
			if err != nil || det.Answer.State != inbox.Delivered {
				return "", false, err
			}
			if q.way == "" {
				return "人工答复，地址 " + det.Answer.Link + "，截图 " + det.Answer.Evidence[:8], true, nil
			}
			c, _, err := d.comment(ctx, q)
			if err != nil || c == nil || len(c.Answers()) == 0 {
				return "", false, err
			}
			return fmt.Sprintf("平台上看到答复 %d 条：%s", len(c.Answers()), c.Answers()[0].Text), true, nil
		},
		act: func(ctx context.Context) error {
			as, err := d.as(ctx, answerer)
			if err != nil {
				return err
			}
			det, err := d.question(ctx, q)
			if err != nil {
				return err
			}
			a := det.Answer
			switch {
			case a.State == inbox.WaitPerson:
				proof, err := d.House.Sending.AddEvidence(as, "答复截图.png", bytes.NewReader(picture(color.RGBA{140, 140, 120, 255})))
				if err != nil {
					return err
				}
				return d.House.Sending.SentByHand(as, sending.ByHandSent{Answer: a.ID, Version: a.Version, Link: "https://channels.example.cn/reply/1", Evidence: proof})
			case a.State == inbox.Unknown && !a.Absent.IsZero():
				d.say("   %s  待确认：%s", d.clock(), a.Note)
				d.say("   %s  %s到后台看过，放行再答一次", d.clock(), answerer)
				return d.House.Sending.Release(as, sending.ByHandSent{Answer: a.ID, Version: a.Version, Why: "后台看过，评论下没有答复"})
			case a.State == inbox.Unknown:
				if _, waits, err := d.House.Wakes.At(ctx, inbox.WakeReconcile, a.ID); err != nil || !waits {
					return errors.Join(err, d.House.Sending.Look(as, a.ID))
				}
			case a.State == inbox.Refused:
				d.say("   %s  平台退回：%s", d.clock(), a.Note)
				if err := d.rebind(ctx, det.Question.Account); err != nil {
					return err
				}
				return d.House.Sending.Again(as, a.ID, a.Version)
			}
			return d.idle(ctx)
		}}
}
