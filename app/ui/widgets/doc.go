// Package widgets holds the small parts of the screens: chip, platform tile, bar, gauge, badge, button, link, segment, tabs,
// box and radio, card and section head. Each is drawn from rectangles, lines, text and icons, can be reached by the keyboard
// where it can be pressed, and shows its focus. It knows no desk and fetches nothing; lists, overlays and dates have packages
// of their own.
package widgets
