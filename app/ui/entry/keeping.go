package entry

import (
	"context"

	"fyne.io/fyne/v2"

	"huiying/app/ui/draw"
	"huiying/app/ui/entry/cards"
	"huiying/app/ui/entry/stage"
	"huiying/app/ui/flow"
	"huiying/app/ui/load"
	"huiying/app/ui/theme"
	"huiying/app/ui/typing"
	"huiying/app/ui/widgets"
	"huiying/internal/problem"
)

// keeping is the third step: where the key of the vault lies.
type keeping struct {
	object  fyne.CanvasObject
	ring    *cards.Card
	phrase  *cards.Card
	marks   [2]*draw.Icon
	told    *stage.Say
	works   bool
	asked   bool
	keyring bool
	first   *typing.Entry
	again   *typing.Entry
	fields  fyne.CanvasObject
	wrong   *stage.Say
	do      *widgets.Button
	begin   func()
}

func newKeeping(back, begin func()) *keeping {
	k := &keeping{told: stage.NewSay(), wrong: stage.NewSay(), begin: begin}
	k.marks = [2]*draw.Icon{draw.NewIcon("radio0", 20, theme.Text2), draw.NewIcon("radio0", 20, theme.Text2)}
	option := func(i int, name, about string, more fyne.CanvasObject) *cards.Card {
		objs := []fyne.CanvasObject{draw.Row(10, k.marks[i], draw.NewBold(name, theme.Title, theme.Text), draw.Fill()),
			draw.Inset(flow.Plain(about, theme.Body, theme.Text2), 0, 0, 0, 30)}
		if more != nil {
			objs = append(objs, draw.Inset(more, 2, 0, 0, 30))
		}
		return cards.New(draw.Inset(draw.Col(4, objs...), 14, 18, 14, 16), func() { k.choose(i == 0) })
	}
	k.ring = option(0, "交给系统的钥匙串", "开机登录系统后，程序自己打开密钥，到点就能发布。适合固定的办公电脑。", k.told.Row)
	k.phrase = option(1, "用一个口令保管", "每次打开程序都要输一次口令；没有输之前，到点的稿子不会发出。口令忘了没有办法找回，平台授权要重做。", nil)
	cards.Arrows([]*cards.Card{k.ring, k.phrase}, 1, func(i int) { k.choose(i == 0) }, back)
	k.first, k.again = passphrases(k.press, back)
	k.fields = widgets.Card(draw.Inset(draw.Col(10, stage.Field("口令", k.first, 340, draw.NewText("和登录密码是两回事，请记在稳妥的地方", theme.Dense, theme.Text2)),
		stage.Field("再输一遍", k.again, 340, nil)), 14, 18, 14, 18))
	k.do = widgets.NewButton(widgets.Primary, "建立单位", k.press).High(36)
	k.object = draw.Col(0, stage.Head("保管密钥", "第 3 步，共 3 步", "平台的密码和授权加密后存在本机，打开它们的密钥要有个放处。"),
		k.ring, stage.Room(12), k.phrase, stage.Room(12), k.fields, draw.Inset(k.wrong.Row, 12, 0, 0, 0), draw.Fill(),
		draw.Row(8, widgets.NewButton(widgets.Plain, "上一步", back).High(36), draw.Fill(), k.do.Reason(), k.do))
	k.choose(false)
	return k
}

// ask finds out once whether the system's keyring can be used.
func (k *keeping) ask(jobs *load.Jobs, s Starter) {
	if k.asked {
		return
	}
	k.asked = true
	k.ring.Disable()
	k.told.Set(widgets.Grey, "正在看这台电脑有没有钥匙串")
	jobs.Go(func(ctx context.Context) func() {
		err := s.Keyring(ctx)
		return func() {
			if k.works = err == nil; k.works {
				k.ring.Enable()
				k.told.Set(widgets.Green, "这台电脑的钥匙串可以用")
				if k.first.Text() == "" {
					k.choose(true)
				}
			} else {
				k.asked = false // another look when one comes back to this step
				k.told.Set(widgets.Amber, problem.Words(err))
			}
			k.object.Refresh()
		}
	})
}

func (k *keeping) choose(ring bool) {
	if ring && !k.works {
		return
	}
	k.keyring = ring
	for i, on := range []bool{ring, !ring} {
		name, ink := "radio0", theme.Text2
		if on {
			name, ink = "radio1", theme.BlueFill
		}
		k.marks[i].Set(name, ink)
	}
	k.ring.Choose(ring)
	k.phrase.Choose(!ring)
	if ring {
		k.fields.Hide()
	} else {
		k.fields.Show()
	}
	k.object.Refresh()
}

func (k *keeping) focus() {
	switch {
	case k.keyring:
		k.ring.Take()
	default:
		k.first.Focus()
	}
}

func (k *keeping) choice() (ring bool, passphrase string) {
	if k.keyring {
		return true, ""
	}
	return false, k.first.Text()
}

func (k *keeping) press() {
	if !k.keyring && !agree(k.first, k.again) {
		k.object.Refresh()
		return
	}
	k.begin()
}
