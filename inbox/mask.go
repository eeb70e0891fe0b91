package inbox

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// nobody is how a citizen without a name that could be shown is called.
const nobody = "网友"

// Mask leaves of a citizen's name the first letter or character that can be read, and nothing that tells how long the
// rest was: 张**. Signs, emoji and invisible characters are passed over; a name of nothing else is 网友. Masking twice
// is masking once.
func Mask(name string) string {
	if strings.TrimSpace(name) == nobody {
		return nobody
	}
	for _, r := range name {
		if r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return string(r) + "**"
		}
	}
	return nobody
}
