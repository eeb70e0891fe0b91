package disk

import (
	"errors"

	"golang.org/x/sys/windows"
)

// Full tells whether err comes from a full disk.
func Full(err error) bool {
	return errors.Is(err, windows.ERROR_DISK_FULL) || errors.Is(err, windows.ERROR_HANDLE_DISK_FULL)
}

// SyncDir does nothing: NTFS writes renames through its journal, and a folder cannot be flushed.
func SyncDir(string) error { return nil }
