package files

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"huiying/publishing/content"
)

// item is one line of a folder.
type item struct {
	name   string
	folder bool
	size   int64
	note   string
}

// pictures are the endings of files that platforms take.
func pictures() []string { return []string{".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp"} }

// read lists a folder: folders first, then the files that keep passes, each in the order of their names. What begins with a
// dot stays out.
func read(folder string, keep func(name string) bool) ([]item, error) {
	all, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var out []item
	for _, e := range all {
		if strings.HasPrefix(e.Name(), ".") {
			continue
		}
		info, err := os.Stat(filepath.Join(folder, e.Name()))
		if err != nil {
			continue
		}
		switch {
		case info.IsDir():
			out = append(out, item{name: e.Name(), folder: true, note: "文件夹"})
		case info.Mode().IsRegular() && keep(e.Name()):
			out = append(out, item{name: e.Name(), size: info.Size(),
				note: content.Bytes(info.Size()) + "，" + info.ModTime().In(content.Shanghai()).Format("2006-01-02 15:04")})
		}
	}
	slices.SortStableFunc(out, func(a, b item) int {
		if a.folder != b.folder {
			if a.folder {
				return -1
			}
			return 1
		}
		return strings.Compare(strings.ToLower(a.name), strings.ToLower(b.name))
	})
	return out, nil
}

// say puts into words why a path cannot be read.
func say(path string, err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "没有“" + path + "”。请看看路径有没有写错。"
	case errors.Is(err, fs.ErrPermission):
		return "这台电脑的系统不让打开“" + path + "”。换一个文件夹，或请管电脑的人开放。"
	}
	return "读不了“" + path + "”。盘可能已经拔掉，插好后再打开。"
}

// start is where choosing begins: the person's pictures, else the home folder, else the root.
func start() string {
	home, err := os.UserHomeDir()
	if err != nil || home == "" {
		return string(filepath.Separator)
	}
	for _, name := range []string{"图片", "Pictures"} {
		if info, err := os.Stat(filepath.Join(home, name)); err == nil && info.IsDir() {
			return filepath.Join(home, name)
		}
	}
	return home
}
