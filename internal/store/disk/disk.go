// Package disk is the little that the keepers of files share: making a rename durable, and knowing a full disk when they
// meet one. It decides nothing and holds no words for people.
package disk

import (
	"io/fs"
	"os"
)

// Commit makes a finished temporary file durable and puts it in the place of target, wholly or not at all. f is closed
// in any case; on an error the temporary file is removed.
func Commit(f *os.File, target string, mode fs.FileMode) (err error) {
	defer func() {
		if err != nil {
			_ = f.Close()
			_ = os.Remove(f.Name())
		}
	}()
	if err = f.Chmod(mode); err != nil {
		return err
	}
	if err = f.Sync(); err != nil {
		return err
	}
	if err = f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), target)
}
