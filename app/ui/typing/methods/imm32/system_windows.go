package imm32

import (
	"fmt"
	"unsafe"

	"golang.org/x/sys/windows"
)

// System is the Input that Windows has.
type System struct {
	getContext     *windows.LazyProc
	releaseContext *windows.LazyProc
	setComposition *windows.LazyProc
	setCandidates  *windows.LazyProc
	setFont        *windows.LazyProc
	getString      *windows.LazyProc
	notify         *windows.LazyProc
	associate      *windows.LazyProc
	createCaret    *windows.LazyProc
	setCaretPos    *windows.LazyProc
	destroyCaret   *windows.LazyProc
	peekMessage    *windows.LazyProc
	dispatch       *windows.LazyProc

	caretOn   uintptr // the window that has the system's caret
	caretHigh int32
}

// Load finds the system's functions. It fails on a Windows that was set up without input methods.
func Load() (*System, error) {
	imm, user := windows.NewLazySystemDLL("imm32.dll"), windows.NewLazySystemDLL("user32.dll")
	s := &System{
		getContext:     imm.NewProc("ImmGetContext"),
		releaseContext: imm.NewProc("ImmReleaseContext"),
		setComposition: imm.NewProc("ImmSetCompositionWindow"),
		setCandidates:  imm.NewProc("ImmSetCandidateWindow"),
		setFont:        imm.NewProc("ImmSetCompositionFontW"),
		getString:      imm.NewProc("ImmGetCompositionStringW"),
		notify:         imm.NewProc("ImmNotifyIME"),
		associate:      imm.NewProc("ImmAssociateContextEx"),
		createCaret:    user.NewProc("CreateCaret"),
		setCaretPos:    user.NewProc("SetCaretPos"),
		destroyCaret:   user.NewProc("DestroyCaret"),
		peekMessage:    user.NewProc("PeekMessageW"),
		dispatch:       user.NewProc("DispatchMessageW"),
	}
	for _, p := range []*windows.LazyProc{s.getContext, s.releaseContext, s.setComposition, s.setCandidates, s.setFont,
		s.getString, s.notify, s.associate, s.createCaret, s.setCaretPos, s.destroyCaret, s.peekMessage, s.dispatch} {
		if err := p.Find(); err != nil {
			return nil, fmt.Errorf("imm32: %w", err)
		}
	}
	return s, nil
}

// with does something with the input context of a window. A window without the input method has none.
func (s *System) with(window uintptr, do func(context uintptr)) {
	context, _, _ := s.getContext.Call(window)
	if context == 0 {
		return
	}
	do(context)
	_, _, _ = s.releaseContext.Call(window, context)
}

// Place is part of Input. The candidates are told of twice, because not every input method knows both ways; the second stays.
// The caret is never shown: it is there for input methods that look at nothing else.
func (s *System) Place(window uintptr, spot Spot) {
	if s.caretOn != window || s.caretHigh != spot.High {
		_, _, _ = s.createCaret.Call(window, 0, 1, uintptr(spot.High)) // one that is there goes
		s.caretOn, s.caretHigh = window, spot.High
	}
	_, _, _ = s.setCaretPos.Call(uintptr(spot.X), uintptr(spot.Y))
	s.with(window, func(context uintptr) {
		font, composition, below, beside := spot.font(), spot.composition(), spot.below(), spot.beside()
		_, _, _ = s.setFont.Call(context, uintptr(unsafe.Pointer(&font)))
		_, _, _ = s.setComposition.Call(context, uintptr(unsafe.Pointer(&composition)))
		_, _, _ = s.setCandidates.Call(context, uintptr(unsafe.Pointer(&below)))
		_, _, _ = s.setCandidates.Call(context, uintptr(unsafe.Pointer(&beside)))
	})
}

// Leave is part of Input.
func (s *System) Leave() {
	if s.caretOn != 0 {
		_, _, _ = s.destroyCaret.Call()
		s.caretOn = 0
	}
}

// Switch is part of Input.
func (s *System) Switch(window uintptr, on bool) {
	const none, usual = 0, 0x0010 // no context, IACE_DEFAULT
	how := uintptr(none)
	if on {
		how = usual
	}
	_, _, _ = s.associate.Call(window, 0, how)
}

// Letters is part of Input.
func (s *System) Letters(window uintptr) (letters string) {
	const composed, unit = 0x0008, 2 // GCS_COMPSTR, bytes of a UTF-16 unit
	s.with(window, func(context uintptr) {
		n, _, _ := s.getString.Call(context, composed, 0, 0)
		if int32(n) < unit { // below 0 it is an error
			return
		}
		text := make([]uint16, int32(n)/unit)
		n, _, _ = s.getString.Call(context, composed, uintptr(unsafe.Pointer(&text[0])), uintptr(len(text)*unit))
		if got := int(int32(n)) / unit; got > 0 {
			letters = windows.UTF16ToString(text[:min(got, len(text))])
		}
	})
	return letters
}

// Finish is part of Input.
func (s *System) Finish(window uintptr) { s.end(window, 1) } // CPS_COMPLETE

// Drop is part of Input.
func (s *System) Drop(window uintptr) { s.end(window, 4) } // CPS_CANCEL

func (s *System) end(window, how uintptr) {
	const compositionString = 0x0015 // NI_COMPOSITIONSTR
	s.with(window, func(context uintptr) {
		_, _, _ = s.notify.Call(context, compositionString, how, 0)
	})
}

// What ends up as a character of the window, in the order in which one leads to the next.
const (
	wmStartComposition = 0x010D
	wmComposition      = 0x010F
	wmIMEChar          = 0x0286
	wmChar             = 0x0102
	wmUnichar          = 0x0109
)

// deliverMost is a bound for a window that sends characters to itself.
const deliverMost = 10000

// Deliver is part of Input. Keys and the mouse stay in the queue: they are for whoever has the focus afterwards.
func (s *System) Deliver(window uintptr) (characters int) {
	var m message
	for range deliverMost {
		if !s.take(window, &m) {
			break
		}
		if m.Message == wmChar || m.Message == wmUnichar {
			characters++
		}
		_, _, _ = s.dispatch.Call(uintptr(unsafe.Pointer(&m)))
	}
	return characters
}

// take takes the first such message from the queue. Characters that wait come before those that still become some.
func (s *System) take(window uintptr, m *message) bool {
	const remove = 1 // PM_REMOVE
	for _, kind := range [][2]uintptr{{wmChar, wmChar}, {wmUnichar, wmUnichar}, {wmIMEChar, wmIMEChar}, {wmStartComposition, wmComposition}} {
		if found, _, _ := s.peekMessage.Call(uintptr(unsafe.Pointer(m)), window, kind[0], kind[1], remove); found != 0 {
			return true
		}
	}
	return false
}

var _ Input = (*System)(nil)
