package media

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"path/filepath"
	"strings"

	"golang.org/x/image/bmp"
	"golang.org/x/image/webp"

	"huiying/internal/problem"
)

// Kind is a kind of picture, told by its bytes.
type Kind string

// The kinds that are read.
const (
	JPEG Kind = "jpeg"
	PNG  Kind = "png"
	GIF  Kind = "gif"
	BMP  Kind = "bmp"
	WebP Kind = "webp"
)

// MIME returns "image/jpeg" and the like.
func (k Kind) MIME() string { return "image/" + string(k) }

// Ext returns ".jpg" and the like.
func (k Kind) Ext() string {
	if k == JPEG {
		return ".jpg"
	}
	return "." + string(k)
}

// title is what a person calls it.
func (k Kind) title() string {
	if k == WebP {
		return "WebP"
	}
	return strings.ToUpper(string(k))
}

// Picture is what Describe found.
type Picture struct {
	Kind   Kind
	Width  int // as it is shown: turned as its EXIF says
	Height int
	Bytes  int64
	Frames int // more than 1 for a moving GIF
}

// The bounds of what is unpacked, against files that are small and unpack to gigabytes. A camera's 100 megapixels go
// through, and a chart that is 30,000 pixels long.
const (
	maxSide   = 32_000
	maxPixels = 110_000_000
	maxMemory = 512 << 20 // of one frame, unpacked
	maxMotion = 1 << 30   // pixels of all frames of a GIF together
)

// Describe tells what picture b is, by its bytes alone, and refuses with a problem.Invalid: no picture of the five kinds,
// a name or MIME type (claimed; "" is none) that says otherwise, one that unpacks to more than a computer should give,
// and one that breaks off. It unpacks the first frame to know the last.
func Describe(b []byte, claimed string) (Picture, error) {
	k, ok := sniff(b)
	if !ok {
		return Picture{}, invalid("这个文件不是图片，或者是不支持的格式", "请选 JPG、PNG、GIF、BMP 或 WebP 图片")
	}
	if want := claim(claimed); want != "" && want != string(k) {
		return Picture{}, invalid("这个文件的名字和内容不一致，内容其实是 "+k.title()+" 图片",
			"请把文件名改成 "+k.Ext()+" 结尾，或另存后再选")
	}
	cfg, err := config(k, b)
	if err != nil {
		return Picture{}, broken(k, err)
	}
	if err := bounds(cfg); err != nil {
		return Picture{}, err
	}
	p := Picture{Kind: k, Width: cfg.Width, Height: cfg.Height, Bytes: int64(len(b)), Frames: 1}
	if k == GIF {
		if p.Frames = gifFrames(b); int64(p.Frames)*int64(cfg.Width)*int64(cfg.Height) > maxMotion {
			return Picture{}, invalid(fmt.Sprintf("这个动图有 %d 帧，展开后太大", p.Frames), "请减少帧数或缩小后再选")
		}
	}
	if _, err := decode(k, b); err != nil {
		return Picture{}, broken(k, err)
	}
	if orientation(k, b) >= 5 {
		p.Width, p.Height = p.Height, p.Width
	}
	return p, nil
}

func sniff(b []byte) (Kind, bool) {
	has := func(s string) bool { return bytes.HasPrefix(b, []byte(s)) }
	switch {
	case has("\xff\xd8\xff"):
		return JPEG, true
	case has("\x89PNG\r\n\x1a\n"):
		return PNG, true
	case has("GIF87a"), has("GIF89a"):
		return GIF, true
	case has("RIFF") && len(b) >= 12 && string(b[8:12]) == "WEBP":
		return WebP, true
	case has("BM") && len(b) >= 26:
		return BMP, true
	}
	return "", false
}

// claim reads a kind out of a file name or a MIME type; "" when it names none, so that an unnamed download or
// “截图 2026.11.24” passes.
func claim(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	if m, _, _ := strings.Cut(s, ";"); strings.HasPrefix(m, "image/") {
		s = strings.TrimSpace(strings.TrimPrefix(m, "image/"))
	} else {
		s = strings.TrimPrefix(filepath.Ext(s), ".")
	}
	switch s {
	case "jpg", "jpe", "jfif", "pjpeg":
		return string(JPEG)
	case "x-ms-bmp", "dib":
		return string(BMP)
	case "png", "gif", "bmp", "webp", "tif", "tiff", "heic", "heif", "avif", "svg", "svg+xml", "pdf", "mp4":
		return s
	}
	return ""
}

func config(k Kind, b []byte) (image.Config, error) {
	r := bytes.NewReader(b)
	switch k {
	case JPEG:
		return jpeg.DecodeConfig(r)
	case PNG:
		return png.DecodeConfig(r)
	case GIF:
		return gif.DecodeConfig(r)
	case BMP:
		return bmp.DecodeConfig(r)
	}
	return webp.DecodeConfig(r)
}

// decode unpacks the first frame. Only what passed bounds may come here.
func decode(k Kind, b []byte) (image.Image, error) {
	r := bytes.NewReader(b)
	switch k {
	case JPEG:
		return jpeg.Decode(r)
	case PNG:
		return png.Decode(r)
	case GIF:
		return gif.Decode(r)
	case BMP:
		return bmp.Decode(r)
	}
	return webp.Decode(r)
}

func bounds(c image.Config) error {
	if c.Width < 1 || c.Height < 1 {
		return invalid("这张图片没有大小", "请换一张图片")
	}
	pixels := int64(c.Width) * int64(c.Height)
	if c.Width > maxSide || c.Height > maxSide || pixels > maxPixels || pixels*perPixel(c.ColorModel) > maxMemory {
		return invalid(fmt.Sprintf("这张图片有 %d×%d 像素，展开后太大", c.Width, c.Height), "请缩小后再选")
	}
	return nil
}

// perPixel is how many bytes a pixel takes unpacked.
func perPixel(m color.Model) int64 {
	switch m {
	case color.GrayModel, color.AlphaModel:
		return 1
	case color.Gray16Model, color.Alpha16Model:
		return 2
	case color.YCbCrModel:
		return 3
	case color.RGBA64Model, color.NRGBA64Model:
		return 8
	}
	if _, ok := m.(color.Palette); ok {
		return 1
	}
	return 4
}

func invalid(what, next string) error {
	return problem.New(problem.Invalid, what, "没有存下，稿件没有变", next)
}

func broken(k Kind, err error) error {
	return problem.Wrap(err, problem.Invalid, "这张 "+k.title()+" 图片读不全，可能只下载了一半，或是不支持的动图",
		"没有存下，稿件没有变", "请重新下载，或用看图软件另存为 JPG 或 PNG 再选")
}
