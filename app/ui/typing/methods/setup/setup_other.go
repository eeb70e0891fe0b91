//go:build !linux && !freebsd && !netbsd && !openbsd && !windows

package setup

import "context"

// Prepare leaves typing to Fyne: on this system no way is known to do better.
func Prepare(context.Context) *Typing { return asBefore() }
