// Package overlays holds what stands above a screen for a while: dialog, popover, menu, select, toast and strip. Each closes on
// Esc, gives the focus back, and is reached by the keyboard. A dialog never does anything dangerous on Enter. It knows no desk.
package overlays

import (
	"fyne.io/fyne/v2"

	"huiying/app/ui/draw"
	"huiying/app/ui/flow"
	"huiying/app/ui/pop"
	"huiying/app/ui/theme"
	"huiying/app/ui/typing"
	"huiying/app/ui/widgets"
)

// Question is a dialog: one question as title with the number in it, the consequence in one line, and two ways out.
type Question struct {
	Icon        string // "mute", "warn", … with IconTone
	IconTone    widgets.Tone
	Title       string
	Consequence string
	// Body stands between the consequence and the buttons; it may be nil.
	Body fyne.CanvasObject
	// Reason asks for a sentence that is recorded; Do is grey until there is one.
	Reason string // the label, as 原因; empty asks for none
	// Do and Cancel are the words of the buttons: verbs with object and number. Cancel is the safe one and has the focus.
	Do     string
	Cancel string
	// Danger draws Do in red, never pressed by Enter; else it is the primary button.
	Danger bool
	// OnDo gets the reason. It returns a sentence to show, and the dialog stays, or "" and it closes.
	OnDo     func(reason string) string
	OnCancel func()
	// First takes the focus instead of the safe button: the first field of a form.
	First fyne.Focusable
	// Check says why Do cannot be pressed yet, "" when it can; it is asked when opened, and by Dialog.Recheck.
	Check func() string
	// Wide is the width, 520 where 0.
	Wide float32
}

// Dialog is an open question.
type Dialog struct {
	q      Question
	pop    *pop.Pop
	do     *widgets.Button
	cancel *widgets.Button
	reason *typing.Entry
	fault  *flow.Flow
	foot   *fyne.Container
}

// Ask opens a dialog over a canvas.
func Ask(c fyne.Canvas, q Question) *Dialog {
	if q.Cancel == "" {
		q.Cancel = "先不做"
	}
	d := &Dialog{q: q, fault: flow.Plain("", theme.Note, theme.Red)}
	d.fault.Hide()
	kind := widgets.Primary
	if q.Danger {
		kind = widgets.Danger
	}
	d.do = widgets.NewButton(kind, q.Do, d.press).High(28)
	d.cancel = widgets.NewButton(widgets.Plain, q.Cancel, d.Cancel).High(28)
	wide := q.Wide
	if wide == 0 {
		wide = 520
	}
	content := d.content()
	d.pop = pop.Open(c, content, pop.Options{Place: pop.Middle, Width: wide, Stay: true, First: d.first()})
	d.pop.OnEscape = d.Cancel
	d.Recheck()
	return d
}

func (d *Dialog) first() fyne.Focusable {
	switch {
	case d.q.First != nil:
		return d.q.First
	case d.reason != nil:
		return d.reason.Target()
	}
	return d.cancel
}

func (d *Dialog) content() fyne.CanvasObject {
	head := []fyne.CanvasObject{}
	if d.q.Icon != "" {
		head = append(head, draw.NewIcon(d.q.Icon, 18, d.q.IconTone.Ink()))
	}
	head = append(head, draw.Grow(draw.NewBold(d.q.Title, theme.Title, theme.Text).Cutting()))
	objs := []fyne.CanvasObject{draw.Row(8, head...)}
	if d.q.Consequence != "" {
		objs = append(objs, flow.Plain(d.q.Consequence, theme.Dense, theme.Text2))
	}
	if d.q.Body != nil {
		objs = append(objs, d.q.Body)
	}
	if d.q.Reason != "" {
		d.reason = typing.Line("").High(28)
		d.reason.OnEdit = func(string) { d.Recheck() }
		objs = append(objs, draw.TopRow(8, draw.Fixed(draw.NewText(d.q.Reason, theme.Dense, theme.Text2), 0, 28), draw.Grow(d.reason)))
	}
	hint := "Esc 不做"
	if d.q.Danger {
		hint = "Esc 不做，回车不会触发"
	}
	d.foot = draw.Row(8, draw.NewText(hint, theme.Note, theme.Text3), draw.Fill(), d.do.Reason(), d.cancel, d.do)
	objs = append(objs, d.fault, d.foot)
	return draw.Inset(draw.Col(10, objs...), 14, 18, 12, 18)
}

// Recheck asks again whether the question can be answered with yes.
func (d *Dialog) Recheck() {
	why := ""
	if d.q.Check != nil {
		why = d.q.Check()
	}
	if why == "" && d.reason != nil && draw.Blank(d.reason.Text()) {
		why = "要写" + d.q.Reason
	}
	d.do.Block(why)
	d.foot.Refresh() // the reason beside the button takes room of its own
}

func (d *Dialog) press() {
	reason := ""
	if d.reason != nil {
		reason = d.reason.Text()
	}
	say := ""
	if d.q.OnDo != nil {
		say = d.q.OnDo(reason)
	}
	if say == "" {
		d.Close()
		return
	}
	d.Refuse(say)
}

// Refuse shows a red line above the buttons and keeps the dialog open.
func (d *Dialog) Refuse(say string) {
	d.fault.SetText(say)
	if say == "" {
		d.fault.Hide()
	} else {
		d.fault.Show()
	}
	d.pop.Refresh()
}

// Cancel closes without doing anything, as Esc does.
func (d *Dialog) Cancel() {
	d.Close()
	if d.q.OnCancel != nil {
		d.q.OnCancel()
	}
}

// Close closes the dialog.
func (d *Dialog) Close() { d.pop.Close() }

// Opened says whether it is open.
func (d *Dialog) Opened() bool { return d.pop.Opened() }

// DoButton and CancelButton are the two buttons, for tests and for a caller that changes their words.
func (d *Dialog) DoButton() *widgets.Button { return d.do }

// CancelButton is the safe button.
func (d *Dialog) CancelButton() *widgets.Button { return d.cancel }

// ReasonEntry is the field of the reason, nil where none is asked for.
func (d *Dialog) ReasonEntry() *typing.Entry { return d.reason }
