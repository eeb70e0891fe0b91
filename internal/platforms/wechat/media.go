package wechat

import (
	"context"
	"net/url"

	"huiying/internal/platforms/wire"
)

// Material kinds that AddMaterial takes.
const (
	MaterialImage = "image"
	MaterialThumb = "thumb"
)

// Material is a permanent item of the account's library. URL is given for images only.
type Material struct {
	MediaID string `json:"media_id"`
	URL     string `json:"url"`
}

// UploadImage uploads a picture for use inside an article and returns its address. Only such pictures, and those of the
// library, survive in an article's text. Repeating it after a lost answer shows nothing to the public.
func (c *Client) UploadImage(ctx context.Context, picture wire.File) (string, error) {
	type answer struct {
		URL string `json:"url"`
	}
	k, err := upload("/cgi-bin/media/uploadimg", nil, picture)
	if err != nil {
		return "", err
	}
	a, err := ask(ctx, c, k, func(a *answer) bool { return a.URL != "" })
	return a.URL, err
}

// AddMaterial puts a picture into the account's library: MaterialImage, or MaterialThumb for a cover.
func (c *Client) AddMaterial(ctx context.Context, kind string, picture wire.File) (Material, error) {
	k, err := upload("/cgi-bin/material/add_material", url.Values{"type": {kind}}, picture)
	if err != nil {
		return Material{}, err
	}
	return ask(ctx, c, k, func(m *Material) bool { return m.MediaID != "" })
}

// Stored is an item of the library. Name is that of the file that was uploaded.
type Stored struct {
	MediaID string   `json:"media_id"`
	Name    string   `json:"name"`
	URL     string   `json:"url"`
	Updated wire.Int `json:"update_time"` // unix seconds
}

// MaterialBatch returns up to 20 items of the library from offset, newest first (WeChat doc batchget_material).
func (c *Client) MaterialBatch(ctx context.Context, kind string, offset, count int) ([]Stored, error) {
	type answer struct {
		Total *wire.Int `json:"total_count"`
		Items []Stored  `json:"item"`
	}
	body := struct {
		Type   string `json:"type"`
		Offset int    `json:"offset"`
		Count  int    `json:"count"`
	}{kind, offset, count}
	a, err := ask(ctx, c, call{path: "/cgi-bin/material/batchget_material", body: body}, func(a *answer) bool { return a.Total != nil })
	return a.Items, err
}

func upload(path string, query url.Values, picture wire.File) (call, error) {
	body, kind, err := wire.Form(nil, "media", picture)
	if err != nil {
		return call{}, err
	}
	return call{path: path, query: query, raw: body, contentType: kind, writing: true}, nil
}
