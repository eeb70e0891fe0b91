package weibo

import "huiying/internal/problem"

// Codes that other code decides on (wiki Error_code).
const (
	CodeParameter   = "10017"
	CodeNoRight     = "10014"
	CodeIPRate      = "10022"
	CodeUserRate    = "10023"
	CodeUserAPIRate = "10024"
	CodeSimilar     = "20017"
	CodeRepeated    = "20019" // after an unanswered attempt: that attempt may have landed
	CodePending     = "20032" // a success that shows after a minute or two
	CodeNoStatus    = "20101"
	CodeNoComment   = "20201"
)

// meaning is what a code asks for. Class ClassRetryRead marks passing faults; for a writing call they are ClassUnknown.
type meaning struct {
	class  problem.Class
	reason string
	next   string
	until  until
}

type until int

const (
	noEnd until = iota
	nextHour
	nextDay
)

const (
	bindAgain = "请到账号页重新授权，约 1 分钟"
	toOffice  = "请把代码和日志交给管理员"
	atOffice  = "请管理员到微博开放平台查看应用的权限"
)

// meanings is the table of every code that Weibo's wiki names for the calls of this client and their neighbours.
func meanings() map[int64]meaning {
	const (
		passing   = problem.ClassRetryRead
		token     = problem.ClassToken
		quota     = problem.ClassQuota
		person    = problem.ClassNeedsPerson
		permanent = problem.ClassPermanent
	)
	return map[int64]meaning{
		10001: {passing, "微博说自己内部出了错", "请过几分钟再试", noEnd},
		10002: {passing, "微博说服务暂时不可用", "请过几分钟再试", noEnd},
		10003: {passing, "微博说自己内部出了错", "请过几分钟再试", noEnd},
		10009: {passing, "微博说自己正忙", "请过几分钟再试", noEnd},
		10010: {passing, "微博说这次处理超时了", "请过几分钟再试", noEnd},
		10011: {passing, "微博说自己内部出了错", "请过几分钟再试", noEnd},
		21331: {passing, "微博的授权服务暂时不可用", "请过几分钟再试", noEnd},

		10022: {quota, "本机 IP 这一小时调用微博的次数用完了", "请过一小时再试", nextHour},
		10023: {quota, "这个账号今天调用微博的次数用完了", "明天零点后恢复，到时再试", nextDay},
		10024: {quota, "这个账号今天调用这个接口的次数用完了", "明天零点后恢复，到时再试", nextDay}, // no document gives its span: see span
		20016: {quota, "微博说发得太勤了", "请过一小时再试", nextHour},

		21301: {token, "微博不认这个账号的授权", bindAgain, noEnd},
		21314: {token, "微博说这个授权已经用过", bindAgain, noEnd},
		21315: {token, "这个账号的微博授权过期了", bindAgain, noEnd},
		21316: {token, "这个账号的微博授权被收回了", bindAgain, noEnd},
		21317: {token, "微博拒绝了这个账号的授权", bindAgain, noEnd},
		21318: {token, "微博不认这个账号的授权", bindAgain, noEnd},
		21319: {token, "这个账号收回了对本应用的授权", bindAgain, noEnd},
		21325: {token, "微博说授权码过期了或已经用过", bindAgain, noEnd},
		21327: {token, "这个账号的微博授权过期了", bindAgain, noEnd},
		21332: {token, "微博不认这个账号的授权", bindAgain, noEnd},

		10004: {person, "微博限制了本机 IP", atOffice, noEnd},
		10005: {person, "微博说本应用的等级不够", atOffice, noEnd},
		10006: {person, "微博说缺少应用的 AppKey", "请到账号页核对 AppKey 后重新授权", noEnd},
		10013: {person, "微博说这个账号不可用", "请登录微博查看账号状态", noEnd},
		10014: {person, "本应用没有这项微博接口权限", atOffice, noEnd},
		20031: {person, "微博要求输入验证码", "请登录微博网页发一条，通过验证后再试", noEnd},
		21321: {person, "本应用还在测试，这个账号不在测试名单", "请管理员到微博开放平台加入测试账号", noEnd},
		21322: {person, "回调地址与微博登记的不一致", "请管理员核对回调地址，一个字都不能差", noEnd},
		21324: {person, "微博不认应用的 AppKey 或 AppSecret", "请到账号页核对后重新授权", noEnd},
		21326: {person, "微博不许本应用这样授权", atOffice, noEnd},
		21330: {person, "授权页上没有同意授权", "请重新授权，并在页面上点“授权”", noEnd},
		21337: {person, "微博说本应用的权限不够", atOffice, noEnd},

		10007: {permanent, "微博不收这种媒体", "请换成 JPG、PNG 或 GIF 图片", noEnd},
		10008: {permanent, "微博说参数不对", toOffice, noEnd},
		10012: {permanent, "微博说请求不合规定", toOffice, noEnd},
		10016: {permanent, "微博说缺少参数", toOffice, noEnd},
		10017: {permanent, "微博说有一项内容不对", "请看原话，改好后再送", noEnd},
		10018: {permanent, "送去的内容超过微博的大小限制", "请缩小图片或缩短文字", noEnd},
		10020: {permanent, "微博没有这个接口", toOffice, noEnd},
		10021: {permanent, "微博说请求方式不对", toOffice, noEnd},
		20001: {permanent, "微博说缺少编号", toOffice, noEnd},
		20003: {permanent, "微博找不到这位用户", "请核对账号是否还在", noEnd},
		20005: {permanent, "微博不收这种图片", "请换成 JPG、PNG 或 GIF 图片", noEnd},
		20006: {permanent, "图片超过微博的大小限制", "请缩小图片后再送", noEnd},
		20007: {permanent, "微博没有收到图片", toOffice, noEnd},
		20008: {permanent, "微博说内容是空的", "请写上文字后再送", noEnd},
		20012: {permanent, "文字超过微博的 140 字", "请缩短文字后再送", noEnd},
		20013: {permanent, "文字超过微博的 300 字", "请缩短文字后再送", noEnd},
		20017: {permanent, "微博说与刚发的内容太像", "没有再发。请改几处再送", noEnd},
		20019: {permanent, "微博不收与上一条相同的内容", "没有再发。请改几个字再送", noEnd},
		20021: {permanent, "微博说内容不合规定", "请改好文字后再送", noEnd},
		20101: {permanent, "微博找不到这一条", "它可能已被删除，请到微博看一眼", noEnd},
		20102: {permanent, "这一条不是本账号发的", "请核对账号", noEnd},
		20111: {permanent, "微博说这条已经转发过", "没有再发。请到微博看一眼", noEnd},
		20201: {permanent, "微博找不到这条评论", "它可能已被删除，请到微博看一眼", noEnd},
		20203: {permanent, "这条评论不是本账号发的", "请核对账号", noEnd},
		20206: {permanent, "作者只让一部分人评论", "请改用其他方式答复", noEnd},
		20207: {permanent, "作者只让信任的人评论", "请改用其他方式答复", noEnd},
		21323: {permanent, "微博说授权请求缺少内容", toOffice, noEnd},
		21328: {permanent, "微博不支持这种授权方式", toOffice, noEnd},
		21329: {permanent, "微博不支持这种授权方式", toOffice, noEnd},
	}
}

// oauthNames gives the code of an OAuth error that came without one (wiki Oauth2).
func oauthNames() map[string]int64 {
	return map[string]int64{
		"redirect_uri_mismatch": 21322, "invalid_request": 21323, "invalid_client": 21324, "invalid_grant": 21325,
		"unauthorized_client": 21326, "expired_token": 21327, "unsupported_grant_type": 21328,
		"unsupported_response_type": 21329, "access_denied": 21330, "temporarily_unavailable": 21331,
	}
}
