package setup

import (
	"context"

	"huiying/app/ui/typing/methods/imm32"
)

// Prepare leaves composing to Windows, and has it told where the caret is. There is nothing to look for: which input method is
// at work is Windows' own business, and may change at any time.
func Prepare(context.Context) *Typing {
	system, err := imm32.Load()
	if err != nil {
		return asBefore()
	}
	var paint func(func())
	m := imm32.New(system, func(g func()) { paint(g) })
	return &Typing{method: m, begin: func(_ context.Context, p func(func()), _ func()) { paint = p }, end: m.Close}
}
