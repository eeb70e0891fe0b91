// Package accounts is the register of official accounts: who owns them, who answers for them, how they are filed, bound
// and audited. It owns the words of the register and the rules of filing and daily monitoring; it speaks to platforms
// through Prober and Binder, and never publishes.
package accounts

import (
	"time"

	"huiying/accounts/monitoring"
	"huiying/internal/people"
)

// ID names an account of the register.
type ID string

// Platform is where an account lives.
type Platform string

// The platforms of the national reporting groups and beyond. Only Weibo and WeChat have interfaces here.
const (
	Weibo    Platform = "weibo"
	WeChat   Platform = "wechat"
	Channels Platform = "channels" // 视频号
	Douyin   Platform = "douyin"
	Kuaishou Platform = "kuaishou"
	Toutiao  Platform = "toutiao"
	App      Platform = "app"
	Mini     Platform = "mini"
	Other    Platform = "other"
)

// State of an account in the register.
type State string

// The states, in their order. Only Applying accounts may be edited freely; risky edits later re-open filing.
const (
	Applying   State = "applying"   // 申请中
	ToFile     State = "tofile"     // 待备案
	Normal     State = "normal"     // 正常
	Rectifying State = "rectifying" // 限期整改
	Suspended  State = "suspended"  // 暂停
	Closing    State = "closing"    // 拟关停(公告期)
	Closed     State = "closed"     // 已关停
	Cancelled  State = "cancelled"  // 已注销
)

// Body is an organisation.
type Body struct {
	Name       string
	CreditCode string // 统一社会信用代码
}

// Contact is a person who answers for an account. Person is set when it is somebody of this office.
type Contact struct {
	Name   string
	Phone  string // masked in lists and exports
	Person people.ID
}

// Account is one entry of the register (facts: 全国政务新媒体信息报送系统 and local 备案登记表).
type Account struct {
	ID       ID
	Version  int // raised by every change
	Platform Platform
	Type     string // 订阅号, 服务号 …
	Name     string
	Handle   string // 微信号, @name
	// PlatformID is the platform's immutable id: Weibo uid, WeChat AppID. Empty until bound where the platform tells it.
	PlatformID string
	URL        string

	Sponsor    Body   // 主办单位
	Supervisor Body   // 主管单位
	Operator   string // 承办/运维单位; empty when run by the sponsor
	Level      string // 国家/省/市/县/乡

	Verified        string    // 认证主体; empty when not verified
	VerifiedExpires time.Time // 年审; zero when it does not expire or is unknown

	Leader      Contact // 分管领导
	Responsible Contact // 责任人
	Reviewer    Contact // 内容审核责任人
	AdminA      Contact // 运维管理员 A
	AdminB      Contact // 运维管理员 B

	Purpose     string // 功能定位
	Audience    string // 服务对象
	Reason      string // 开设理由
	Interaction string // 互动方式

	State    State
	Applied  time.Time
	FiledNo  string // 备案号
	Filed    time.Time
	Opened   time.Time // when the account went on line; the 14 days count from here before the first post
	By       people.ID // who registered it
	ByName   string
	Domains  []string // Weibo: 安全域名 of the app, one of which every text must carry
	MassMode string   // WeChat: "daily" (1 a day) or "monthly" (4 a month)
}

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
