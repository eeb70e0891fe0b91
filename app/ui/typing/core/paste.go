package core

import (
	"strings"

	"fyne.io/fyne/v2"
)

// paste takes plain text as one step, without the characters that Word and WPS leave behind.
func (c *Core) paste(s *fyne.ShortcutPaste) {
	if c.Disabled() {
		return
	}
	text := Clean(s.Clipboard.Content())
	if !c.MultiLine {
		text = strings.TrimSpace(text)
	}
	c.Commit(text)
}

// Clean is what pasting makes of a text: line ends are \n, a no-break space is a space, and characters nobody sees (zero
// width, byte order, soft hyphen, control) are gone.
func Clean(text string) string {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == 0x0B || r == 0x2028 || r == 0x2029:
			return '\n'
		case r == 0xA0:
			return ' '
		case r < 0x20, r == 0x7F, r == 0xAD, r == 0x200B, r == 0x200C, r == 0x2060, r == 0xFEFF, r == 0xFFFC:
			return -1
		}
		return r
	}, text)
}
