package settings

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"huiying/app/ui/draw"
	"huiying/app/ui/overlays"
	"huiying/app/ui/typing"
	"huiying/app/ui/widgets"
	"huiying/internal/people"
)

// alone says what an office risks that has one administrator.
func alone(staff []people.Person) string {
	n := 0
	for _, p := range staff {
		if p.Has(people.Administrator) {
			n++
		}
	}
	if n != 1 {
		return ""
	}
	return "只有一位管理员。他忘了密码就没有人能重设，建议再让一个人担任管理员。"
}

// act offers what can be done about a person beside the ticks.
func (p *staffPage) act(who people.Person, at fyne.CanvasObject) {
	if !who.Departed.IsZero() {
		overlays.Menu(at, overlays.Choice{Label: "恢复在岗", Icon: "user", Do: func() { p.back(who) }})
		return
	}
	reset := overlays.Choice{Label: "重设密码", Icon: "key", Do: func() { p.reset(who) }}
	unlock := overlays.Choice{Label: "解除锁定", Icon: "lock", Do: func() { p.unlock(who) }}
	actor, _ := people.From(p.s.d.Frame.Jobs().Context())
	switch {
	case p.s.d.Drill:
		reset.Off, unlock.Off = "演练里没有密码", "演练里没有密码"
	case who.ID == actor.Person:
		reset.Off, unlock.Off = "自己的用“修改我的密码”", "没有被锁定"
	case p.seen.locked[who.ID].IsZero():
		unlock.Off = "没有被锁定"
	}
	choices := []overlays.Choice{reset, unlock, {Label: "离岗", Icon: "warn", Do: func() { p.depart(who) }}}
	off := func(c overlays.Choice) bool { return c.Off != "" }
	can := slices.DeleteFunc(slices.Clone(choices), off)
	cannot := slices.DeleteFunc(choices, func(c overlays.Choice) bool { return !off(c) })
	overlays.Menu(at, append(can, cannot...)...) // the first line gets the keyboard, so it must be one that can be chosen
}

// depart asks, and notes that somebody has left.
func (p *staffPage) depart(who people.Person) {
	p.s.ask(overlays.Question{Icon: "warn", IconTone: widgets.Red, Title: who.Name + "离岗？", Danger: true, Do: "办理" + who.Name + "离岗", Cancel: "不办",
		Consequence: "离岗后不能再登录，角色一并收回；写过、审过的都留在档案里。办错了可以恢复在岗。"}, who.Name+"已离岗",
		func() (func(context.Context) error, string) {
			return func(ctx context.Context) error { return p.s.d.Staff.Depart(ctx, who.ID) }, ""
		}, p.pane.Load)
}

// back asks, and notes that somebody works here again.
func (p *staffPage) back(who people.Person) {
	p.s.ask(overlays.Question{Icon: "user", IconTone: widgets.Blue, Title: who.Name + "恢复在岗？", Do: "恢复在岗", Cancel: "不办",
		Consequence: "原来的角色和密码一并恢复，马上就能登录。密码忘了，恢复后再重设。"}, who.Name+"已恢复在岗",
		func() (func(context.Context) error, string) {
			return func(ctx context.Context) error { return p.s.d.Staff.Return(ctx, who.ID) }, ""
		}, p.pane.Load)
}

// unlock asks, and lets somebody try again.
func (p *staffPage) unlock(who people.Person) {
	p.s.ask(overlays.Question{Icon: "lock", IconTone: widgets.Blue, Title: "解除" + who.Name + "的锁定？", Do: "解除锁定", Cancel: "不办",
		Consequence: "密码不变，马上可以再试。请先问过本人，连续输错的不一定是他。"}, who.Name+"可以再登录了",
		func() (func(context.Context) error, string) {
			return func(ctx context.Context) error { return p.s.d.Staff.Unlock(ctx, who.ID) }, ""
		}, p.pane.Load)
}

// passwords are the fields of a new password, typed twice.
type passwords struct {
	old, fresh, again *typing.Entry
	dialog            *overlays.Dialog
}

// newPasswords returns the fields; own asks for the old password too.
func newPasswords(own bool) *passwords {
	w := &passwords{fresh: typing.Password("至少 8 位").High(28), again: typing.Password("再输一遍").High(28)}
	if own {
		w.old = typing.Password("现在用的密码").High(28)
	}
	for _, e := range []*typing.Entry{w.old, w.fresh, w.again} {
		if e != nil {
			e.OnEdit = func(string) {
				if w.dialog != nil {
					w.dialog.Recheck()
				}
			}
		}
	}
	return w
}

func (w *passwords) rows() fyne.CanvasObject {
	var rows []fyne.CanvasObject
	if w.old != nil {
		rows = append(rows, field("原密码", w.old))
	}
	return draw.Col(8, append(rows, field("新密码", w.fresh), field("", w.again))...)
}

func (w *passwords) first() fyne.Focusable {
	if w.old != nil {
		return w.old.Target()
	}
	return w.fresh.Target()
}

// lacks says what is missing; the rules themselves are the desk's.
func (w *passwords) lacks() string {
	switch {
	case w.old != nil && w.old.Text() == "":
		return "还没有写原密码"
	case w.fresh.Text() == "":
		return "还没有定新密码"
	case w.fresh.Text() != w.again.Text():
		return "两遍密码不一样"
	}
	return ""
}

// reset gives somebody else a new password.
func (p *staffPage) reset(who people.Person) {
	w := newPasswords(false)
	w.dialog = p.s.ask(overlays.Question{Icon: "key", IconTone: widgets.Amber, Title: "给" + who.Name + "重设密码？", Do: "重设密码", Cancel: "不重设",
		Consequence: "原来的密码马上不能用，锁定一并解除。新密码请当面告诉本人，请他登录后在这里改掉。", Body: w.rows(), First: w.first(), Check: w.lacks},
		who.Name+"的密码已重设，请当面告诉他", func() (func(context.Context) error, string) {
			fresh := w.fresh.Text()
			return func(ctx context.Context) error { return p.s.d.Staff.ResetPassword(ctx, who.ID, fresh) }, ""
		}, p.pane.Load)
}

// own changes the password of who sits here.
func (p *staffPage) own() {
	w := newPasswords(true)
	w.dialog = p.s.ask(overlays.Question{Icon: "key", IconTone: widgets.Blue, Title: "修改我的密码", Do: "改成新密码", Cancel: "不改",
		Consequence: "下次登录用新密码。原密码连续 5 次输错，要等 15 分钟。", Body: w.rows(), First: w.first(), Check: w.lacks},
		"密码已改，下次登录用新的", func() (func(context.Context) error, string) {
			old, fresh := w.old.Text(), w.fresh.Text()
			return func(ctx context.Context) error { return p.s.d.Staff.ChangePassword(ctx, old, fresh) }, ""
		}, p.pane.Load)
}
