package wechat

import "huiying/internal/problem"

// Codes that other code decides on; the platform's words for each stand in its "errCode" page.
const (
	CodeBadToken       = "40001" // also: wrong AppSecret, when a token was asked for
	CodeWrongToken     = "40014"
	CodeExpiredToken   = "42001"
	CodeNoMedia        = "40007" // a draft that was published or sent is no longer there
	CodeIP             = "40164"
	CodeNoCapability   = "48001"
	CodeMassKnown      = "45065"
	CodeMassTooSoon    = "45066"
	CodeMassAsks       = "89504" // the administrator was asked to confirm the push
	CodeMassWaits      = "89505" // he has not answered yet
	CodeNoArticle      = "53600"
	CodeNoComments     = "88000"
	CodeNoThread       = "88001"
	CodeCommentGone    = "88004"
	CodeAlreadyReplied = "88005"
	CodeNoComment      = "88008"
)

// meaning is what a code asks for. Class ClassRetryRead marks passing faults; for a writing call they are ClassUnknown.
// until says when a refusal ends, where the platform's documents tell.
type meaning struct {
	class  problem.Class
	reason string
	next   string
	until  until
}

type until int

const (
	noEnd until = iota
	nextMinute
	nextHour
	nextDay
	in24Hours
)

const (
	askConsole = "请管理员登录微信公众平台处理后再试"
	mendText   = "请改好后再送"
	toOffice   = "请把代码和日志交给管理员"
)

