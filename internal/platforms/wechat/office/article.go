package office

import (
	"html"
	"regexp"
	"slices"
	"strings"

	"huiying/internal/platforms/wechat"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
)

// article is the parcel as WeChat takes it.
func article(p delivery.Parcel, pictures map[string]string, thumb string) wechat.Article {
	body := content.Article(p.Way, p.Paragraphs, func(hash string) string { return pictures[hash] })
	a := wechat.Article{Title: p.Title, Author: p.Author, Digest: p.Digest, Content: body, SourceURL: p.SourceURL, ThumbMediaID: thumb}
	if p.Comments {
		a.NeedOpenComment = 1
	}
	return a
}

// plain is what remains of an article's text when the platform's changes to its markup are left aside: tags, entities
// and white space.
func plain(markup string) string {
	var b strings.Builder
	tag := false
	for _, r := range markup {
		switch {
		case r == '<':
			tag = true
		case r == '>' && tag:
			tag = false
		case !tag:
			b.WriteRune(r)
		}
	}
	return squeeze(html.UnescapeString(b.String()))
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

// alike compares a short text that the platform may give back with entities in it.
func alike(theirs, ours string) bool {
	return squeeze(theirs) == squeeze(ours) || squeeze(html.UnescapeString(theirs)) == squeeze(ours)
}

// picture finds the pictures of a text; the editor writes data-src for src.
var picture = regexp.MustCompile(`<img\b[^>]*?\s(?:data-)?src="([^"]*)"`)

// pictures lists the addresses of the pictures in a text, without what the platform may add or change: scheme and query.
func pictures(markup string) []string {
	var out []string
	for _, m := range picture.FindAllStringSubmatch(markup, -1) {
		u := html.UnescapeString(m[1])
		if _, rest, ok := strings.Cut(u, "://"); ok {
			u = rest
		}
		u, _, _ = strings.Cut(u, "?")
		out = append(out, u)
	}
	return out
}

// same tells whether an article of the platform says what ours says: title, words and as many pictures. Addresses may
// have been rewritten by the platform.
func same(theirs, ours wechat.Article) bool {
	return alike(theirs.Title, ours.Title) && plain(theirs.Content) == plain(ours.Content) &&
		len(pictures(theirs.Content)) == len(pictures(ours.Content))
}

// changed says in words in what a draft differs from what was put into it; "" when in nothing.
func changed(theirs, ours wechat.Article) string {
	var what []string
	note := func(differs bool, name string) {
		if differs {
			what = append(what, name)
		}
	}
	note(!alike(theirs.Title, ours.Title), "标题")
	note(plain(theirs.Content) != plain(ours.Content), "正文")
	note(len(pictures(theirs.Content)) != len(pictures(ours.Content)), "配图")
	note(!alike(theirs.Author, ours.Author), "作者")
	note(ours.Digest != "" && !alike(theirs.Digest, ours.Digest), "摘要") // without one the platform makes its own
	note(theirs.ThumbMediaID != "" && theirs.ThumbMediaID != ours.ThumbMediaID, "封面")
	note(!alike(theirs.SourceURL, ours.SourceURL), "阅读原文的地址")
	note(theirs.NeedOpenComment != ours.NeedOpenComment, "留言开关")
	return strings.Join(what, "、")
}

// identical tells whether a draft in the box is exactly the one that would be added: to the letter of its pictures, and made
// for the same way out.
func identical(theirs, ours wechat.Article) bool {
	return changed(theirs, ours) == "" && theirs.ThumbMediaID == ours.ThumbMediaID &&
		slices.Equal(pictures(theirs.Content), pictures(ours.Content)) &&
		strings.HasPrefix(theirs.Content, content.Wrapped) == strings.HasPrefix(ours.Content, content.Wrapped)
}
