package office_test

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"huiying/accounts"
	"huiying/inbox"
	"huiying/internal/people"
	"huiying/internal/platforms/drill"
	"huiying/publishing"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
	"huiying/review"
)

const canteen = "社区食堂探访"

// TestTheDayThroughTheScreens has the people of an office do their day by what stands on the screens, and holds its end
// against the platforms' own records.
func TestTheDayThroughTheScreens(t *testing.T) {
	b := open(t)
	b.sit("王蕾", func(h *hand) {
		h.compose("全市已有十二家社区食堂对外开放，全市最便宜。", "全市已有十二家社区食堂对外开放，老人一餐十元。")
		h.tick("望川政务服务")
		h.tick("望川视频")
		h.handIn(2)
	})
	b.sit("孙悦", func(h *hand) {
		h.tap("审核")
		h.tap(canteen)
		h.into("意见。退回和否决要写")
		h.write("“老人”要写明年龄")
		h.tap("退回")
		h.until("the post is returned", func() bool { return h.post().State == publishing.Returned })
	})
	b.sit("王蕾", func(h *hand) {
		h.compose("全市已有十二家社区食堂对外开放，老人一餐十元。", "全市已有十二家社区食堂对外开放，六十岁以上老人一餐十元。")
		h.reads("“老人”要写明年龄")
		h.handIn(3)
	})
	for i, name := range []string{"孙悦", "陈国栋", "周建国"} {
		b.sit(name, func(h *hand) {
			h.tap("审核")
			h.pass(canteen)
			h.until("step "+name, func() bool { return len(h.decisions("post", h.post().ID)) == i+1 })
		})
	}
	if ds := b.decisions("post", b.post().ID); ds[1].Secrecy != review.Open {
		t.Fatalf("the second step has the conclusion %q", ds[1].Secrecy)
	}
	b.goesOut()
	b.answers()
	b.sit("郑凯", func(h *hand) {
		h.tap("账号")
		began := h.house.Clock.Now().Truncate(time.Second)
		h.tap("现在监测")
		h.reads("监测完了，发现的写在各账号里")
		h.until("what stands was seen by this check", func() bool {
			list := h.standing()
			for _, f := range list {
				if f.Seen.Before(began) {
					return false
				}
			}
			return len(list) > 0
		})
	})
	b.sit("秦越", func(h *hand) {
		h.tap("设置")
		h.tap("留痕")
		h.tap("核验留痕")
		h.reads("条从头核到尾，没有少，没有改。")
	})
}

// goesOut has the post moved, its hour come, and the third way done by hand.
func (b *building) goesOut() {
	b.t.Helper()
	due := b.ways()[content.Share].Due
	at := due.Add(10 * time.Minute)
	b.sit("王蕾", func(h *hand) {
		h.tap("排期")
		h.tap(canteen)
		h.tap("改期")
		h.into(due.In(content.Shanghai()).Format("2006-01-02 15:04"))
		h.rewrite(at.In(content.Shanghai()).Format("2006-01-02 15:04"))
		h.tap("改期")
		h.until("the hour is another", func() bool { return h.ways()[content.Share].Due.Equal(at) })
		if n := len(h.posted(drill.Weibo)); n != 0 {
			h.t.Fatalf("%d posts before the hour", n)
		}
		for h.house.Clock.Now().Before(at) {
			h.later(min(at.Sub(h.house.Clock.Now())+time.Second, time.Hour))
			h.settle()
		}
		h.until("it is out by both interfaces", func() bool {
			w := h.ways()
			if w[content.Publish].State != delivery.Out {
				h.later(5 * time.Second)
			}
			return w[content.Share].State == delivery.Out && w[content.Publish].State == delivery.Out && w[content.ByHand].State == delivery.WaitPerson
		})
		for _, platform := range []string{drill.Weibo, drill.WeChat} {
			if n := len(h.posted(platform)); n != 1 {
				h.t.Fatalf("%d posts on %s", n, platform)
			}
		}
		h.choose(canteen, "开始人工发布")
		h.tap("开始人工发布")
		h.into("在平台上打开这一条")
		h.write("https://channels.example.cn/post/1")
		h.pick()
		h.tap("已经发出")
		h.until("the third way is done", func() bool {
			d := h.ways()[content.ByHand]
			return d.State == delivery.Out && d.Receipt.URL == "https://channels.example.cn/post/1"
		})
	})
}

// choose taps what says so in the list until the card offers an act.
func (h *hand) choose(title, act string) {
	h.t.Helper()
	h.until(act+" is offered", func() bool {
		for _, p := range h.find(title) {
			h.touch(p)
			h.settle()
			if len(h.find(act)) > 0 {
				return true
			}
		}
		return false
	})
}

// pick takes a picture in the chooser of files.
func (h *hand) pick() {
	h.t.Helper()
	h.tap("选截图")
	h.until("the chooser", func() bool { return len(h.find("选这个文件")) > 0 })
	h.rewrite(h.picture())
	h.tap("选这个文件")
	h.settle()
}

const (
	asked   = "食堂周日开门吗？"
	replied = "您好，社区食堂周日照常开门。"
	byHand  = "滨江路非机动车道"
	told    = "您好，围挡本周内收窄，非机动车道恢复通行。"
)

