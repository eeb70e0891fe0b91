package paper

import (
	"image"

	"huiying/internal/people"
	"huiying/review"
)

// CompareTo is the revision that a text is compared to: the newest earlier one that this person decided on, else that of the round
// before; 0 where there is none.
func CompareTo(rounds []review.Round, t review.Ticket, me people.ID) (no int, seen bool) {
	for _, r := range rounds {
		if r.Ticket.Subject.Revision >= t.Subject.Revision {
			continue
		}
		for _, d := range r.Decisions {
			if d.By == me && me != "" {
				no, seen = r.Ticket.Subject.Revision, true
			}
		}
	}
	if seen {
		return no, true
	}
	for _, r := range rounds {
		if v := r.Ticket.Subject.Revision; v < t.Subject.Revision {
			no = max(no, v)
		}
	}
	return no, false
}

// widest is the side of a picture as it is kept for showing.
const widest = 720

// Smaller takes every n-th point, which is enough for a picture beside a text.
func Smaller(img image.Image) image.Image {
	b := img.Bounds()
	n := (max(b.Dx(), b.Dy()) + widest - 1) / widest
	if n <= 1 {
		return img
	}
	out := image.NewRGBA(image.Rect(0, 0, b.Dx()/n, b.Dy()/n))
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			out.Set(x, y, img.At(b.Min.X+x*n, b.Min.Y+y*n))
		}
	}
	return out
}
