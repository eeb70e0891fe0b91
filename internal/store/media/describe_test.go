package media

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/image/bmp"

	"huiying/internal/problem"
)

// picture is 40×20 with its left half red and its right half blue.
func picture() *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, 40, 20))
	for y := range 20 {
		for x := range 40 {
			c := color.NRGBA{R: 255, A: 255}
			if x >= 20 {
				c = color.NRGBA{B: 255, A: 255}
			}
			m.SetNRGBA(x, y, c)
		}
	}
	return m
}

func encode(t testing.TB, k Kind) []byte {
	t.Helper()
	var b bytes.Buffer
	var err error
	switch k {
	case JPEG:
		err = jpeg.Encode(&b, picture(), &jpeg.Options{Quality: 95})
	case PNG:
		err = png.Encode(&b, picture())
	case GIF:
		err = gif.Encode(&b, picture(), nil)
	case BMP:
		err = bmp.Encode(&b, picture())
	case WebP: // 1×1, VP8L
		return must64(t, "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==")
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func must64(t testing.TB, s string) []byte {
	t.Helper()
	b, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// turned is the JPEG with an EXIF orientation put behind its first marker.
func turned(t testing.TB, orientation byte, little bool) []byte {
	t.Helper()
	var order binary.AppendByteOrder = binary.BigEndian
	tiff := []byte("MM")
	if little {
		order, tiff = binary.LittleEndian, []byte("II")
	}
	tiff = order.AppendUint32(order.AppendUint16(tiff, 42), 8)
	tiff = order.AppendUint16(tiff, 1)
	tiff = order.AppendUint16(order.AppendUint16(tiff, 0x0112), 3)
	tiff = order.AppendUint16(order.AppendUint32(tiff, 1), uint16(orientation))
	tiff = append(tiff, 0, 0, 0, 0, 0, 0)
	body := append([]byte("Exif\x00\x00"), tiff...)
	plain := encode(t, JPEG)
	out := binary.BigEndian.AppendUint16([]byte("\xff\xd8\xff\xe1"), uint16(len(body)+2))
	return append(append(out, body...), plain[2:]...)
}

func TestDescribeTellsTheKindByItsBytes(t *testing.T) {
	for _, k := range []Kind{JPEG, PNG, GIF, BMP, WebP} {
		b := encode(t, k)
		w, h := 40, 20
		if k == WebP {
			w, h = 1, 1
		}
		for _, claimed := range []string{"", "下载", "截图 2026.11.24", "照片" + k.Ext(), "照片" + strings.ToUpper(k.Ext()), k.MIME(), k.MIME() + "; q=1", "application/octet-stream"} {
			p, err := Describe(b, claimed)
			if err != nil || p != (Picture{Kind: k, Width: w, Height: h, Bytes: int64(len(b)), Frames: 1}) {
				t.Errorf("%s %q: %+v %v", k, claimed, p, err)
			}
		}
	}
	if _, err := Describe(encode(t, JPEG), "a.jpeg"); err != nil {
		t.Error(err)
	}
}

func TestDescribeRefusesAFalseKind(t *testing.T) {
	_, err := Describe(encode(t, PNG), "合影.jpg")
	if problem.KindOf(err) != problem.Invalid || !strings.Contains(problem.Words(err), "内容其实是 PNG 图片") || !strings.Contains(problem.Words(err), ".png") {
		t.Errorf("%v", err)
	}
	for claimed, b := range map[string][]byte{
		"image/gif": encode(t, JPEG), "a.heic": encode(t, JPEG), "a.pdf": encode(t, BMP),
		"a.jpg": []byte("<html><body>502 Bad Gateway</body></html>"), "b.png": nil, "c.gif": []byte("GIF"), "d.bmp": []byte("BMW"),
		"e.jpg": []byte("MZ\x90\x00"), "f.webp": []byte("RIFF\x00\x00\x00\x00WAVEfmt "), "g.svg": []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`),
	} {
		if _, err := Describe(b, claimed); problem.KindOf(err) != problem.Invalid {
			t.Errorf("%s: %v", claimed, err)
		}
	}
}

func TestDescribeRefusesAPictureThatBreaksOff(t *testing.T) {
	for _, k := range []Kind{JPEG, PNG, GIF, BMP, WebP} {
		b := encode(t, k)
		for _, cut := range []int{len(b) / 4, len(b) / 2, len(b) * 3 / 4} {
			if _, err := Describe(b[:cut], ""); problem.KindOf(err) != problem.Invalid {
				t.Errorf("%s cut at %d of %d: %v", k, cut, len(b), err)
			}
		}
	}
}

// bomb is a PNG whose header promises w×h.
func bomb(w, h uint32, depth, kind byte) []byte {
	ihdr := binary.BigEndian.AppendUint32([]byte("IHDR"), w)
	ihdr = append(binary.BigEndian.AppendUint32(ihdr, h), depth, kind, 0, 0, 0)
	out := binary.BigEndian.AppendUint32([]byte("\x89PNG\r\n\x1a\n"), 13)
	return binary.BigEndian.AppendUint32(append(out, ihdr...), crc32.ChecksumIEEE(ihdr))
}

func TestDescribeUnpacksNoBomb(t *testing.T) {
	for name, b := range map[string][]byte{
		"four gigapixels":  bomb(65535, 65535, 8, 2),
		"a long line":      bomb(40000, 1, 8, 0),
		"120 megapixels":   bomb(12000, 10000, 8, 0),
		"sixteen bits":     bomb(9000, 9000, 16, 6),
		"nearly overflows": bomb(0x7fffffff, 0x7fffffff, 8, 6),
	} {
		// The whole call, unpacking included, would take gigabytes; refusing takes next to nothing.
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := Describe(b, "x.png")
		runtime.ReadMemStats(&after)
		if problem.KindOf(err) != problem.Invalid {
			t.Errorf("%s: %v", name, err)
		}
		if name != "nearly overflows" && !strings.Contains(problem.Words(err), "展开后太大") { // that one the reader itself refuses
			t.Errorf("%s: %v", name, err)
		}
		if spent := after.TotalAlloc - before.TotalAlloc; spent > 1<<20 {
			t.Errorf("%s: %d bytes taken", name, spent)
		}
	}
	if err := bounds(image.Config{Width: 12000, Height: 9000, ColorModel: color.YCbCrModel}); err != nil {
		t.Errorf("a camera's picture goes through: %v", err)
	}
}

func TestAMovingGIFIsCountedAndBounded(t *testing.T) {
	var g gif.GIF
	for range 7 {
		g.Image = append(g.Image, image.NewPaletted(image.Rect(0, 0, 40, 20), color.Palette{color.Black, color.White}))
		g.Delay = append(g.Delay, 10)
	}
	var b bytes.Buffer
	if err := gif.EncodeAll(&b, &g); err != nil {
		t.Fatal(err)
	}
	if p, err := Describe(b.Bytes(), "动图.gif"); err != nil || p.Frames != 7 {
		t.Errorf("%+v %v", p, err)
	}
	for i := range b.Bytes() { // however it is cut, counting ends and never counts more
		if n := gifFrames(b.Bytes()[:i]); n > 7 {
			t.Fatalf("%d frames in %d bytes", n, i)
		}
	}
	// 1,200 frames of 1,000×1,000: small as a file, over a gigapixel shown.
	frame := append([]byte{0x2c, 0, 0, 0, 0, 0xe8, 3, 0xe8, 3, 0}, 2, 1, 0x2c, 0)
	many := append([]byte("GIF89a\xe8\x03\xe8\x03\x80\x00\x00\x00\x00\x00\xff\xff\xff"), bytes.Repeat(frame, 1200)...)
	if _, err := Describe(many, ""); problem.KindOf(err) != problem.Invalid || !strings.Contains(problem.Words(err), "1200 帧") {
		t.Errorf("%v", err)
	}
}

func TestAPictureIsDescribedAsItIsShown(t *testing.T) {
	for o := byte(1); o <= 8; o++ {
		p, err := Describe(turned(t, o, o%2 == 0), "a.jpg")
		w, h := 40, 20
		if o >= 5 {
			w, h = h, w
		}
		if err != nil || p.Width != w || p.Height != h {
			t.Errorf("orientation %d: %+v %v", o, p, err)
		}
	}
}

func TestThumbnail(t *testing.T) {
	f := folder(t, t.TempDir())
	red := func(m image.Image, x, y int) bool { r, _, b, _ := m.At(x, y).RGBA(); return r > b }
	// Where the red half, stored at the left, must be seen: top-left and bottom-right corner of the picture as shown.
	seen := map[byte][2]bool{1: {true, false}, 2: {false, true}, 3: {false, true}, 4: {true, false}, 5: {true, false}, 6: {true, false}, 7: {false, true}, 8: {false, true}}
	for o, want := range seen {
		m, err := f.Thumbnail(put(t, f, string(turned(t, o, false))), 10)
		if err != nil {
			t.Fatal(err)
		}
		w, h := m.Bounds().Dx(), m.Bounds().Dy()
		if o < 5 && (w != 10 || h != 5) || o >= 5 && (w != 5 || h != 10) {
			t.Errorf("orientation %d: %d×%d", o, w, h)
		}
		if red(m, 0, 0) != want[0] || red(m, w-1, h-1) != want[1] {
			t.Errorf("orientation %d is turned wrongly", o)
		}
	}
	if m, err := f.Thumbnail(put(t, f, string(encode(t, PNG))), 1000); err != nil || m.Bounds().Dx() != 40 {
		t.Errorf("a small picture is not blown up: %v", err)
	}
	if _, err := f.Thumbnail(put(t, f, string(bomb(65535, 65535, 8, 2))), 10); problem.KindOf(err) != problem.Invalid {
		t.Errorf("a bomb in the folder: %v", err)
	}
	if _, err := f.Thumbnail(put(t, f, "text"), 10); problem.KindOf(err) != problem.Invalid {
		t.Errorf("%v", err)
	}
}

func FuzzDescribe(f *testing.F) {
	for _, k := range []Kind{PNG, GIF, BMP, WebP} {
		f.Add(encode(f, k))
	}
	f.Add(turned(f, 6, true))
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) > 1<<16 {
			return
		}
		p, err := Describe(b, "")
		if err == nil && (p.Width < 1 || p.Height < 1 || p.Frames < 1) {
			t.Errorf("%+v", p)
		}
		if err != nil && problem.KindOf(err) != problem.Invalid {
			t.Errorf("%v", err)
		}
	})
}
