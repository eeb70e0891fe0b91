package ibus

import (
	"os"
	"path/filepath"
	"strings"
)

// Address returns where the daemon of this person's screen has its bus: IBUS_ADDRESS, or the file that the daemon writes, which is
// named by the computer and the display. It is empty when there is none; it says nothing about whether the daemon lives.
func Address(getenv func(string) string) string {
	if a := getenv("IBUS_ADDRESS"); a != "" {
		return a
	}
	file := getenv("IBUS_ADDRESS_FILE")
	if file == "" {
		dir := getenv("XDG_CONFIG_HOME")
		if dir == "" {
			dir = filepath.Join(getenv("HOME"), ".config")
		}
		id, host, number := machine(), "unix", "0"
		if h, n, ok := strings.Cut(getenv("DISPLAY"), ":"); ok {
			if h != "" {
				host = h
			}
			number, _, _ = strings.Cut(n, ".")
		}
		if id == "" {
			return ""
		}
		file = filepath.Join(dir, "ibus", "bus", id+"-"+host+"-"+number)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return ""
	}
	return address(string(b))
}

// address reads the file of a daemon.
func address(text string) string {
	for line := range strings.Lines(text) {
		if a, ok := strings.CutPrefix(strings.TrimSpace(line), "IBUS_ADDRESS="); ok {
			return a
		}
	}
	return ""
}

// machine is the name that the bus has given to this computer.
func machine() string {
	for _, file := range []string{"/var/lib/dbus/machine-id", "/etc/machine-id"} {
		if b, err := os.ReadFile(file); err == nil {
			if id := strings.TrimSpace(string(b)); id != "" {
				return id
			}
		}
	}
	return ""
}
