// Package accounts is the register of official accounts: who owns them, who answers for them, how they are filed, bound
// and audited. It owns the words of the register and the rules of filing and daily monitoring; it speaks to platforms
// through Prober and Binder, and never publishes.
package accounts

import (
	"time"

	"huiying/accounts/monitoring"
	"huiying/accounts/sheet"
	"huiying/internal/people"
)

// The registration sheet and its words stand in package sheet; the register names them as its own.
type (
	ID       = sheet.ID
	Platform = sheet.Platform
	State    = sheet.State
	Body     = sheet.Body
	Contact  = sheet.Contact
	Account  = sheet.Account
)

// The platforms.
const (
	Weibo    = sheet.Weibo
	WeChat   = sheet.WeChat
	Channels = sheet.Channels
	Douyin   = sheet.Douyin
	Kuaishou = sheet.Kuaishou
	Toutiao  = sheet.Toutiao
	App      = sheet.App
	Mini     = sheet.Mini
	Other    = sheet.Other
)

// The states.
const (
	Applying   = sheet.Applying
	ToFile     = sheet.ToFile
	Normal     = sheet.Normal
	Rectifying = sheet.Rectifying
	Suspended  = sheet.Suspended
	Closing    = sheet.Closing
	Closed     = sheet.Closed
	Cancelled  = sheet.Cancelled
)

// Platforms returns all platforms in the order in which screens list them.
func Platforms() []Platform { return sheet.Platforms() }

// Validate says what a registration lacks, the first thing first.
func Validate(a Account) error { return sheet.Validate(a) }

// FilingKind says what a filing asks for.
type FilingKind string

// The kinds of filing.
const (
	Opening  FilingKind = "open"   // 开设
	Changing FilingKind = "change" // 变更
	ShutDown FilingKind = "close"  // 关停
)

// FilingState of a filing.
type FilingState string

// The states of a filing.
const (
	FilingDraft    FilingState = "draft"
	FilingReview   FilingState = "review"
	FilingReturned FilingState = "returned"
	FilingRejected FilingState = "rejected"
	FilingDone     FilingState = "done"
)

// Filing is one 备案: the account as it shall stand, sent for approval by another person.
type Filing struct {
	ID          string
	Account     ID
	Kind        FilingKind
	Revision    int
	State       FilingState
	Proposed    Account
	Fingerprint string
	By          people.ID
	ByName      string
	At          time.Time
	Closed      time.Time
	Comment     string // of the last decision
}

// Ability is something an account may or may not do through its interface.
type Ability struct {
	Name  string // 发布 · 群发 · 读评论 · 回评论 …
	Key   string // "publish", "broadcast", "comments", "reply", "draft", "statistics"
	OK    bool
	Known bool   // false: the platform was not, or could not be, asked
	Note  string // why not, in words with the platform's code
	Left  int    // calls left today, −1 when not told
}

// BindingState tells how an account's authorisation stands.
type BindingState string

// The states of a binding.
const (
	Unbound BindingState = "unbound"
	Bound   BindingState = "bound"
	Broken  BindingState = "broken" // the platform no longer takes the credential
)

// Binding is an account's authorisation. The secret itself lies in the vault under the account's id.
type Binding struct {
	Account   ID
	State     BindingState
	AppID     string // WeChat AppID, Weibo app key
	Subject   string // the platform's id of the authorised account
	Name      string // the name that the platform shows
	Profile   Profile
	Expires   time.Time
	Abilities []Ability
	Probed    time.Time
	By        people.ID
	At        time.Time
	Trouble   string // last words of the platform when Broken
}

// Profile is an account as its platform shows it.
type Profile struct {
	Subject         string
	Name            string
	Verified        bool
	VerifiedName    string
	VerifiedExpires time.Time
	Followers       int // −1 when not told
	Avatar          string
}

// Level of a finding: see monitoring.
type Level = monitoring.Level

// The levels of findings.
const (
	Veto   = monitoring.Veto
	Warn   = monitoring.Warn
	Notice = monitoring.Notice
)

// Finding is what daily monitoring found on an account.
type Finding struct {
	ID       string
	Account  ID
	Rule     string // key into Rules
	Level    Level
	Title    string // 内容不更新
	Text     string // 还有 3 天触发“两周未更新”
	Evidence string // 最近一条 11-07 10:21《云溪古镇夜游》
	Link     string
	Clause   string // what the rule says
	Source   string // 国办秘函〔2019〕19号
	Due      time.Time
	Found    time.Time
	Seen     time.Time // last check that still found it
	Cleared  time.Time // zero while it stands
}
