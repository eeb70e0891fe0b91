package standwechat

import (
	"huiying/internal/platforms/drill/stage"
	"huiying/internal/platforms/drill/standwechat/body"
	"huiying/internal/platforms/drill/standwechat/book"
)

// articleOut is an article as the platform gives it back.
type articleOut struct {
	Type        string     `json:"article_type"`
	Title       string     `json:"title"`
	Author      string     `json:"author"`
	Digest      string     `json:"digest"`
	Content     *string    `json:"content,omitempty"`
	Source      string     `json:"content_source_url"`
	Thumb       string     `json:"thumb_media_id"`
	ThumbURL    string     `json:"thumb_url,omitempty"` // of what is published only
	ShowCover   int        `json:"show_cover_pic"`
	OpenComment int        `json:"need_open_comment"`
	FansOnly    int        `json:"only_fans_can_comment"`
	Crop235     string     `json:"pic_crop_235_1,omitempty"`
	Crop11      string     `json:"pic_crop_1_1,omitempty"`
	ImageInfo   *imageInfo `json:"image_info,omitempty"`
	URL         string     `json:"url"`
	Deleted     *bool      `json:"is_deleted,omitempty"`
}

type imageInfo struct {
	List []imageOut `json:"image_list"`
}

type imageOut struct {
	MediaID string `json:"image_media_id"`
}

func (s *Server) out(app string, a book.Article, address string, content bool) articleOut {
	o := articleOut{Type: a.Type, Title: a.Title, Author: a.Author, Digest: a.Digest, Source: a.Source, Thumb: a.Thumb,
		OpenComment: bit(a.OpenComment), FansOnly: bit(a.FansOnly), Crop235: a.Crop235, Crop11: a.Crop11, URL: address}
	if content {
		o.Content = &a.Content
	}
	if a.Type == "newspic" {
		o.ImageInfo = &imageInfo{}
		for _, id := range a.Images {
			o.ImageInfo.List = append(o.ImageInfo.List, imageOut{id})
		}
	}
	return o
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

type newsItems struct {
	Items []articleOut `json:"news_item"`
}

func (s *Server) draftItems(d *book.Draft, content bool) newsItems {
	n := newsItems{Items: []articleOut{}}
	for i, a := range d.Articles {
		address := s.root("http://mp.weixin.qq.com") + "/s?tempkey=" + d.ID[:16] + "&idx=" + book.Number(int64(i+1))
		n.Items = append(n.Items, s.out(d.AppID, a, address, content))
	}
	return n
}

// draftGet is POST draft/get.
func (s *Server) draftGet(c *call) stage.Answer {
	d, code := s.draftOf(c)
	if code != 0 {
		return c.refuse(code)
	}
	return c.answer(s.draftItems(d, true))
}

// pageRequest is what both batchget calls take.
type pageRequest struct {
	Offset    int `json:"offset"`
	Count     int `json:"count"`
	NoContent int `json:"no_content"`
}

func (c *call) page() (pageRequest, int) {
	var q pageRequest
	if code := c.parse(&q); code != 0 {
		return q, code
	}
	if q.Offset < 0 || q.Count < 1 || q.Count > 20 {
		return q, 61451
	}
	return q, 0
}

// draftBatch is POST draft/batchget.
func (s *Server) draftBatch(c *call) stage.Answer {
	q, code := c.page()
	if code != 0 {
		return c.refuse(code)
	}
	all := s.b.DraftsOf(c.app.AppID, c.now)
	p := body.Page{Total: len(all), Items: []any{}}
	for _, d := range body.Slice(all, q.Offset, q.Count) {
		p.Items = append(p.Items, struct {
			MediaID string    `json:"media_id"`
			Content newsItems `json:"content"`
			Updated int64     `json:"update_time"`
		}{d.ID, s.draftItems(d, q.NoContent != 1), d.At.Unix()})
	}
	p.Count = len(p.Items)
	return c.answer(p)
}

// draftCount is GET draft/count.
func (s *Server) draftCount(c *call) stage.Answer {
	return c.answer(struct {
		Total int `json:"total_count"`
	}{len(s.b.DraftsOf(c.app.AppID, c.now))})
}
