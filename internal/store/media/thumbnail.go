package media

import (
	"fmt"
	"image"

	"golang.org/x/image/draw"
)

// Thumbnail returns the first frame of a stored picture, turned as its EXIF says and no larger than side in either
// direction; a smaller picture stays as it is. The file is verified and bounded as in Open and Describe.
func (f *Folder) Thumbnail(h Hash, side int) (image.Image, error) {
	if side < 1 {
		return nil, fmt.Errorf("media: a thumbnail of %d pixels", side)
	}
	b, err := f.Read(h)
	if err != nil {
		return nil, err
	}
	k, ok := sniff(b)
	if !ok {
		return nil, invalid("这个文件不是图片", "请直接打开它")
	}
	cfg, err := config(k, b)
	if err != nil {
		return nil, broken(k, err)
	}
	if err := bounds(cfg); err != nil {
		return nil, err
	}
	src, err := decode(k, b)
	if err != nil {
		return nil, broken(k, err)
	}
	return turn(shrink(src, side), orientation(k, b)), nil
}

func shrink(src image.Image, side int) *image.NRGBA {
	w, h := src.Bounds().Dx(), src.Bounds().Dy()
	if w > side || h > side {
		if w >= h {
			w, h = side, max(1, h*side/w)
		} else {
			w, h = max(1, w*side/h), side
		}
	}
	dst := image.NewNRGBA(image.Rect(0, 0, w, h))
	if w == src.Bounds().Dx() && h == src.Bounds().Dy() {
		draw.Copy(dst, image.Point{}, src, src.Bounds(), draw.Src, nil)
	} else {
		draw.CatmullRom.Scale(dst, dst.Bounds(), src, src.Bounds(), draw.Src, nil)
	}
	return dst
}

// turn undoes an EXIF orientation.
func turn(src *image.NRGBA, orientation int) image.Image {
	if orientation == 1 {
		return src
	}
	w, h := src.Bounds().Dx(), src.Bounds().Dy()
	size := image.Rect(0, 0, w, h)
	if orientation >= 5 {
		size = image.Rect(0, 0, h, w)
	}
	dst := image.NewNRGBA(size)
	for y := range h {
		for x := range w {
			tx, ty := x, y
			switch orientation {
			case 2:
				tx = w - 1 - x
			case 3:
				tx, ty = w-1-x, h-1-y
			case 4:
				ty = h - 1 - y
			case 5:
				tx, ty = y, x
			case 6:
				tx, ty = h-1-y, x
			case 7:
				tx, ty = h-1-y, w-1-x
			case 8:
				tx, ty = y, w-1-x
			}
			dst.SetNRGBA(tx, ty, src.NRGBAAt(x, y))
		}
	}
	return dst
}
