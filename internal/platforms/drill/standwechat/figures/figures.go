// Package figures is the statistics of the WeChat stand-in: what getarticletotaldetail says of the articles of one day. It
// reads the book, invents no reader, and must not change anything.
package figures

import (
	"fmt"
	"time"

	"huiying/internal/platforms/drill/standwechat/book"
)

// Article is one article of a day (WeChat doc wedata/news, getarticletotaldetail). MsgID is the msg_data_id, '_' and the
// position, from 1 on or, by the wire, from 0 on: the document does not say.
type Article struct {
	RefDate     string   `json:"ref_date"`
	MsgID       string   `json:"msgid"`
	PublishType int      `json:"publish_type"` // 0 mass sending, 1 publishing
	Title       string   `json:"title"`
	URL         string   `json:"content_url"`
	Detail      []Detail `json:"detail_list"`
}

// Detail is the readers of one day.
type Detail struct {
	StatDate     string   `json:"stat_date"`
	Readers      int      `json:"read_user"`
	Sources      []Source `json:"read_user_source"`
	Sharers      int      `json:"share_user"`
	Recommenders int      `json:"zaikan_user"`
	Likers       int      `json:"like_user"`
	Comments     int      `json:"comment_count"`
	Collectors   int      `json:"collection_user"`
	Praise       int      `json:"praise_money"` // 分
	Subscribers  int      `json:"read_subscribe_user"`
	Delivered    float64  `json:"read_delivery_rate"`
	Finished     float64  `json:"read_finish_rate"`
	ActiveTime   float64  `json:"read_avg_activetime"`
	Left         []any    `json:"read_jump_position"`
}

// Source is how many readers came from one place.
type Source struct {
	Readers int    `json:"user_count"`
	Scene   string `json:"scene_desc"`
}

// Total is the answer.
type Total struct {
	List  []Article `json:"list"`
	Delay bool      `json:"is_delay"`
}

// ready is how long after the end of a day its statistics come. The document says only that they may not be there yet.
const ready = 8 * time.Hour

// Of returns the articles of an account that went out on the one day from begin to end, or the code of the refusal: dates
// are YYYY-MM-DD (61500), one day at a time, at most yesterday (61501). In the first hours of a day those of yesterday are
// not ready: 61503 or, by the wire, an empty list with is_delay.
func Of(b *book.Book, app, begin, end string, now time.Time) (Total, int) {
	zone := time.FixedZone("Asia/Shanghai", 8*3600)
	day, err := time.ParseInLocation(time.DateOnly, begin, zone)
	last, err2 := time.ParseInLocation(time.DateOnly, end, zone)
	if err != nil || err2 != nil {
		return Total{}, 61500
	}
	y, m, d := now.In(zone).Date()
	if !day.Equal(last) || !last.Before(time.Date(y, m, d, 0, 0, 0, 0, zone)) {
		return Total{}, 61501
	}
	switch late := now.Before(day.AddDate(0, 0, 1).Add(ready)); {
	case late && !b.Wire.FiguresDelayed:
		return Total{}, 61503
	case late:
		return Total{List: []Article{}, Delay: true}, 0
	}
	t, first := Total{List: []Article{}}, 1
	if b.Wire.FiguresFromZero {
		first = 0
	}
	for _, j := range b.Jobs {
		if j.AppID != app || j.Status(now) != 0 || j.At.In(zone).Format(time.DateOnly) != begin {
			continue
		}
		for i, item := range j.Items {
			a := Article{RefDate: begin, MsgID: fmt.Sprintf("%d_%d", j.MsgDataID, i+first), PublishType: 1, Title: item.Title, URL: item.URL,
				Detail: []Detail{{StatDate: begin, Sources: []Source{{Scene: "全部"}}, Comments: said(b, j.MsgDataID, i, begin), Left: []any{}}}}
			if j.Mass {
				a.PublishType = 0
			}
			t.List = append(t.List, a)
		}
	}
	return t, 0
}

// said counts the comments that an article got on a day.
func said(b *book.Book, msgDataID int64, index int, day string) int {
	n := 0
	for _, c := range b.CommentsOn(msgDataID, index) {
		if book.Beijing(c.At).Format(time.DateOnly) == day {
			n++
		}
	}
	return n
}