// answers has a comment collected, answered, checked and sent, and one that came by hand answered by hand.
func (b *building) answers() {
	b.t.Helper()
	p := b.posted(drill.Weibo)[0]
	if _, err := b.drill.Comment(b.t.Context(), drill.Saying{Platform: drill.Weibo, Post: p.ID, Index: p.Index, From: "路边的梧桐", Text: asked}); err != nil {
		b.t.Fatal(err)
	}
	b.sit("李敏", func(h *hand) {
		h.tap("留言")
		h.tap("收取一次")
		h.reads("收到 1 条新留言")
		for _, q := range [][2]string{{asked, replied}, {byHand, told}} {
			h.tap("留言")
			h.tap("待分办")
			h.tap(q[0])
			h.tap("认领")
			h.into("写给群众看的答复")
			h.write(q[1])
			h.tap("送审答复")
			h.reads("等审核人通过")
		}
	})
	b.sit("孙悦", func(h *hand) {
		for _, q := range []string{asked, byHand} {
			h.tap("审核")
			h.pass("答复：" + q)
			h.reads("已通过《答复：")
		}
	})
	b.sit("李敏", func(h *hand) {
		h.until("the reply stands on the platform", func() bool { return h.replies() == 1 })
		h.tap("留言")
		h.tap("待发出")
		h.tap(byHand)
		h.tap("登记人工答复")
		h.into("https://")
		h.write("https://channels.example.cn/reply/1")
		h.pick()
		h.tap("记成已答复")
		h.until("the answer by hand is on record", func() bool {
			a := h.question(byHand).Answer
			return a.State == inbox.Delivered && a.Link == "https://channels.example.cn/reply/1" && a.Evidence != ""
		})
		if n := h.replies(); n != 1 {
			h.t.Fatalf("%d replies to one question", n)
		}
	})
}

// replies counts the office's own replies to the question of the day, on the platform's own record.
func (b *building) replies() (n int) {
	b.t.Helper()
	for _, c := range b.posted(drill.Weibo)[0].Comments {
		if c.Text == asked {
			n += len(c.Answers())
		}
	}
	return n
}

// question finds a question by its words.
func (b *building) question(text string) inbox.Detail {
	b.t.Helper()
	ctx := people.With(b.t.Context(), people.System("旁观"))
	for _, v := range []inbox.View{inbox.ViewToSend, inbox.ViewAnswered} {
		qs, err := b.house.Inbox.Page(ctx, inbox.Filter{View: v, Text: text})
		if err != nil {
			b.t.Fatal(err)
		}
		if len(qs) > 0 {
			d, err := b.house.Inbox.Get(ctx, qs[0].ID)
			if err != nil {
				b.t.Fatal(err)
			}
			return d
		}
	}
	return inbox.Detail{}
}

func (b *building) standing() []accounts.Finding {
	b.t.Helper()
	list, err := b.house.Accounts.Standing(people.With(b.t.Context(), people.System("旁观")), "")
	if err != nil {
		b.t.Fatal(err)
	}
	return list
}

// compose opens the returned post and puts one text in place of another.
func (h *hand) compose(was, now string) {
	h.t.Helper()
	h.tap("撰稿")
	h.tap(canteen)
	h.key(fyne.KeyReturn)
	h.into(was)
	h.rewrite(now)
}

// handIn submits what is open and waits for the revision.
func (h *hand) handIn(revision int) {
	h.t.Helper()
	h.tap("送审")
	h.until("the revision is in", func() bool { p := h.post(); return p.State == publishing.InReview && p.Revision == revision })
}

// pass answers what is asked about an item of the queue and passes it.
func (h *hand) pass(title string) {
	h.t.Helper()
	h.tap(title)
	for _, k := range []fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5} {
		h.chord(fyne.KeyModifierAlt, k)
	}
	if len(h.find("保密结论")) > 0 && len(h.find(review.Open.Title())) > 0 {
		h.tap(review.Open.Title())
	}
	h.tap("通过")
}

// post is the post of the day.
func (b *building) post() publishing.Post {
	b.t.Helper()
	ctx := people.With(b.t.Context(), people.System("旁观"))
	all, err := b.house.Publishing.List(ctx, publishing.PostFilter{Limit: 50})
	if err != nil {
		b.t.Fatal(err)
	}
	for _, p := range all {
		if p.Title == canteen {
			return p
		}
	}
	b.t.Fatal("the post is gone")
	return publishing.Post{}
}

// decisions are those of the last round.
func (b *building) decisions(kind, id string) []review.Decision {
	b.t.Helper()
	s, err := b.house.Review.Of(people.With(b.t.Context(), people.System("旁观")), kind, id)
	if err != nil {
		b.t.Fatal(err)
	}
	return s.Rounds[len(s.Rounds)-1].Decisions
}

// ways are the deliveries of the post of the day, by how they go out.
func (b *building) ways() map[content.Way]delivery.Delivery {
	b.t.Helper()
	ds, err := b.house.Publishing.Deliveries.Of(people.With(b.t.Context(), people.System("旁观")), b.post().ID)
	if err != nil {
		b.t.Fatal(err)
	}
	m := map[content.Way]delivery.Delivery{}
	for _, d := range ds {
		m[d.Way] = d
	}
	return m
}

// posted are the platform's own records of the post of the day.
func (b *building) posted(platform string) (found []drill.Post) {
	b.t.Helper()
	r, err := b.drill.Records(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	for _, p := range r.Own() {
		if p.Platform == platform && (p.Title == canteen || strings.Contains(p.Text, "社区食堂")) {
			found = append(found, p)
		}
	}
	return found
}

// later moves the clock of the drill.
func (b *building) later(d time.Duration) {
	b.t.Helper()
	if err := b.house.Advance(b.t.Context(), d); err != nil {
		b.t.Fatal(err)
	}
}
