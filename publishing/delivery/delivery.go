// Package delivery is one signed revision on its way to one account: armed, handed to the platform once, followed,
// reconciled when the answer was lost, settled by a person where only a person can. It owns the states of a delivery and
// the rule that nothing goes out twice; it speaks to platforms through Channel and acts only after the Gate allowed it.
package delivery

import (
	"encoding/json"
	"time"

	"huiying/accounts"
	"huiying/publishing/content"
)

// State of one target's way out.
type State string

// The states of a delivery (DESIGN §6 has their chips).
const (
	Held       State = "held"      // 待就绪: something is missing; Note says what
	Armed      State = "armed"     // 已就绪
	Sending    State = "sending"   // 发送中, or for the manual channel: a person is posting it
	Accepted   State = "accepted"  // 平台处理中
	Out        State = "published" // 已发布
	Refused    State = "refused"   // 平台退回
	Unknown    State = "unknown"   // 待确认
	Expired    State = "expired"   // 已过期
	TakenBack  State = "withdrawn" // 已撤稿
	WaitPerson State = "person"    // manual channel: its hour has come, a person has to post it
)

// Delivery is one revision on its way to one account.
type Delivery struct {
	ID          string
	Version     int
	Post        string
	Revision    int
	Title       string
	Account     accounts.ID
	Platform    accounts.Platform
	Way         content.Way
	State       State
	Due         time.Time
	Window      content.Window
	Late        content.Late
	Fingerprint string
	Made        json.RawMessage // what preparing left on the platform (media ids, draft); the channel's own words
	Receipt     Receipt
	Note        string    // why it is held, refused, unknown or expired; in words
	Code        string    // the platform's code for that
	Next        time.Time // when it is polled or tried next; zero when a person has to act
	Attempts    int
	Sent        time.Time // when it was handed to the platform
	Changed     time.Time
	Absent      time.Time // when a look last found the account without it; zero when none did
	Settled     bool      // a person said what happens next after refused, expired or unknown
}
