package wechat

import (
	"context"

	"huiying/internal/platforms/wire"
)

// Submitted is an accepted publishing job, not yet a published post. MsgDataID is the only key to the comments.
type Submitted struct {
	PublishID int64
	MsgDataID int64
}

// PublishState is where a publishing job stands (WeChat doc Get_status).
type PublishState int

// The states of a publishing job.
const (
	PublishOK          PublishState = 0
	PublishRunning     PublishState = 1
	PublishNotOriginal PublishState = 2
	PublishFailed      PublishState = 3
	PublishRefused     PublishState = 4 // by the platform's review
	PublishDeleted     PublishState = 5 // was published, the author deleted everything
	PublishBanned      PublishState = 6 // was published, the platform banned everything
)

// PublishJob is the state of a publishing job. ArticleID and URLs are given when it went well; FailedAt holds the
// 1-based positions of refused articles.
type PublishJob struct {
	PublishID int64
	State     PublishState
	ArticleID string
	URLs      map[int]string // by position as the platform counts it
	FailedAt  []int
}

// PublishedItem is one published item, whether published through the interface or in the console.
type PublishedItem struct {
	ArticleID string
	Articles  []Article
	Updated   int64 // unix seconds
}

// Published is a page of published items. Total counts all.
type Published struct {
	Total int64
	Items []PublishedItem
}

type byPublish struct {
	PublishID string `json:"publish_id"`
}

// Submit asks for publishing a draft without pushing it to followers. It has no key against doubles: after a lost answer
// look for the draft (DraftGet answers 40007 once it was published) and for the item (PublishedBatch).
func (c *Client) Submit(ctx context.Context, mediaID string) (Submitted, error) {
	type answer struct {
		PublishID wire.Int `json:"publish_id"`
		MsgDataID wire.Int `json:"msg_data_id"`
	}
	k := call{path: "/cgi-bin/freepublish/submit", body: byMedia{mediaID}, writing: true}
	a, err := ask(ctx, c, k, func(a *answer) bool { return a.PublishID != 0 })
	if err != nil {
		return Submitted{}, err
	}
	return Submitted{PublishID: int64(a.PublishID), MsgDataID: int64(a.MsgDataID)}, nil
}

// PublishStatus asks how a publishing job stands.
func (c *Client) PublishStatus(ctx context.Context, publishID int64) (PublishJob, error) {
	type answer struct {
		PublishID wire.Int  `json:"publish_id"`
		Status    *wire.Int `json:"publish_status"`
		ArticleID string    `json:"article_id"`
		Detail    struct {
			Items wire.List[struct {
				Index wire.Int `json:"idx"`
				URL   string   `json:"article_url"`
			}] `json:"item"`
		} `json:"article_detail"`
		Failed wire.List[wire.Int] `json:"fail_idx"`
	}
	k := call{path: "/cgi-bin/freepublish/get", body: byPublish{wire.Int(publishID).String()}}
	a, err := ask(ctx, c, k, func(a *answer) bool { return a.Status != nil })
	if err != nil {
		return PublishJob{}, err
	}
	job := PublishJob{PublishID: int64(a.PublishID), State: PublishState(*a.Status), ArticleID: a.ArticleID}
	if job.PublishID == 0 {
		job.PublishID = publishID
	}
	for _, i := range a.Detail.Items {
		if job.URLs == nil {
			job.URLs = map[int]string{}
		}
		job.URLs[int(i.Index)] = i.URL
	}
	for _, n := range a.Failed {
		job.FailedAt = append(job.FailedAt, int(n))
	}
	return job, nil
}

// GetArticle returns a published item's articles; each tells whether it was deleted. 53600 for an unknown id.
func (c *Client) GetArticle(ctx context.Context, articleID string) ([]Article, error) {
	body := struct {
		ArticleID string `json:"article_id"`
	}{articleID}
	k := call{path: "/cgi-bin/freepublish/getarticle", body: body, maxBody: bigBody}
	a, err := ask(ctx, c, k, func(n *news) bool { return n.Items != nil })
	return a.Items, err
}

// PublishedBatch returns up to 20 published items from offset, newest first; noContent leaves the texts out. Mass-sent
// items are not among them.
func (c *Client) PublishedBatch(ctx context.Context, offset, count int, noContent bool) (Published, error) {
	k := call{path: "/cgi-bin/freepublish/batchget", body: newPage(offset, count, noContent), maxBody: bigBody}
	a, err := ask(ctx, c, k, func(l *listed) bool { return l.Total != nil })
	if err != nil {
		return Published{}, err
	}
	p := Published{Total: int64(*a.Total)}
	for _, i := range a.Items {
		p.Items = append(p.Items, PublishedItem{ArticleID: i.ArticleID, Articles: i.Content.Items, Updated: int64(i.Updated)})
	}
	return p, nil
}
