package approve_test

import (
	"time"

	"huiying/publishing/content"
	"huiying/review"
)

// busy lays a morning's work before 周建国: a post in its second round, and two more.
func (h *house) busy() string {
	w := h.Draft(h.paper())
	h.Submitted(w)
	h.Clock.Add(38 * time.Minute)
	h.take("孙悦", w.Post, review.Pass, "")
	h.Clock.Add(5 * time.Minute)
	h.take("陈国栋", w.Post, review.Return, "网点不查房产证明，市住建局通知里写的是只要户号。")
	h.again(w.Post, h.mended())
	h.Clock.Add(2 * time.Minute)
	h.take("孙悦", w.Post, review.Pass, "")
	h.Clock.Add(time.Minute)
	for _, title := range []string{"一图读懂《望川市住房租赁补贴办法》", "第十届市民文化节闭幕侧记"} {
		c := h.Content(content.Publish)
		c.Title = title
		h.Submitted(h.Draft(c))
	}
	return w.Post
}