// meanings is the table of every code that WeChat's documents name for the calls of this client and their neighbours.
func meanings() map[int64]meaning {
	const (
		passing   = problem.ClassRetryRead
		token     = problem.ClassToken
		quota     = problem.ClassQuota
		person    = problem.ClassNeedsPerson
		permanent = problem.ClassPermanent
	)
	return map[int64]meaning{
		-1:    {passing, "微信说自己正忙", "请过几分钟再试", noEnd},
		61450: {passing, "微信说自己内部出了错", "请过几分钟再试", noEnd},
		61503: {passing, "微信还没算好这一天的数据", "请过一两个小时再读", nextHour},
		45011: {quota, "这一分钟调用微信的次数用完了", "请过一分钟再试", nextMinute},
		45009: {quota, "这个接口今天的调用次数用完了", "明天零点后恢复，到时再试", nextDay},
		45028: {quota, "这个账号的群发次数用完了", "最早明天恢复。也可以改为发布（不推送）", nextDay},
		48006: {quota, "本月清零接口次数的机会用完了", "请等次数自然恢复", noEnd},

		40001: {token, "微信不认这个令牌", "请重新绑定这个账号", noEnd},
		40014: {token, "微信说令牌不对", "请重新绑定这个账号", noEnd},
		42001: {token, "微信说令牌过期了", "请重新绑定这个账号", noEnd},
		41001: {token, "微信说这次没带令牌", toOffice, noEnd},

		40013: {token, "微信不认这个 AppID", "请到账号页核对 AppID 后重新绑定", noEnd},
		40125: {token, "微信说 AppSecret 不对", "请管理员在公众平台重置 AppSecret，再到账号页重新绑定", noEnd},
		40243: {person, "微信说 AppSecret 已被冻结", "请管理员在公众平台解冻后再试", noEnd},
		41002: {person, "微信说缺少 AppID", "请到账号页重新绑定", noEnd},
		41004: {person, "微信说缺少 AppSecret", "请到账号页重新绑定", noEnd},
		40164: {person, "微信拒绝了这次调用：本机 IP 不在白名单", "请管理员在公众平台 → 设置与开发 → IP 白名单中加入后点“重试”", noEnd},
		48001: {person, "这个账号没有这项接口权限", "请管理员在公众平台查看接口权限和认证是否到期", noEnd},
		48004: {person, "微信停用了这个账号的这个接口", "请管理员查看公众平台站内信", noEnd},
		48021: {person, "这篇草稿是自动保存的，微信不让群发", "请在公众平台打开草稿手动保存，再试", noEnd},
		50002: {person, "微信限制了这个账号", askConsole, noEnd},
		50004: {person, "微信不许这个账号取令牌", askConsole, noEnd},
		50007: {person, "这个账号被微信冻结了", askConsole, noEnd},
		53504: {person, "微信要求这一篇到公众平台发布", "请在公众平台发布，再回来登记地址和截图", noEnd},
		53505: {person, "微信要求先手动保存这篇草稿", "请在公众平台打开草稿保存，再试", noEnd},
		89503: {person, "本机 IP 调用微信要管理员同意", "请管理员在微信上确认后再试", noEnd},
		89504: {person, "群发要管理员确认，微信正在等", "请管理员 30 分钟内确认，再做平台核对", noEnd},
		89505: {person, "群发还在等管理员确认", "请管理员 30 分钟内确认，再做平台核对", noEnd},
		89506: {person, "管理员拒绝了本机 IP，24 小时内不能再试", "请与管理员商定，24 小时后再试", in24Hours},
		89507: {person, "管理员拒绝了本机 IP，1 小时内不能再试", "请与管理员商定，1 小时后再试", nextHour},
		88000: {person, "这个账号没有留言权限", "请管理员在公众平台查看留言功能是否开通", noEnd},

		40002: {permanent, "微信不认取令牌的方式", toOffice, noEnd},
		40003: {permanent, "微信找不到这位用户", "请核对是不是已取消关注", noEnd},
		40004: {permanent, "微信不收这种媒体", "请换成 JPG 或 PNG 图片", noEnd},
		40005: {permanent, "微信不收这种文件", "请换成 JPG 或 PNG 图片", noEnd},
		40006: {permanent, "文件大小超过微信的限制", "请缩小后再传", noEnd},
		40007: {permanent, "微信找不到这份素材或草稿", "它可能已发出或已删除，请先做平台核对", noEnd},
		40008: {permanent, "微信不收这种消息", toOffice, noEnd},
		40009: {permanent, "图片大小超过微信的限制", "请缩小图片后再传", noEnd},
		40033: {permanent, "文字里有微信不收的字符", "请删去特殊字符后再送", noEnd},
		40066: {permanent, "微信说网址不对", "请改好网址后再送", noEnd},
		40114: {permanent, "微信说文章序号不对", toOffice, noEnd},
		40130: {permanent, "微信要求至少两位接收人", "请增加接收人", noEnd},
		40152: {permanent, "微信说标签不对", "请换一个标签", noEnd},
		41005: {permanent, "微信没有收到图片", toOffice, noEnd},
		41039: {permanent, "微信说“阅读原文”的网址不对", "请改好“阅读原文”网址后再送", noEnd},
		41040: {permanent, "微信说原创声明不符合要求", "请去掉原创声明，或到公众平台处理", noEnd},
		43001: {permanent, "微信说请求方式不对", toOffice, noEnd},
		43002: {permanent, "微信说请求方式不对", toOffice, noEnd},
		43003: {permanent, "微信要求加密连接", toOffice, noEnd},
		44002: {permanent, "微信说内容是空的", toOffice, noEnd},
		44004: {permanent, "微信说正文是空的", "请写好正文后再送", noEnd},
		45001: {permanent, "文件超过微信的大小限制", "请缩小后再传", noEnd},
		45002: {permanent, "正文超过微信的长度限制", "请缩短正文后再送", noEnd},
		45003: {permanent, "标题超过微信的长度限制", "请缩短标题后再送", noEnd},
		45004: {permanent, "摘要超过微信的长度限制", "请缩短摘要后再送", noEnd},
		45005: {permanent, "链接超过微信的长度限制", "请缩短链接后再送", noEnd},
		45007: {permanent, "语音超过微信的时长限制", "请剪短语音后再送", noEnd},
		45008: {permanent, "一次推送的文章太多", "请减少篇数后再送", noEnd},
		45015: {permanent, "微信的回复窗口已经关闭", "请等这位用户再次来信，或改用其他方式", noEnd},
		45047: {permanent, "给这位用户的条数用完了", "请等这位用户再次来信", noEnd},
		45062: {permanent, "微信说内容含有广告", mendText, noEnd},
		45065: {permanent, "这一批微信已经收下过", "没有再发。请做平台核对", noEnd},
		45067: {permanent, "推送批次的编号太长", toOffice, noEnd},
		45110: {permanent, "作者名超过微信的长度限制", "请缩短作者名后再送", noEnd},
		45113: {permanent, "微信不支持这种卡片", "请去掉卡片后再送", noEnd},
		45166: {permanent, "微信说正文不合要求", mendText, noEnd},
		47001: {permanent, "微信读不懂送去的内容", toOffice, noEnd},
		48005: {permanent, "这份素材正被使用，微信不让删", "请先解除使用", noEnd},
		50005: {permanent, "这位用户已取消关注", "请改用其他方式答复", noEnd},
		53402: {permanent, "微信说封面裁剪不对", "请重新裁剪封面", noEnd},
		53404: {permanent, "这个账号的带货能力受限", "请去掉商品后再送", noEnd},
		53405: {permanent, "微信说商品信息不对", "请去掉商品后再送", noEnd},
		53406: {permanent, "微信要求先开通带货能力", "请去掉商品后再送", noEnd},
		53503: {permanent, "草稿没有通过微信的发布检查", "请到公众平台看原因，改好后再送", noEnd},
		53600: {permanent, "微信找不到这篇已发布的文章", "它可能已被删除，请到公众平台看一眼", noEnd},
		61451: {permanent, "微信说参数不对", toOffice, noEnd},
		61500: {permanent, "微信说日期写法不对", toOffice, noEnd},
		61501: {permanent, "微信说日期范围太大", "请缩短日期范围", noEnd},
		76001: {permanent, "微信不认这个请求编号", "请核对编号", noEnd},
		76002: {permanent, "微信不认这个请求编号", "请核对编号", noEnd},
		76003: {permanent, "微信不让查这个请求编号", "请核对编号", noEnd},
		76004: {permanent, "这个请求编号已过 7 天", "请换近 7 天的编号", noEnd},
		76021: {permanent, "微信不认这个接口的地址", toOffice, noEnd},
		76022: {permanent, "微信不让查这个接口的次数", toOffice, noEnd},
		87009: {permanent, "微信说签名不对", toOffice, noEnd},
		88001: {permanent, "微信找不到这篇文章的留言区", "请核对文章是否还在", noEnd},
		88002: {permanent, "微信出于安全限制了这篇文章", "请到公众平台看原因", noEnd},
		88003: {permanent, "精选留言的名额满了", "请先取消一条精选", noEnd},
		88004: {permanent, "这条留言已被本人删除", "答复没有发出，可以办结", noEnd},
		88005: {permanent, "这条留言已经回复过", "没有再发。要改请先删去原来的回复", noEnd},
		88007: {permanent, "答复是空的或太长", "请改好答复后再送", noEnd},
		88008: {permanent, "微信找不到这条留言", "它可能已被删除，请到公众平台看一眼", noEnd},
		88010: {permanent, "一次要的留言太多", toOffice, noEnd},
	}
}
