package ibus

import (
	"os"
	"path/filepath"
	"strings"
)

// Addresses returns where the daemon of this person's screen may have its bus, the likeliest first: IBUS_ADDRESS, or what stands in
// the file that the daemon writes, which is named by the computer and the screen; in a Wayland session by its Wayland name,
// by older daemons by X11's. There are none when there is no daemon; that there are some says nothing about whether it lives.
func Addresses(getenv func(string) string) []string {
	if a := getenv("IBUS_ADDRESS"); a != "" {
		return []string{a}
	}
	files := []string{getenv("IBUS_ADDRESS_FILE")}
	if files[0] == "" {
		files = names(getenv)
	}
	var all []string
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			continue
		}
		if a := address(string(b)); a != "" {
			all = append(all, a)
		}
	}
	return all
}

// names are the files that libibus would look for.
func names(getenv func(string) string) []string {
	dir := getenv("XDG_CONFIG_HOME")
	if dir == "" {
		dir = filepath.Join(getenv("HOME"), ".config")
	}
	host, number := "unix", "0"
	if h, n, ok := strings.Cut(getenv("DISPLAY"), ":"); ok {
		if h != "" {
			host = h
		}
		number, _, _ = strings.Cut(n, ".")
	}
	begin := filepath.Join(dir, "ibus", "bus", machine())
	all := []string{begin + "-" + host + "-" + number}
	if screen := getenv("WAYLAND_DISPLAY"); screen != "" {
		all = append([]string{begin + "-unix-" + screen}, all...)
	}
	return all
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

// machine is the name that the bus has given to this computer; libibus has a word for one that has none.
func machine() string {
	for _, file := range []string{"/var/lib/dbus/machine-id", "/etc/machine-id"} {
		if b, err := os.ReadFile(file); err == nil {
			if id := strings.TrimSpace(string(b)); id != "" {
				return id
			}
		}
	}
	return "machine-id"
}
