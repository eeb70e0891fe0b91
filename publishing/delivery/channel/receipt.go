package channel

import (
	"encoding/json"
	"io"
	"net/url"
	"strings"
	"time"

	"huiying/internal/problem"
)

// Receipt is what proves that a delivery is out.
type Receipt struct {
	ID        string // Weibo mid, WeChat article_id
	URL       string
	PublishID string // WeChat publish_id
	MsgID     string // WeChat msg_id of a broadcast
	MsgDataID string // WeChat; the only key to the comments
	At        time.Time
	Evidence  string // manual channel: hash of the picture that shows it
	Raw       json.RawMessage
}

// Empty tells whether the receipt says nothing.
func (r Receipt) Empty() bool {
	return r.ID == "" && r.URL == "" && r.PublishID == "" && r.MsgID == "" && r.MsgDataID == "" && r.Evidence == ""
}

// With returns the receipt with what a later one knows, and still with what the later one does not repeat.
func (r Receipt) With(later Receipt) Receipt {
	keep := func(old *string, text string) {
		if text != "" {
			*old = text
		}
	}
	keep(&r.ID, later.ID)
	keep(&r.URL, later.URL)
	keep(&r.PublishID, later.PublishID)
	keep(&r.MsgID, later.MsgID)
	keep(&r.MsgDataID, later.MsgDataID)
	keep(&r.Evidence, later.Evidence)
	if !later.At.IsZero() {
		r.At = later.At
	}
	if later.Raw != nil {
		r.Raw = later.Raw
	}
	return r
}

// SeenAt is the receipt of a person who saw a delivery at an address, with the hash of the picture that shows it.
func SeenAt(address, picture string, open func(hash string) (io.ReadCloser, error), at time.Time) (Receipt, error) {
	const safe = "没有记成已发布，填好的内容都还在"
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return Receipt{}, problem.New(problem.Invalid, "地址不像一个网址", safe, "请在平台上打开这一条，把浏览器地址栏里的整个地址贴过来")
	}
	if picture == "" {
		return Receipt{}, problem.New(problem.Invalid, "还没有截图", safe, "请选一张能看清这一条的截图")
	}
	f, err := open(picture)
	if err != nil {
		return Receipt{}, problem.Wrap(err, problem.Invalid, "截图打不开", safe, "请重新选一次截图")
	}
	if err := f.Close(); err != nil {
		return Receipt{}, err
	}
	return Receipt{URL: u.String(), Evidence: picture, At: at}, nil
}
