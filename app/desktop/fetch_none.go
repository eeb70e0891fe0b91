//go:build ci || windows

package desktop

// fetch is nothing where there is no real window, or where the input method is not asked about keys.
func fetch() func() { return nil }
