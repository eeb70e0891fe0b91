package wechat

import (
	"context"

	"huiying/internal/platforms/wire"
)

// Article types (WeChat doc draft_add).
const (
	ArticleNews    = "news"
	ArticleNewsPic = "newspic"
)

// Article is one article of a draft or of a published item. Fields below URL are only read.
type Article struct {
	Type               string     `json:"article_type,omitempty"`
	Title              string     `json:"title"`
	Author             string     `json:"author,omitempty"`
	Digest             string     `json:"digest,omitempty"`
	Content            string     `json:"content"`
	SourceURL          string     `json:"content_source_url,omitempty"`
	ThumbMediaID       string     `json:"thumb_media_id,omitempty"`
	NeedOpenComment    wire.Int   `json:"need_open_comment"`
	OnlyFansCanComment wire.Int   `json:"only_fans_can_comment"`
	Crop235x1          string     `json:"pic_crop_235_1,omitempty"`
	Crop1x1            string     `json:"pic_crop_1_1,omitempty"`
	Images             *ImageInfo `json:"image_info,omitempty"`

	URL       string    `json:"url,omitempty"`
	ThumbURL  string    `json:"thumb_url,omitempty"`
	IsDeleted wire.Flag `json:"is_deleted,omitempty"`
}

// ImageInfo holds the pictures of a newspic article; the first is the cover.
type ImageInfo struct {
	List []struct {
		MediaID string `json:"image_media_id"`
	} `json:"image_list"`
}

// NewImageInfo returns the pictures of a newspic article by their permanent media ids.
func NewImageInfo(mediaIDs ...string) *ImageInfo {
	i := &ImageInfo{}
	for _, id := range mediaIDs {
		i.List = append(i.List, struct {
			MediaID string `json:"image_media_id"`
		}{id})
	}
	return i
}

// Draft is an entry of the draft box.
type Draft struct {
	MediaID  string
	Articles []Article
	Updated  int64 // unix seconds
}

// Drafts is a page of the draft box. Total counts the whole box.
type Drafts struct {
	Total int64
	Items []Draft
}

type news struct {
	Items wire.List[Article] `json:"news_item"`
}

type listed struct {
	Total *wire.Int `json:"total_count"`
	Items []struct {
		MediaID   string   `json:"media_id"`
		ArticleID string   `json:"article_id"`
		Content   news     `json:"content"`
		Updated   wire.Int `json:"update_time"`
	} `json:"item"`
}

type page struct {
	Offset    int `json:"offset"`
	Count     int `json:"count"`
	NoContent int `json:"no_content"`
}

func newPage(offset, count int, noContent bool) page {
	p := page{Offset: offset, Count: count}
	if noContent {
		p.NoContent = 1
	}
	return p
}

type byMedia struct {
	MediaID string `json:"media_id"`
}

// DraftAdd puts articles into the draft box as one draft and returns its media id. Nothing becomes public by it.
func (c *Client) DraftAdd(ctx context.Context, articles []Article) (string, error) {
	body := struct {
		Articles []Article `json:"articles"`
	}{articles}
	k := call{path: "/cgi-bin/draft/add", body: body, writing: true}
	a, err := ask(ctx, c, k, func(a *byMedia) bool { return a.MediaID != "" })
	return a.MediaID, err
}

// DraftGet returns the articles of a draft as the platform stored them; 40007 when it is not (any more) in the box.
func (c *Client) DraftGet(ctx context.Context, mediaID string) ([]Article, error) {
	k := call{path: "/cgi-bin/draft/get", body: byMedia{mediaID}, maxBody: bigBody}
	a, err := ask(ctx, c, k, func(n *news) bool { return n.Items != nil })
	return a.Items, err
}

// DraftDelete removes a draft from the box for good.
func (c *Client) DraftDelete(ctx context.Context, mediaID string) error {
	_, err := ask[done](ctx, c, call{path: "/cgi-bin/draft/delete", body: byMedia{mediaID}, writing: true, bare: true}, nil)
	return err
}

// DraftBatchGet returns up to 20 drafts from offset, newest first; noContent leaves the texts out.
func (c *Client) DraftBatchGet(ctx context.Context, offset, count int, noContent bool) (Drafts, error) {
	k := call{path: "/cgi-bin/draft/batchget", body: newPage(offset, count, noContent), maxBody: bigBody}
	a, err := ask(ctx, c, k, func(l *listed) bool { return l.Total != nil })
	if err != nil {
		return Drafts{}, err
	}
	d := Drafts{Total: int64(*a.Total)}
	for _, i := range a.Items {
		d.Items = append(d.Items, Draft{MediaID: i.MediaID, Articles: i.Content.Items, Updated: int64(i.Updated)})
	}
	return d, nil
}

// DraftCount returns how many drafts the box holds.
func (c *Client) DraftCount(ctx context.Context) (int64, error) {
	a, err := ask(ctx, c, call{path: "/cgi-bin/draft/count"}, func(l *listed) bool { return l.Total != nil })
	if err != nil {
		return 0, err
	}
	return int64(*a.Total), nil
}
