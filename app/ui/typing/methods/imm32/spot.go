package imm32

import (
	"math"

	"fyne.io/fyne/v2"
)

// Spot is where a caret stands in the client area of its window, in pixels.
type Spot struct {
	X, Y    int32 // the upper end of the caret
	High    int32 // height of the line
	Letters int32 // size of the letters on it
}

// spotOf converts a caret from the units of a canvas. A canvas fills the client area of its window.
func spotOf(at fyne.Position, high, letters, scale float32) Spot {
	px := func(v float32) int32 { return int32(math.Round(float64(v) * float64(scale))) }
	return Spot{X: px(at.X), Y: px(at.Y), High: max(px(high), 1), Letters: max(px(letters), 1)}
}

// What follows is laid out as imm.h, wingdi.h and winuser.h have it for 64 bits, where each field stands as in Go.

type point struct{ X, Y int32 }

type rect struct{ Left, Top, Right, Bottom int32 }

type compositionForm struct {
	Style   uint32
	Current point
	Area    rect
}

type candidateForm struct {
	Index   uint32
	Style   uint32
	Current point
	Area    rect
}

type logFont struct {
	Height, Width, Escapement, Orientation, Weight       int32
	Italic, Underline, StrikeOut, CharSet                byte
	OutPrecision, ClipPrecision, Quality, PitchAndFamily byte
	Face                                                 [32]uint16
}

type message struct {
	Window  uintptr
	Message uint32
	W, L    uintptr
	Time    uint32
	At      point
}

// Styles of compositionForm and candidateForm.
const (
	cfsPoint        = 0x0002
	cfsCandidatePos = 0x0040
	cfsExclude      = 0x0080
)

// composition has what is being composed drawn on the line, from the caret on.
func (s Spot) composition() compositionForm {
	return compositionForm{Style: cfsPoint, Current: point{s.X, s.Y}}
}

// below has the first list of candidates shown with its corner under the caret.
func (s Spot) below() candidateForm {
	return candidateForm{Style: cfsCandidatePos, Current: point{s.X, s.Y + s.High}}
}

// beside has it shown near the caret, and not over the line: above it where there is no room below.
func (s Spot) beside() candidateForm {
	return candidateForm{Style: cfsExclude, Current: point{s.X, s.Y}, Area: rect{s.X, s.Y, s.X + s.High, s.Y + s.High}}
}

// font has what is being composed drawn as large as the letters on the line. The face is one that Windows brings along: the
// program's own is in the program.
func (s Spot) font() logFont {
	const normal, anyCharSet = 400, 1
	f := logFont{Height: -s.Letters, Weight: normal, CharSet: anyCharSet}
	for i, r := range "Microsoft YaHei" { // each one UTF-16 unit
		f.Face[i] = uint16(r)
	}
	return f
}
