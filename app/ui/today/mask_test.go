package today_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"huiying/app/ui/theme"
	"huiying/inbox"
)

func TestNumbersOfCitizensAreHidden(t *testing.T) {
	d := day()
	d.pages[inbox.ViewToAnswer][0].Text = "暖气不热，请回１３８ ００１３ ８０００"
	d.queue.Mine[0].Ticket.Subject.Kind, d.queue.Mine[0].Ticket.Subject.Title = "answer", "答复：我的证号420106199003071239"
	d.queue.Mine[1].Ticket.Subject.Title = "供暖热线027-87654321开通"
	o := sit(t, d, theme.Light, fyne.NewSize(1920, 1009), false, everything...)
	o.reads("暖气不热，请回１３８****８０００", "我的证号420****1239", "供暖热线027-87654321开通")
}
