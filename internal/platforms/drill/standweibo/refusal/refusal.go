// Package refusal is the Weibo stand-in's table of error codes: the platform's own words for each and the HTTP status
// they come with. It decides nothing.
package refusal

import (
	"fmt"
	"net/http"
)

// Known tells whether the platform has such a code.
func Known(code int) bool {
	_, known := table()[code]
	return known
}

// Status gives 403 for rights, rates and tokens, 400 for what was sent. A client must not rely on it.
func Status(code int) int {
	switch code {
	case 10001, 10002, 10003, 10004, 10005, 10009, 10013, 10014, 10022, 10023, 10024, 20016, 20031, 20206, 20207,
		21301, 21314, 21315, 21316, 21317, 21319, 21321, 21327, 21332, 21337:
		return http.StatusForbidden
	}
	return http.StatusBadRequest
}

// Words are the platform's own, spelling mistakes included (WB:Error_code, WB:Oauth2, SDK tables).
func Words(code int, args ...any) string {
	if len(args) > 0 {
		switch code {
		case 10007:
			return fmt.Sprintf("Unsupport mediatype (%s)", args...)
		case 10016:
			return fmt.Sprintf("Miss required parameter (%s) , see doc for more info", args...)
		case 10017:
			return fmt.Sprintf("Parameter (%s)'s value invalid, expect (%s) , but get (%s) , see doc for more info", args...)
		case 10024:
			return fmt.Sprintf("User requests for (%s) out of rate limit", args...)
		}
	}
	if w, ok := table()[code]; ok {
		return w
	}
	return "Unknown error"
}

func table() map[int]string {
	return map[int]string{
		10001: "System error", 10002: "Service unavailable", 10003: "Remote service error", 10004: "IP limit",
		10005: "Permission denied, need a high level appkey", 10006: "Source paramter (appkey) is missing",
		10007: "Unsupport mediatype", 10008: "Param error, see doc for more info",
		10009: "Too many pending tasks, system is busy", 10010: "Job expired", 10011: "RPC error", 10012: "Illegal request",
		10013: "Invalid weibo user", 10014: "Insufficient app permissions", 10016: "Miss required parameter",
		10017: "Parameter's value invalid", 10018: "Request body length over limit", 10020: "Request api not found",
		10021: "HTTP method is not suported for this request", 10022: "IP requests out of rate limit",
		10023: "User requests out of rate limit", 10024: "User requests for this api out of rate limit",
		20001: "IDs is null", 20003: "User does not exists",
		20005: "Unsupported image type, only suport JPG, GIF, PNG", 20006: "Image size too large",
		20007: "Does multipart has image", 20008: "Content is null",
		20012: "Text too long, please input text less than 140 characters",
		20013: "Text too long, please input text less than 300 characters",
		20016: "Out of limit", 20017: "Repeat content", 20019: "Repeat conetnt", 20021: "Content is illegal",
		20031: "Test and verify", 20032: "Update success, while server slow now, please wait 1-2 minutes",
		20101: "Target weibo does not exist", 20102: "Not your own weibo", 20111: "Repeated weibo text",
		20201: "Target weibo comment does not exist", 20203: "Not your own comment",
		20206: "Author has limited comments", 20207: "Author only allows trusted users to comment",
		21301: "Auth faild", 21314: "Token used", 21315: "Token expired", 21316: "Token revoked", 21317: "Token rejected",
		21319: "Accessor was revoked", 21321: "applications over the unaudited use restrictions",
		21322: "redirect_uri_mismatch", 21323: "invalid_request", 21324: "invalid_client", 21325: "invalid_grant",
		21326: "unauthorized_client", 21327: "expired_token", 21328: "unsupported_grant_type",
		21329: "unsupported_response_type", 21330: "access_denied", 21331: "temporarily_unavailable",
		21332: "invalid_access_token", 21337: "appkey permission denied",
	}
}
