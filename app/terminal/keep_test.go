package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huiying/app/house"
	"huiying/internal/store/media"
	"huiying/internal/store/sqlite"
	"huiying/internal/store/sqlstore/core"
)

// A backup of the terminal is as whole as one of the window: the pictures are with it, and it opens paused.
func TestBackupTakesThePicturesAlong(t *testing.T) {
	dir := t.TempDir()
	s, err := sqlite.Open(t.Context(), filepath.Join(dir, house.File)) // stays open: the window works on
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	pictures, err := media.OpenFolder(filepath.Join(dir, "media"), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	hash, _, err := pictures.Put(t.Context(), strings.NewReader("a picture"), 100)
	if err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	if code := run(t.Context(), []string{"backup", "--dir", dir}, &out, &errs); code != 0 || !strings.Contains(out.String(), "备份好了") {
		t.Fatalf("%d: %s%s", code, &out, &errs)
	}
	kept, err := media.OpenFolder(filepath.Join(dir, "backups", "media"), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if err := kept.Check(hash); err != nil {
		t.Error(err)
	}
	c, err := house.LastGood(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	copied, err := sqlite.OpenRead(t.Context(), c.Path)
	if err != nil {
		t.Fatal(err)
	}
	defer copied.Close()
	if at, _, err := core.NewSettings(copied.DB).Get(t.Context(), "copy.made"); err != nil || at == "" {
		t.Errorf("the copy does not know that it is one: %q, %v", at, err)
	}
	if at, _, err := core.NewSettings(s.DB).Get(t.Context(), "copy.made"); err != nil || at != "" {
		t.Errorf("the office's own file says that it is a copy: %q, %v", at, err)
	}
}

func TestTheDayLeavesAUnitsFolderAlone(t *testing.T) {
	dir := t.TempDir()
	s, err := sqlite.Open(t.Context(), filepath.Join(dir, house.File))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	if code := run(t.Context(), []string{"day", "--dir", dir}, &out, &errs); code != 1 || !strings.Contains(errs.String(), "是一个单位的数据") {
		t.Errorf("%d: %s%s", code, &out, &errs)
	}
	if after, err := os.ReadDir(dir); err != nil || len(after) != len(before) {
		t.Errorf("something was made: %v, %v", after, err)
	}
}

func TestBackupOfNothingIsTold(t *testing.T) {
	var out, errs bytes.Buffer
	dir := t.TempDir()
	if code := run(t.Context(), []string{"backup", "--dir", dir}, &out, &errs); code != 1 || !strings.Contains(errs.String(), "没有找到数据文件") {
		t.Errorf("%d: %s", code, &errs)
	}
	if code := run(t.Context(), []string{"backup"}, &out, &errs); code != 2 {
		t.Errorf("%d without a folder", code)
	}
	if all, err := os.ReadDir(dir); err != nil || len(all) != 0 {
		t.Errorf("something was made: %v", all)
	}
}
