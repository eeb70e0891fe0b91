//go:build !windows

package disk

import (
	"errors"
	"os"
	"syscall"
)

// Full tells whether err comes from a full disk or a used-up quota.
func Full(err error) bool { return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) }

// SyncDir makes the names in dir outlive a power cut.
func SyncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
