package content

import (
	"encoding/hex"
	"fmt"
	"hash"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/emmansun/gmsm/sm3"
)

// Fingerprint is what an approval signs: SM3 in lower-case hex over the canonical form of the post's id and everything
// that the public will get to see or that decides where and when. Form 1: the word "huiying-post-1", then each field as
// decimal length, ':', bytes; lists begin with their length; times are Unix microseconds. Ids of paragraphs, names of
// files and the hour inside the window are no part of it.
func Fingerprint(post string, c Master) string {
	w := canonical{sm3.New()}
	w.put("huiying-post-1", post, string(c.Kind), c.Title, c.Summary, c.Source, strconv.FormatBool(c.AI))
	w.put(micro(c.Window.From), micro(c.Window.To), strconv.FormatInt(int64(c.Late.Within), 10), strconv.FormatBool(c.Late.Drop))
	w.count(len(c.Paragraphs))
	for _, p := range c.Paragraphs {
		w.put(string(p.Style), p.Text, strconv.FormatBool(p.Bold), p.Media)
	}
	w.count(len(c.Media))
	for _, m := range c.Media {
		w.put(m.Hash, m.Type, m.Alt, m.Rights, strconv.FormatBool(m.AI))
	}
	w.count(len(c.Targets))
	for _, t := range c.Targets {
		w.put(string(t.Account), string(t.Platform), string(t.Way), t.Text, t.Title, t.Author, t.Digest, t.Cover, t.SourceURL,
			strconv.FormatBool(t.Comments))
	}
	return hex.EncodeToString(w.Sum(nil))
}

type canonical struct{ hash.Hash }

func (w canonical) put(fields ...string) {
	for _, f := range fields {
		fmt.Fprintf(w, "%d:%s", len(f), f)
	}
}

func (w canonical) count(n int) { fmt.Fprintf(w, "[%d]", n) }

func micro(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return strconv.FormatInt(t.UnixMicro(), 10)
}

// PlainText joins the paragraphs that hold text, a line each.
func (c Master) PlainText() string {
	var lines []string
	for _, p := range c.Paragraphs {
		if t := strings.TrimSpace(p.Text); t != "" && p.Style != Picture {
			lines = append(lines, t)
		}
	}
	return strings.Join(lines, "\n")
}

// MediaBy returns the post's file with a hash.
func (c Master) MediaBy(hash string) (Media, bool) {
	i := slices.IndexFunc(c.Media, func(m Media) bool { return m.Hash == hash })
	if i < 0 {
		return Media{}, false
	}
	return c.Media[i], true
}

// TextFor is the text that goes to a target: its own, or one built from the master: the title in 【】, then the summary or
// the body, then the link.
func (c Master) TextFor(t Target) string {
	if strings.TrimSpace(t.Text) != "" {
		return strings.TrimSpace(t.Text)
	}
	var b strings.Builder
	if title := strings.TrimSpace(c.Title); title != "" {
		b.WriteString("【" + title + "】")
	}
	if s := strings.TrimSpace(c.Summary); s != "" && t.Way == Share {
		b.WriteString(s)
	} else {
		b.WriteString(c.PlainText())
	}
	if t.SourceURL != "" {
		b.WriteString(" " + strings.TrimSpace(t.SourceURL))
	}
	return strings.TrimSpace(b.String())
}

// PicturesFor returns the pictures that go to a target, in order: the cover first where one is wanted, then those in the
// text, then the rest.
func (c Master) PicturesFor(t Target) []Media {
	var out []Media
	add := func(hash string) {
		if m, ok := c.MediaBy(hash); ok && !slices.ContainsFunc(out, func(o Media) bool { return o.Hash == hash }) {
			out = append(out, m)
		}
	}
	add(t.Cover)
	for _, p := range c.Paragraphs {
		if p.Style == Picture {
			add(p.Media)
		}
	}
	for _, m := range c.Media {
		add(m.Hash)
	}
	if l := t.Limits(); t.Way == Share && l.Pictures > 0 && len(out) > l.Pictures {
		out = out[:l.Pictures]
	}
	return out
}

// TitleFor is the WeChat title of a target, by default the master's.
func (c Master) TitleFor(t Target) string { return First(t.Title, c.Title) }

// DigestFor is the WeChat digest of a target, by default the master's summary.
func (c Master) DigestFor(t Target) string { return First(t.Digest, c.Summary) }

// CoverFor returns the cover of a target: its own, or the first picture of the post.
func (c Master) CoverFor(t Target) (Media, bool) {
	if m, ok := c.MediaBy(t.Cover); ok {
		return m, true
	}
	if len(c.Media) > 0 {
		return c.Media[0], true
	}
	return Media{}, false
}

// First returns the first text that is not blank, trimmed.
func First(texts ...string) string {
	for _, t := range texts {
		if t = strings.TrimSpace(t); t != "" {
			return t
		}
	}
	return ""
}
