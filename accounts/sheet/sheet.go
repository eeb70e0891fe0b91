// Package sheet is the registration sheet 登记表 of one account: what stands on it, in which words, what it lacks, and what
// of it may be shown. It is plain data with the rules of one sheet alone; it knows no filing, no binding and no store.
package sheet

import (
	"time"

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
