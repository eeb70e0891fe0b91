package desktop

import (
	"io"
	"log/slog"
	"os"
	"path/filepath"
)

// keepLogs is when the log begins anew; one older file is kept beside it.
const keepLogs = 5 << 20

// logTo returns a log in the folder, and what closes it. A log that cannot be written is no reason not to work.
func logTo(dir string) (*slog.Logger, func()) {
	path := filepath.Join(dir, "huiying.log")
	if info, err := os.Stat(path); err == nil && info.Size() > keepLogs {
		_ = os.Rename(path, path+".1")
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return slog.New(slog.NewTextHandler(io.Discard, nil)), func() {}
	}
	return slog.New(slog.NewTextHandler(f, nil)), func() { _ = f.Close() }
}
