package compose

import (
	"huiying/app/ui/compose/paragraphs"
	"huiying/app/ui/compose/preview"
	"huiying/app/ui/compose/targets"
	"huiying/app/ui/dates"
	"huiying/app/ui/typing"
	"huiying/publishing/content"
)

// Parts are the parts of the form, for tests to work on as a person does.
type Parts struct {
	Title, Summary, Source *typing.Entry
	Text                   *paragraphs.Editor
	Where                  *targets.Pane
	When                   *dates.Picker
	Look                   *preview.Pane
}

// Form returns the parts.
func (s *Screen) Form() Parts {
	f := s.form
	return Parts{f.title, f.summary, f.source, f.text, f.where, f.when.Picker(), f.look}
}

// Alt is the field of the picture form that is open.
func (s *Screen) Alt() *typing.Entry { alt, _ := s.form.media.Fields(); return alt }

// EditPicture opens the form of the n-th picture.
func (s *Screen) EditPicture(n int) { s.form.media.Edit(s.form.media.All()[n].Hash) }

// Lacks are what the screen says is wanting.
func (s *Screen) Lacks() []content.Lack { return s.lacks }

// OpenPost is the post in the editor.
func (s *Screen) OpenPost() string { return s.open }
