// Package thumbs shows the real pictures of a post: it fetches the stored bytes beside the window, decodes and shrinks them once,
// and fills every place that waits for them. It changes no file and keeps only small copies, for as long as the screen lives.
package thumbs

import (
	"context"
	"image"
	_ "image/gif" // what a post may carry
	_ "image/jpeg"
	_ "image/png"
	"io"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
	_ "golang.org/x/image/bmp"
	scale "golang.org/x/image/draw"
	_ "golang.org/x/image/webp"

	"huiying/app/ui/draw"
	"huiying/app/ui/load"
	"huiying/app/ui/theme"
)

// side is the longest side of what is kept: enough for a phone's width on a fine screen.
const side = 720

// Opener gives the bytes of a stored file by its hash.
type Opener func(ctx context.Context, hash string) (io.ReadCloser, error)

// Shelf holds the small copies, by hash.
type Shelf struct {
	jobs    *load.Jobs
	open    Opener
	got     map[string]image.Image // nil: it could not be shown
	asked   map[string]bool
	waiting map[string][]*View
}

// NewShelf returns an empty shelf.
func NewShelf(jobs *load.Jobs, open Opener) *Shelf {
	return &Shelf{jobs: jobs, open: open, got: map[string]image.Image{}, asked: map[string]bool{}, waiting: map[string][]*View{}}
}

// View returns a place that shows a picture as soon as it is there. fill cuts off what does not fit; else all is seen.
func (s *Shelf) View(hash string, fill bool) *View {
	v := &View{shelf: s, fill: fill}
	v.ExtendBaseWidget(v)
	v.Set(hash)
	return v
}

func (s *Shelf) ask(hash string, v *View) {
	s.waiting[hash] = append(s.waiting[hash], v)
	if s.asked[hash] {
		return
	}
	s.asked[hash] = true
	s.jobs.Go(func(ctx context.Context) func() {
		img := s.fetch(ctx, hash)
		return func() {
			s.got[hash] = img
			for _, w := range s.waiting[hash] {
				if w.hash == hash {
					w.put(img)
				}
			}
			delete(s.waiting, hash)
		}
	})
}

// fetch returns a small copy, nil where there is none to be had: the place then says so by its icon.
func (s *Shelf) fetch(ctx context.Context, hash string) image.Image {
	r, err := s.open(ctx, hash)
	if err != nil {
		return nil
	}
	defer r.Close()
	img, _, err := image.Decode(r)
	if err != nil {
		return nil
	}
	return shrink(img)
}

func shrink(img image.Image) image.Image {
	b := img.Bounds()
	long := max(b.Dx(), b.Dy())
	if long <= side {
		return img
	}
	out := image.NewRGBA(image.Rect(0, 0, max(b.Dx()*side/long, 1), max(b.Dy()*side/long, 1)))
	scale.ApproxBiLinear.Scale(out, out.Bounds(), img, b, scale.Src, nil)
	return out
}

// View is a place for a picture.
type View struct {
	widget.BaseWidget
	shelf *Shelf
	hash  string
	fill  bool
	img   image.Image
	known bool
}

// Set changes which picture is shown.
func (v *View) Set(hash string) {
	if v.hash == hash {
		return
	}
	v.hash, v.known, v.img = hash, false, nil
	if img, ok := v.shelf.got[hash]; ok {
		v.put(img)
		return
	}
	if hash != "" {
		v.shelf.ask(hash, v)
	}
}

func (v *View) put(img image.Image) {
	v.img, v.known = img, true
	v.Refresh()
}

// Shown says whether the picture itself is to be seen.
func (v *View) Shown() bool { return v.img != nil }

// CreateRenderer is part of fyne.Widget.
func (v *View) CreateRenderer() fyne.WidgetRenderer {
	ground := draw.NewGround(theme.Surface2, theme.Line, 0)
	icon := draw.NewIcon("img", 18, theme.Text3)
	img := &canvas.Image{FillMode: canvas.ImageFillContain, ScaleMode: canvas.ImageScaleSmooth}
	if v.fill {
		img.FillMode = canvas.ImageFillCover
	}
	r := &draw.Renderer{Objs: []fyne.CanvasObject{ground, icon, img}}
	r.Min = func() fyne.Size { return theme.Size(24, 24) }
	r.Lay = func(s fyne.Size) {
		ground.Resize(s)
		icon.Resize(s)
		img.Move(fyne.NewPos(1, 1))
		img.Resize(s.SubtractWidthHeight(2, 2))
	}
	r.Paint = func() {
		if v.known && v.img == nil {
			icon.Set("warn", theme.Amber)
		} else {
			icon.Set("img", theme.Text3)
		}
		if v.img == nil {
			img.Hide()
			icon.Show()
			return
		}
		if img.Image != v.img {
			img.Image = v.img
			img.Refresh()
		}
		img.Show()
		icon.Hide()
	}
	return r.Start(v)
}
