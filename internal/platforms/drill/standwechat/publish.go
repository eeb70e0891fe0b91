package standwechat

import (
	"slices"
	"time"

	"huiying/internal/platforms/drill/stage"
	"huiying/internal/platforms/drill/standwechat/body"
	"huiying/internal/platforms/drill/standwechat/book"
)

// id writes a number as the drill wants it on the wire.
func id(n int64, asString bool) any {
	if asString {
		return book.Number(n)
	}
	return n
}

// job makes what a draft becomes when it goes out.
func (s *Server) job(c *call, d *book.Draft, what string, takes time.Duration) book.Job {
	j := book.Job{AppID: c.app.AppID, DraftID: d.ID, At: c.now, Mass: what == "mass"}
	publishID, msgDataID, msgID := s.b.NextJob()
	j.MsgDataID = msgDataID
	if j.Mass {
		j.MsgID = msgID
	} else {
		j.PublishID, j.ArticleID = publishID, "A"+body.Random(20)
	}
	if p := s.b.Plan(what, c.app.AppID, c.path); p != nil {
		j.Outcome, j.Plan = p.Code, p.ID
		if p.Takes > 0 {
			takes = p.Takes
		}
	}
	j.Done = c.now.Add(takes)
	for _, a := range d.Articles {
		at := "/s/" + body.Random(11)
		j.Items = append(j.Items, book.Item{Article: a, URL: s.root("http://mp.weixin.qq.com") + at, Path: at})
	}
	return j
}

// submit is POST freepublish/submit. An answer of 0 means that the job was taken, no more. There is no key against
// repetition: as long as the draft is in the box, a second submit is a second publication.
func (s *Server) submit(c *call) stage.Answer {
	d, code := s.draftOf(c)
	if code != 0 {
		return c.refuse(code)
	}
	j := s.job(c, d, "publish", s.cfg.PublishTakes)
	if s.Commit(c.now, &book.Sent{Job: j}) != nil {
		return c.refuse(-1)
	}
	return c.answer(struct {
		verdict
		PublishID any `json:"publish_id"`
		MsgDataID any `json:"msg_data_id"`
	}{verdict{0, "ok"}, id(j.PublishID, s.b.Wire.PublishIDAsString), id(j.MsgDataID, s.b.Wire.MsgDataIDAsString)})
}

type detailItem struct {
	Index int    `json:"idx"`
	URL   string `json:"article_url"`
}

type articleDetail struct {
	Count int          `json:"count"`
	Items []detailItem `json:"item"`
}

type publishOut struct {
	PublishID any            `json:"publish_id"`
	Status    int            `json:"publish_status"`
	ArticleID string         `json:"article_id,omitempty"`
	Detail    *articleDetail `json:"article_detail,omitempty"`
	Failed    []int          `json:"fail_idx"`
}

// publishGet is POST freepublish/get. Article and addresses stand only in status 0, failed numbers only in 2 and 4
// (WeChat doc Publish/Get_status).
func (s *Server) publishGet(c *call) stage.Answer {
	var q struct {
		PublishID body.Loose `json:"publish_id"`
	}
	if code := c.parse(&q); code != 0 {
		return c.refuse(code)
	}
	j := s.b.Job(c.app.AppID, func(j *book.Job) bool { return !j.Mass && book.Number(j.PublishID) == string(q.PublishID) })
	if j == nil {
		return c.refuse(61451)
	}
	out := publishOut{PublishID: id(j.PublishID, s.b.Wire.PublishIDAsString), Status: j.Status(c.now), Failed: []int{}}
	switch out.Status {
	case 0:
		out.ArticleID, out.Detail = j.ArticleID, &articleDetail{Items: []detailItem{}}
		for i, it := range j.Items {
			out.Detail.Items = append(out.Detail.Items, detailItem{i + 1, it.URL})
		}
		out.Detail.Count = len(j.Items)
	case 2, 4:
		for i := range j.Items {
			out.Failed = append(out.Failed, i+1)
		}
	}
	return c.answer(out)
}

// published finds a publication that has succeeded, whatever became of it later.
func (s *Server) published(c *call, articleID string) *book.Job {
	return s.b.Job(c.app.AppID, func(j *book.Job) bool {
		return !j.Mass && j.ArticleID == articleID && slices.Contains([]int{0, 5, 6}, j.Status(c.now))
	})
}

func (s *Server) jobItems(j *book.Job, content bool) newsItems {
	n := newsItems{Items: []articleOut{}}
	for _, it := range j.Items {
		o := s.out(j.AppID, it.Article, it.URL, content)
		o.Deleted = &it.Deleted
		if m := s.b.Material(j.AppID, it.Thumb); m != nil {
			o.ThumbURL = m.URL
		}
		n.Items = append(n.Items, o)
	}
	return n
}

// getArticle is POST freepublish/getarticle.
func (s *Server) getArticle(c *call) stage.Answer {
	var q struct {
		ArticleID string `json:"article_id"`
	}
	if code := c.parse(&q); code != 0 {
		return c.refuse(code)
	}
	j := s.published(c, q.ArticleID)
	if j == nil {
		return c.refuse(53600)
	}
	return c.answer(s.jobItems(j, true))
}

// publishBatch is POST freepublish/batchget. It does not see what was mass-sent.
func (s *Server) publishBatch(c *call) stage.Answer {
	q, code := c.page()
	if code != 0 {
		return c.refuse(code)
	}
	var all []*book.Job
	for _, j := range slices.Backward(s.b.Jobs) {
		if j.AppID == c.app.AppID && !j.Mass && j.Status(c.now) == 0 {
			all = append(all, j)
		}
	}
	p := body.Page{Total: len(all), Items: []any{}}
	for _, j := range body.Slice(all, q.Offset, q.Count) {
		p.Items = append(p.Items, struct {
			ArticleID string    `json:"article_id"`
			Content   newsItems `json:"content"`
			Updated   int64     `json:"update_time"`
		}{j.ArticleID, s.jobItems(j, q.NoContent != 1), j.Done.Unix()})
	}
	p.Count = len(p.Items)
	return c.answer(p)
}

// publishDelete is POST freepublish/delete. index counts from 1; 0 or none deletes everything.
func (s *Server) publishDelete(c *call) stage.Answer {
	var q struct {
		ArticleID string `json:"article_id"`
		Index     int    `json:"index"`
	}
	if code := c.parse(&q); code != 0 {
		return c.refuse(code)
	}
	j := s.published(c, q.ArticleID)
	switch {
	case j == nil || j.Status(c.now) != 0:
		return c.refuse(53600)
	case q.Index < 0 || q.Index > len(j.Items):
		return c.refuse(40114)
	}
	if s.Commit(c.now, &book.ItemEnded{MsgDataID: j.MsgDataID, Index: q.Index, Fate: 5}) != nil {
		return c.refuse(-1)
	}
	return c.ok()
}
