package compose

import (
	"huiying/app/ui/compose/targets"
	"huiying/publishing/content"
)

// place names where a lack is.
func (f *form) place(l content.Lack) string {
	ts := f.where.Targets()
	if l.Target < 0 || l.Target >= len(ts) {
		return map[string]string{"title": "标题", "body": "正文", "targets": "发到哪里", "planned": "定时", "kind": "类别", "source": "信源", "media": "图片"}[l.Field]
	}
	t := ts[l.Target]
	return f.s.facts.Accounts[t.Account].Name + " · " + targets.Title(t.Way)
}

// mend goes to where a lack is mended.
func (f *form) mend(l content.Lack) {
	if l.Target >= 0 {
		ts := f.where.Targets()
		t := ts[min(l.Target, len(ts)-1)]
		switch l.Field {
		case "body":
			f.text.Focus()
		case "media", "cover":
			f.media.Focus()
		case "text", "title", "author", "digest", "link":
			f.where.Edit(f.s.facts.Accounts[t.Account], t.Way)
		default:
			if c := f.where.Check(t.Account); c != nil {
				c.Take()
			}
		}
		return
	}
	switch l.Field {
	case "title":
		f.title.Focus()
	case "targets":
		if first := f.where.First(); first != nil {
			f.s.d.Frame.Canvas().Focus(first)
		}
	case "planned":
		f.when.Picker().Entry().Focus()
	case "source":
		f.source.Focus()
	case "kind":
		f.kind.Take()
	case "media":
		f.media.Focus()
	default:
		f.text.Focus()
	}
}
