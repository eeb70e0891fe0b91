package publishing

import (
	"encoding/json"
	"time"

	"huiying/accounts"
	"huiying/internal/problem"
	"huiying/internal/store/sqlstore"
	"huiying/publishing/content"
)

// The rows of a content have the fields of the desk's words, in their order, so that the compiler refuses a field that was
// forgotten here; their names in the file are their own.
type masterRow struct {
	Kind       content.Kind   `json:"kind"`
	Title      string         `json:"title"`
	Summary    string         `json:"summary,omitempty"`
	Paragraphs []paragraphRow `json:"paragraphs"`
	Media      []mediaRow     `json:"media,omitempty"`
	Targets    []targetRow    `json:"targets,omitempty"`
	Source     string         `json:"source,omitempty"`
	From       int64          `json:"from,omitempty"`
	To         int64          `json:"to,omitempty"`
	Late       lateRow        `json:"late"`
	AI         bool           `json:"ai,omitempty"`
}

type paragraphRow struct {
	ID    string        `json:"id"`
	Style content.Style `json:"style,omitempty"`
	Text  string        `json:"text"`
	Bold  bool          `json:"bold,omitempty"`
	Media string        `json:"media,omitempty"`
}

type mediaRow struct {
	Hash   string `json:"hash"`
	Name   string `json:"name"`
	Type   string `json:"type"`
	Size   int64  `json:"size"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
	Alt    string `json:"alt,omitempty"`
	Rights string `json:"rights,omitempty"`
	AI     bool   `json:"ai,omitempty"`
}

type targetRow struct {
	Account   accounts.ID       `json:"account"`
	Platform  accounts.Platform `json:"platform"`
	Way       content.Way       `json:"way"`
	Text      string            `json:"text,omitempty"`
	Title     string            `json:"title,omitempty"`
	Author    string            `json:"author,omitempty"`
	Digest    string            `json:"digest,omitempty"`
	Cover     string            `json:"cover,omitempty"`
	SourceURL string            `json:"source_url,omitempty"`
	Comments  bool              `json:"comments,omitempty"`
}

type lateRow struct {
	Within time.Duration `json:"within"`
	Drop   bool          `json:"drop,omitempty"`
}

func writeContent(c content.Master) (string, error) {
	row := masterRow{Kind: c.Kind, Title: c.Title, Summary: c.Summary, Source: c.Source, From: sqlstore.Micro(c.Window.From),
		To: sqlstore.Micro(c.Window.To), Late: lateRow(c.Late), AI: c.AI}
	for _, p := range c.Paragraphs {
		row.Paragraphs = append(row.Paragraphs, paragraphRow(p))
	}
	for _, m := range c.Media {
		row.Media = append(row.Media, mediaRow(m))
	}
	for _, t := range c.Targets {
		row.Targets = append(row.Targets, targetRow(t))
	}
	b, err := json.Marshal(row)
	return string(b), err
}

func readContent(text string) (content.Master, error) {
	var row masterRow
	if err := json.Unmarshal([]byte(text), &row); err != nil {
		return content.Master{}, problem.Wrap(err, problem.Damaged, "存着的稿子读不出来了", "它没有被改动", "请管理员与最近的备份比对")
	}
	c := content.Master{Kind: row.Kind, Title: row.Title, Summary: row.Summary, Source: row.Source, AI: row.AI,
		Window: content.Window{From: sqlstore.Time(row.From), To: sqlstore.Time(row.To)}, Late: content.Late(row.Late)}
	for _, p := range row.Paragraphs {
		c.Paragraphs = append(c.Paragraphs, content.Paragraph(p))
	}
	for _, m := range row.Media {
		c.Media = append(c.Media, content.Media(m))
	}
	for _, t := range row.Targets {
		c.Targets = append(c.Targets, content.Target(t))
	}
	return c, nil
}
