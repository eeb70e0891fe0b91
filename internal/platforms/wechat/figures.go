package wechat

import (
	"context"
	"strconv"
	"strings"
	"time"

	"huiying/internal/platforms/wire"
)

// Counted is one article in the statistics of a day. MsgDataID is the key to its comments; Index its 0-based position.
type Counted struct {
	MsgDataID int64
	Index     int
	Mass      bool // pushed to followers; false: published only
	Title     string
	URL       string
}

// ArticlesOf returns the articles that went out on a day in China, which must be over (WeChat doc getarticletotaldetail,
// data since 2025-11-01). It is the second way to learn an article's msg_data_id.
func (c *Client) ArticlesOf(ctx context.Context, day time.Time) ([]Counted, error) {
	type article struct {
		MsgID string   `json:"msgid"`
		Type  wire.Int `json:"publish_type"`
		Title string   `json:"title"`
		URL   string   `json:"content_url"`
	}
	type answer struct {
		List *[]article `json:"list"`
	}
	date := day.In(time.FixedZone("Asia/Shanghai", 8*3600)).Format(time.DateOnly)
	body := struct {
		Begin string `json:"begin_date"`
		End   string `json:"end_date"`
	}{date, date}
	a, err := ask(ctx, c, call{path: "/datacube/getarticletotaldetail", body: body}, func(a *answer) bool { return a.List != nil })
	if err != nil {
		return nil, err
	}
	// Nothing says from where the positions count. A day holds the first article of each message, so one 0 settles it.
	first := 1
	for _, it := range *a.List {
		if strings.HasSuffix(it.MsgID, "_0") {
			first = 0
		}
	}
	var out []Counted
	for _, it := range *a.List {
		data, pos, ok := strings.Cut(it.MsgID, "_")
		id, err := strconv.ParseInt(data, 10, 64)
		n, err2 := strconv.Atoi(pos)
		if !ok || err != nil || err2 != nil || n < first {
			continue // an id of another form names no comments
		}
		out = append(out, Counted{MsgDataID: id, Index: n - first, Mass: it.Type == 0, Title: it.Title, URL: it.URL})
	}
	return out, nil
}
