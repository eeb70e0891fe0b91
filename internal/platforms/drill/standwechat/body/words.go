package body

// Words are the errmsg texts that go with the codes (WeChat doc: global error codes, and the page of each call).
func Words(code int) string {
	table := map[int]string{
		-1: "system error", 40001: "invalid credential, access_token is invalid or not latest", 40002: "invalid grant_type",
		40003: "invalid openid", 40004: "invalid media type", 40005: "invalid file type", 40006: "invalid meida size",
		40007: "invalid media_id", 40008: "invalid message type", 40009: "invalid image size", 40013: "invalid appid",
		40014: "invalid access_token", 40033: "invalid charset", 40066: "invalid url", 40114: "invalid index value",
		40125: "invalid appsecret", 40130: "invalid openid list size", 40152: "invalid tag", 40164: "invalid ip, not in whitelist",
		40243: "AppSecret is frozen", 41001: "access_token missing", 41002: "appid missing", 41004: "appsecret missing",
		41005: "media data missing", 41039: "invalid content_source_url", 41040: "originality check failed",
		42001: "access_token expired", 43001: "require GET method", 43002: "require POST method", 43003: "require https",
		44002: "empty post data", 44004: "empty content", 45001: "media size out of limit", 45002: "content size out of limit",
		45003: "title size out of limit", 45004: "description size out of limit", 45005: "url size out of limit",
		45008: "article size out of limit", 45009: "reach max api daily quota limit", 45011: "api minute-quota reach limit, must slower, retry next minute",
		45028: "has no masssend quota", 45062: "content has ads", 45065: "clientmsgid exist", 45066: "same clientmsgid retry too fast",
		45067: "clientmsgid size out of limit", 45110: "author size out of limit", 45166: "invalid content",
		47001: "data format error", 48001: "api unauthorized", 48004: "api forbidden", 48006: "forbid to clear quota because of reaching the limit",
		48021: "invalid auto saved draft", 50002: "user limited", 50004: "api forbidden for this account", 50007: "account is frozen",
		53402: "invalid crop", 53503: "draft failed the publish check", 53504: "draft must be published at mp.weixin.qq.com", 53505: "save the draft by hand first",
		53600: "invalid article_id", 61450: "system error", 61451: "invalid parameter",
		61500: "date format error", 61501: "date range error", 61503: "data not ready, please try later", 76021: "cgi_path not found",
		76022: "could not use this cgi_path, no permission", 87009: "invalid signature", 88000: "without comment privilege",
		88001: "msg_data is not exists", 88002: "the article is limit for safety", 88003: "elected comment upper limit",
		88004: "comment was deleted by user", 88005: "already reply", 88007: "reply content beyond max len or content len is zero",
		88008: "comment is not exists", 88010: "count range error. cout <= 0 or count > 50", 89503: "this IP needs the administrator's consent",
		89504: "mass send waits for the administrator", 89505: "mass send waits for the administrator's second consent",
		89506: "this IP was refused, try again in 24 hours", 89507: "this IP was refused, try again in 1 hour",
	}
	if w, ok := table[code]; ok {
		return w
	}
	return "unknown error"
}
