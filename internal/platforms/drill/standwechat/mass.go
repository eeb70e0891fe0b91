package standwechat

import (
	"time"

	"huiying/internal/platforms/drill/stage"
	"huiying/internal/platforms/drill/standwechat/body"
	"huiying/internal/platforms/drill/standwechat/book"
	"huiying/internal/platforms/drill/standwechat/figures"
)

type massAnswer struct {
	verdict
	MsgID     int64 `json:"msg_id"`
	MsgDataID any   `json:"msg_data_id,omitempty"`
}

// sendAll is POST message/mass/sendall for mpnews. The clientmsgid is looked at before the draft, which is gone after a
// first success (WeChat doc Batch_Sends: 45065 gives the earlier msg_id, 45066 within a minute).
func (s *Server) sendAll(c *call) stage.Answer {
	var q struct {
		Filter struct {
			ToAll bool `json:"is_to_all"`
			Tag   int  `json:"tag_id"`
		} `json:"filter"`
		Type string `json:"msgtype"`
		News struct {
			MediaID string `json:"media_id"`
		} `json:"mpnews"`
		Ignore      int    `json:"send_ignore_reprint"`
		ClientMsgID string `json:"clientmsgid"`
	}
	if code := c.parse(&q); code != 0 {
		return c.refuse(code)
	}
	if len(q.ClientMsgID) > 32 {
		return c.refuse(45067)
	}
	if old, last := s.b.ByClientMsgID(c.app.AppID, q.ClientMsgID, c.now); old != nil {
		return s.massAgain(c, old, last)
	}
	if q.ClientMsgID != "" && s.b.WaitingFor(c.app.AppID, q.ClientMsgID, c.now) != nil {
		return c.refuse(89505)
	}
	switch {
	case q.Type != "mpnews":
		return c.refuse(40008)
	case !q.Filter.ToAll && q.Filter.Tag <= 0:
		return c.refuse(40152)
	}
	d := s.b.Draft(c.app.AppID, q.News.MediaID, c.now)
	switch {
	case d == nil:
		return c.refuse(40007)
	case s.b.MassQuotaUsed(c.app.AppID, c.now):
		return c.refuse(45028)
	}
	j := s.job(c, d, "mass", s.cfg.MassTakes)
	j.ClientMsgID = q.ClientMsgID
	if p := s.b.Plan("consent", c.app.AppID, c.path); p != nil {
		if s.Commit(c.now, &book.Asked{Waiting: book.Waiting{ID: len(s.b.Waiting) + 1, Job: j, At: c.now, Plan: p.ID}}) != nil {
			return c.refuse(-1)
		}
		return c.refuse(89504)
	}
	if s.Commit(c.now, &book.Sent{Job: j}) != nil {
		return c.refuse(-1)
	}
	return c.answer(massAnswer{verdict{0, "send job submission success"}, j.MsgID, id(j.MsgDataID, s.b.Wire.MsgDataIDAsString)})
}

func (s *Server) massAgain(c *call, old *book.Job, last time.Time) stage.Answer {
	if s.Commit(c.now, &book.MassRetried{AppID: old.AppID, ClientMsgID: old.ClientMsgID}) != nil {
		return c.refuse(-1)
	}
	if c.now.Sub(last) < time.Minute {
		return c.refuse(45066)
	}
	return c.answer(massAnswer{verdict{45065, c.words(45065)}, old.MsgID, nil})
}

// massGet is POST message/mass/get.
func (s *Server) massGet(c *call) stage.Answer {
	var q struct {
		MsgID body.Loose `json:"msg_id"`
	}
	if code := c.parse(&q); code != 0 {
		return c.refuse(code)
	}
	j := s.b.Job(c.app.AppID, func(j *book.Job) bool { return j.Mass && book.Number(j.MsgID) == string(q.MsgID) })
	if j == nil {
		return c.refuse(61451)
	}
	status := "SEND_FAIL"
	switch j.Status(c.now) {
	case 0:
		status = "SEND_SUCCESS"
	case 1:
		status = "SENDING"
	case 5, 6:
		status = "DELETE"
	}
	return c.answer(struct {
		MsgID  int64  `json:"msg_id"`
		Status string `json:"msg_status"`
	}{j.MsgID, status})
}

// articleTotal is POST datacube/getarticletotaldetail.
func (s *Server) articleTotal(c *call) stage.Answer {
	var q struct {
		Begin string `json:"begin_date"`
		End   string `json:"end_date"`
	}
	if code := c.parse(&q); code != 0 {
		return c.refuse(code)
	}
	total, code := figures.Of(s.b, c.app.AppID, q.Begin, q.End, c.now)
	if code != 0 {
		return c.refuse(code)
	}
	return c.answer(total)
}
