package standwechat

import (
	"crypto/sha256"
	"encoding/hex"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"huiying/internal/platforms/drill/stage"
	"huiying/internal/platforms/drill/standwechat/body"
	"huiying/internal/platforms/drill/standwechat/book"
	"huiying/internal/platforms/drill/standwechat/markup"
)

// pictureRule is what one way of uploading takes.
type pictureRule struct {
	kinds []string
	below int // bytes
}

// uploadImage is POST media/uploadimg: a picture for the text of an article, not in the library.
func (s *Server) uploadImage(c *call) stage.Answer {
	m, code := s.picture(c, pictureRule{[]string{"jpeg", "png"}, 1 << 20})
	if code != 0 {
		return c.refuse(code)
	}
	if s.Commit(c.now, &book.MaterialAdded{Material: m}) != nil {
		return c.refuse(-1)
	}
	return c.answer(struct {
		URL string `json:"url"`
	}{m.URL})
}

// addMaterial is POST material/add_material for pictures; voice and video have no part in a drill and are answered as a
// type that does not exist.
func (s *Server) addMaterial(c *call) stage.Answer {
	kind := c.query.Get("type")
	rule, ok := map[string]pictureRule{
		"image": {[]string{"bmp", "png", "jpeg", "gif"}, 10<<20 + 1},
		"thumb": {[]string{"jpeg"}, 64<<10 + 1},
	}[kind]
	if !ok {
		return c.refuse(40004)
	}
	m, code := s.picture(c, rule)
	if code != 0 {
		return c.refuse(code)
	}
	m.ID, m.Type = mediaID(), kind
	if s.Commit(c.now, &book.MaterialAdded{Material: m}) != nil {
		return c.refuse(-1)
	}
	return c.answer(struct {
		MediaID string `json:"media_id"`
		URL     string `json:"url"`
	}{m.ID, m.URL})
}

func mediaID() string { return "HYc" + body.Random(30) }

// picture looks at the bytes, not at the name, keeps them, and gives the picture an address.
func (s *Server) picture(c *call, rule pictureRule) (book.Material, int) {
	if c.over {
		return book.Material{}, 45001
	}
	name, content, code := body.File(c.kind, c.body)
	if code != 0 {
		return book.Material{}, code
	}
	ext := strings.ToLower(path.Ext(name))
	kind := markup.KindOf(content)
	switch {
	case !slices.Contains([]string{".jpg", ".jpeg", ".png", ".gif", ".bmp"}, ext), !slices.Contains(rule.kinds, kind):
		return book.Material{}, 40005
	case len(content) >= rule.below:
		return book.Material{}, 40009
	}
	sum := sha256.Sum256(content)
	hash := hex.EncodeToString(sum[:])
	if markup.Keep(filepath.Join(s.cfg.Dir, "pictures"), hash, content) != nil {
		return book.Material{}, -1
	}
	at := "/mmbiz_" + strings.Replace(kind, "jpeg", "jpg", 1) + "/" + body.Random(20) + "/0"
	return book.Material{AppID: c.app.AppID, Name: name, Kind: kind, Hash: hash, URL: s.root("http://mmbiz.qpic.cn") + at,
		Path: at, At: c.now}, 0
}

// root is where the addresses that the platform gives out begin.
func (s *Server) root(platform string) string {
	if s.cfg.Web != "" {
		return strings.TrimSuffix(s.cfg.Web, "/")
	}
	return platform
}

// materialBatch is POST material/batchget_material, newest first.
func (s *Server) materialBatch(c *call) stage.Answer {
	var q struct {
		Type   string `json:"type"`
		Offset int    `json:"offset"`
		Count  int    `json:"count"`
	}
	if code := c.parse(&q); code != 0 {
		return c.refuse(code)
	}
	switch {
	case q.Type != "image":
		return c.refuse(40004)
	case q.Offset < 0 || q.Count < 1 || q.Count > 20:
		return c.refuse(61451)
	}
	var all []*book.Material
	for _, m := range slices.Backward(s.b.Materials) {
		if m.AppID == c.app.AppID && m.ID != "" {
			all = append(all, m)
		}
	}
	p := body.Page{Total: len(all), Items: []any{}}
	for _, m := range body.Slice(all, q.Offset, q.Count) {
		p.Items = append(p.Items, struct {
			MediaID string `json:"media_id"`
			Name    string `json:"name"`
			Updated int64  `json:"update_time"`
			URL     string `json:"url"`
		}{m.ID, m.Name, m.At.Unix(), m.URL})
	}
	p.Count = len(p.Items)
	return c.answer(p)
}

// materialCount is GET material/get_materialcount.
func (s *Server) materialCount(c *call) stage.Answer {
	n := 0
	for _, m := range s.b.Materials {
		if m.AppID == c.app.AppID && m.ID != "" {
			n++
		}
	}
	return c.answer(struct {
		Voice int `json:"voice_count"`
		Video int `json:"video_count"`
		Image int `json:"image_count"`
		News  int `json:"news_count"`
	}{Image: n})
}
