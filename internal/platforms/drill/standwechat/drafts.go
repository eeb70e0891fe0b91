package standwechat

import (
	"strings"
	"unicode/utf8"

	"huiying/internal/platforms/drill/stage"
	"huiying/internal/platforms/drill/standwechat/book"
	"huiying/internal/platforms/drill/standwechat/markup"
)

// The limits of an article, counted in characters unless the name says otherwise (WeChat doc draft_add, 2025-12-19).
const (
	maxTitle        = 32
	maxAuthor       = 16
	maxDigest       = 128
	belowContent    = 20000
	belowContentRaw = 1 << 20 // bytes
	maxSourceRaw    = 1 << 10 // bytes
	maxArticles     = 8
	maxImages       = 20
	digestOfText    = 54
)

// articleIn is an article as callers send it.
type articleIn struct {
	Type        string `json:"article_type"`
	Title       string `json:"title"`
	Author      string `json:"author"`
	Digest      string `json:"digest"`
	Content     string `json:"content"`
	Source      string `json:"content_source_url"`
	Thumb       string `json:"thumb_media_id"`
	OpenComment int    `json:"need_open_comment"`
	FansOnly    int    `json:"only_fans_can_comment"`
	Crop235     string `json:"pic_crop_235_1"`
	Crop11      string `json:"pic_crop_1_1"`
	ImageInfo   struct {
		List []struct {
			MediaID string `json:"image_media_id"`
		} `json:"image_list"`
	} `json:"image_info"`
}

// draftAdd is POST draft/add.
func (s *Server) draftAdd(c *call) stage.Answer {
	var q struct {
		Articles []articleIn `json:"articles"`
	}
	if code := c.parseLiteral(&q); code != 0 {
		return c.refuse(code)
	}
	if len(q.Articles) == 0 || len(q.Articles) > maxArticles {
		return c.refuse(45008)
	}
	d := book.Draft{ID: mediaID(), AppID: c.app.AppID, At: c.now}
	for _, in := range q.Articles {
		a, code := s.article(c, in, len(q.Articles) == 1)
		if code != 0 {
			return c.refuse(code)
		}
		d.Articles = append(d.Articles, a)
	}
	if s.Commit(c.now, &book.DraftSaved{Draft: d}) != nil {
		return c.refuse(-1)
	}
	return c.answer(struct {
		MediaID string `json:"media_id"`
	}{d.ID})
}

// article checks one article and makes of it what the platform stores.
func (s *Server) article(c *call, in articleIn, single bool) (book.Article, int) {
	count := utf8.RuneCountInString
	switch {
	case in.Type != "" && in.Type != "news" && in.Type != "newspic":
		return book.Article{}, 40008
	case strings.TrimSpace(in.Title) == "" || count(in.Title) > maxTitle:
		return book.Article{}, 45003
	case count(in.Author) > maxAuthor:
		return book.Article{}, 45110
	case count(in.Digest) > maxDigest:
		return book.Article{}, 45004
	case strings.TrimSpace(in.Content) == "":
		return book.Article{}, 44004
	case count(in.Content) >= belowContent || len(in.Content) >= belowContentRaw:
		return book.Article{}, 45002
	case len(in.Source) > maxSourceRaw:
		return book.Article{}, 45005
	case in.Source != "" && !markup.WebAddress(in.Source):
		return book.Article{}, 41039
	case !markup.CropOK(in.Crop235) || !markup.CropOK(in.Crop11):
		return book.Article{}, 53402
	case in.OpenComment != 0 && !c.app.May(book.MayComment, c.now):
		return book.Article{}, 88000
	}
	a := book.Article{Type: "news", Title: in.Title, Author: in.Author, Digest: in.Digest, Content: in.Content, Source: in.Source, Thumb: in.Thumb,
		OpenComment: in.OpenComment == 1, FansOnly: in.FansOnly == 1, Crop235: in.Crop235, Crop11: in.Crop11}
	if in.Type == "newspic" {
		return s.newspic(a, in, c.app.AppID)
	}
	if s.b.Material(c.app.AppID, in.Thumb) == nil {
		return book.Article{}, 40007
	}
	a.Content = markup.Cleaned(in.Content, func(src string) bool { return s.b.Picture(src) != nil })
	if a.Digest == "" && single {
		a.Digest = markup.First(markup.PlainText(a.Content), digestOfText)
	}
	return a, 0
}

// newspic is an article of pictures with plain text; its first picture is the cover.
func (s *Server) newspic(a book.Article, in articleIn, app string) (book.Article, int) {
	a.Type = "newspic"
	list := in.ImageInfo.List
	if len(list) == 0 || len(list) > maxImages {
		return book.Article{}, 45008
	}
	for _, p := range list {
		if s.b.Material(app, p.MediaID) == nil {
			return book.Article{}, 40007
		}
		a.Images = append(a.Images, p.MediaID)
	}
	a.Thumb = a.Images[0]
	return a, 0
}

// draftUpdate is POST draft/update. articles is one object here, not a list.
func (s *Server) draftUpdate(c *call) stage.Answer {
	var q struct {
		MediaID  string     `json:"media_id"`
		Index    int        `json:"index"`
		Articles *articleIn `json:"articles"`
	}
	if code := c.parseLiteral(&q); code != 0 {
		return c.refuse(code)
	}
	old := s.b.Draft(c.app.AppID, q.MediaID, c.now)
	switch {
	case q.Articles == nil:
		return c.refuse(47001)
	case old == nil:
		return c.refuse(40007)
	case q.Index < 0 || q.Index >= len(old.Articles):
		return c.refuse(40114)
	}
	a, code := s.article(c, *q.Articles, len(old.Articles) == 1)
	if code != 0 {
		return c.refuse(code)
	}
	d := book.Draft{ID: old.ID, AppID: old.AppID, At: c.now, Articles: append([]book.Article(nil), old.Articles...)}
	d.Articles[q.Index] = a
	if s.Commit(c.now, &book.DraftSaved{Draft: d}) != nil {
		return c.refuse(-1)
	}
	return c.ok()
}

// draftDelete is POST draft/delete; it cannot be undone.
func (s *Server) draftDelete(c *call) stage.Answer {
	d, code := s.draftOf(c)
	if code != 0 {
		return c.refuse(code)
	}
	if s.Commit(c.now, &book.DraftDeleted{ID: d.ID}) != nil {
		return c.refuse(-1)
	}
	return c.ok()
}

// draftOf finds the draft that a request names.
func (s *Server) draftOf(c *call) (*book.Draft, int) {
	var q struct {
		MediaID string `json:"media_id"`
	}
	if code := c.parse(&q); code != 0 {
		return nil, code
	}
	d := s.b.Draft(c.app.AppID, q.MediaID, c.now)
	if d == nil {
		return nil, 40007
	}
	return d, 0
}
