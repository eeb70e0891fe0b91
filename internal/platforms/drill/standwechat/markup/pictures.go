package markup

import (
	"bytes"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/image/bmp"
)

// KindOf tells what a picture is by its bytes; "" is none.
func KindOf(content []byte) string {
	var err error
	r := bytes.NewReader(content)
	var size image.Config
	kind := strings.TrimPrefix(http.DetectContentType(content), "image/")
	switch kind {
	case "png":
		size, err = png.DecodeConfig(r)
	case "jpeg":
		size, err = jpeg.DecodeConfig(r)
	case "gif":
		size, err = gif.DecodeConfig(r)
	case "bmp":
		size, err = bmp.DecodeConfig(r)
	default:
		return ""
	}
	if err != nil || size.Width <= 0 || size.Height <= 0 {
		return ""
	}
	return kind
}

// Keep stores the bytes under their hash before the journal speaks of them.
func Keep(dir, hash string, content []byte) error {
	name := filepath.Join(dir, hash)
	if _, err := os.Stat(name); err == nil {
		return nil
	}
	f, err := os.CreateTemp(dir, "new-*")
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	return err
}
