package inbox

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"huiying/accounts"
	"huiying/inbox/policy"
	"huiying/internal/problem"
	"huiying/internal/unit"
)

// oldest is how old a question entered by hand may be: an older one is a slip in the year.
const oldest = 10 * 365 * 24 * time.Hour

// Entry is a question that somebody saw in a platform's back office and enters by hand.
type Entry struct {
	ID       string // made by the caller
	Account  accounts.ID
	Author   string // masked before it is stored
	Text     string
	Received time.Time
	Link     string
	Kind     policy.Kind // Consult when empty
	Window   time.Time   // until when the platform takes an answer; zero when it sets no end
}

// Enter stores a question entered by hand. The same id again is no second question.
func (s *Service) Enter(ctx context.Context, e Entry) (Question, error) {
	if _, err := answerer(ctx); err != nil {
		return Question{}, err
	}
	if err := e.check(s.Now()); err != nil {
		return Question{}, err
	}
	a, err := s.Register.Account(ctx, e.Account)
	if err != nil {
		return Question{}, err
	}
	q := Question{ID: e.ID, Account: a.ID, Platform: a.Platform, Channel: ByHand, External: e.ID, Author: Mask(e.Author), Text: e.Text, Link: e.Link,
		Received: e.Received.UTC(), Collected: s.Now(), Kind: e.Kind, State: Unassigned, Window: e.Window, Version: 1}
	s.setDue(&q)
	var stored Question
	err = s.Work.Do(ctx, func(ctx context.Context) error {
		row, err := s.Store.Add(ctx, q)
		if problem.KindOf(err) == problem.Conflict {
			stored, err = s.Store.Question(ctx, q.ID)
			return err
		}
		if err != nil {
			return err
		}
		stored = q
		stored.Row = row
		unit.After(ctx, func() { s.Changed(Topic, q.ID) })
		return s.Record(ctx, "登记留言", "question", q.ID, 0, map[string]string{"account": string(a.ID), "author": q.Author})
	})
	return stored, err
}

func (e *Entry) check(now time.Time) error {
	e.Text, e.Link = strings.TrimSpace(e.Text), strings.TrimSpace(e.Link)
	if e.Kind == "" {
		e.Kind = policy.Consult
	}
	switch {
	case e.ID == "":
		return problem.New(problem.Internal, "这条留言没有自己的编号", "没有登记", "")
	case e.Text == "":
		return problem.New(problem.Invalid, "还没有写留言的内容", "没有登记", "请把群众的原话抄进来")
	case e.Received.IsZero():
		return notEntered("还没有写收到时间", "期限从收到时起算，请写上")
	case e.Received.After(now):
		return notEntered("收到时间在以后", "请核对收到的日期和钟点")
	case now.Sub(e.Received) > oldest:
		return notEntered("收到时间在十年以前", "请核对收到的年份")
	case !e.Window.IsZero() && !e.Window.After(e.Received):
		return notEntered("平台的答复窗口在收到以前就关了", "请核对窗口关闭的时间")
	case !slices.Contains(policy.Kinds(), e.Kind):
		return notEntered("没有这一种留言类型", "请从列出的几种里选")
	case e.Link != "" && !isAddress(e.Link):
		return notEntered("链接不像一个网址", "请贴浏览器地址栏里的整个地址，或留空")
	}
	return nil
}

func notEntered(what, next string) error {
	return problem.New(problem.Invalid, what, "没有登记，填好的内容都还在", next)
}

func isAddress(link string) bool {
	u, err := url.Parse(link)
	return err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http")
}
