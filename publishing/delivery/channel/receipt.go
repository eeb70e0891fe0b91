package channel

import (
	"encoding/json"
	"time"
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
