// Package handout is what a person takes along who posts by hand: the pieces of text to copy, and the pictures in a folder. It knows
// no window and changes nothing of the post.
package handout

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"huiying/internal/problem"
	"huiying/publishing/content"
	"huiying/publishing/delivery"
)

// Piece is one thing to copy to the platform.
type Piece struct{ Name, Text string }

// Pieces are what there is to copy, in the order in which platforms ask for it.
func Pieces(p delivery.Parcel) (all []Piece) {
	for _, x := range []Piece{{"标题", p.Title}, {"全文", p.Text}, {"摘要", p.Digest}, {"作者", p.Author}, {"链接", p.SourceURL}} {
		if x.Text != "" {
			all = append(all, x)
		}
	}
	return all
}

// Save writes the pictures into a folder, numbered in their order. Nothing there is overwritten, and no half of a picture stays.
func Save(ctx context.Context, dir string, pictures []content.Media, open func(ctx context.Context, hash string) (io.ReadCloser, error)) error {
	for i, m := range pictures {
		if err := save(ctx, filepath.Join(dir, fmt.Sprintf("%02d-%s", i+1, filepath.Base(m.Name))), m.Hash, open); err != nil {
			return err
		}
	}
	return nil
}

func save(ctx context.Context, file, hash string, open func(ctx context.Context, hash string) (io.ReadCloser, error)) error {
	r, err := open(ctx, hash)
	if err != nil {
		return err
	}
	w, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if os.IsExist(err) {
		return closed(r, problem.New(problem.Conflict, "文件夹里已经有“"+filepath.Base(file)+"”", "原来的文件没有动", "换一个文件夹再存"))
	} else if err != nil {
		return closed(r, failed(err))
	}
	if _, err = io.Copy(w, r); err != nil {
		err = failed(err)
	}
	if closing := w.Close(); err == nil && closing != nil {
		err = failed(closing)
	}
	if err != nil {
		if gone := os.Remove(file); gone != nil {
			err = problem.Wrap(err, problem.Unavailable, "图片没有存全", "稿子没有改动", "请删掉“"+filepath.Base(file)+"”，换一个文件夹再存")
		}
	}
	return closed(r, err)
}

func failed(err error) error {
	return problem.Wrap(err, problem.Unavailable, "图片没有存进去", "稿子没有改动", "换一个文件夹再存")
}

func closed(r io.Closer, err error) error {
	if closing := r.Close(); err == nil {
		return closing
	}
	return err
}
