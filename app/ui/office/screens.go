package office

import (
	"io"
	"os"

	"huiying/accounts"
	"huiying/app/ui/approve"
	"huiying/app/ui/compose"
	"huiying/app/ui/questions"
	"huiying/app/ui/register"
	"huiying/app/ui/schedule"
	"huiying/app/ui/settings"
	"huiying/app/ui/shell"
	"huiying/app/ui/today"
)

// screens builds every screen over the desks.
func screens(f *shell.Frame, s Services) []shell.Screen {
	var confirm approve.Confirm
	var clock today.Drill
	if s.Clock == nil {
		confirm = s.People
	} else {
		clock = s.Clock
	}
	out := s.Publishing.Deliveries
	return []shell.Screen{
		today.New(today.Deps{Review: s.Review, Inbox: s.Inbox, Register: s.Accounts, Posts: s.Publishing, Deliveries: out, Drill: clock,
			Calendar: s.Calendar, Frame: f, Now: s.Now, Changed: s.Changed}),
		compose.New(compose.Deps{Posts: s.Publishing, Register: s.Accounts, Frame: f, Now: s.Now, Changed: s.Changed,
			Open: func(path string) (io.ReadCloser, error) { return os.Open(path) }}),
		approve.New(approve.Deps{Reviews: s.Review, Posts: s.Publishing, Answers: s.Inbox, Register: s.Accounts, Confirm: confirm, Frame: f,
			Now: s.Now, Changed: s.Changed}),
		schedule.New(schedule.Deps{Deliveries: out, Acts: out, ByHand: out, Posts: s.Publishing, Register: s.Accounts, Frame: f,
			Browse: s.Browse, Copy: s.Copy, Now: s.Now, Changed: s.Changed}),
		register.New(register.Deps{Register: s.Accounts, Bindings: s.Accounts, Staff: s.People, Frame: f, Now: s.Now, Changed: s.Changed,
			Browse: func(address string) { _ = s.Browse(address) }}),
		settings.New(settings.Deps{Staff: s.People, Routes: s.Review, Register: s.Accounts, Weibo: s.Weibo, Calendar: s.Calendar, Upkeep: s.Upkeep, Looks: s.Looks,
			Monitoring: s.Monitoring, Inbox: s.Policy, About: s.About, Drill: s.Clock != nil, Frame: f, Now: s.Now, Changed: s.Changed,
			Account: func(id accounts.ID) { f.Open(register.Name, shell.Params{"id": string(id)}) }}),
		questions.New(questions.Deps{Desk: s.Inbox, Handling: s.Inbox, Answers: s.Inbox, Sending: s.Sending, Register: s.Accounts, Calendar: s.Calendar,
			Frame: f, Now: s.Now, Changed: s.Changed, Browse: func(address string) { _ = s.Browse(address) }}),
	}
}
