package standweibo

import "net/http"

// route is one documented call.
type route struct {
	verbs    []string
	resource bool // needs a token and costs budget
	do       func(*call) answer
}

// table lists every call the stand-in knows. Calls that ordinary apps may not make since 2017 answer 10014, everything
// else under /2/ answers 10020 (WB:Error_code).
func (s *Server) table() map[string]route {
	get, post := []string{http.MethodGet}, []string{http.MethodPost}
	both := []string{http.MethodGet, http.MethodPost}
	read := func(f func(*call) answer) route { return route{verbs: get, resource: true, do: f} }
	write := func(f func(*call) answer) route { return route{verbs: post, resource: true, do: f} }
	advanced := write(func(c *call) answer { return s.refuse(c, 10014) })
	return map[string]route{
		"/oauth2/authorize":      {verbs: both, do: s.authorize},
		"/oauth2/access_token":   {verbs: post, do: s.accessToken},
		"/oauth2/get_token_info": {verbs: post, do: s.tokenInfo},
		"/oauth2/revokeoauth2":   {verbs: both, do: s.revoke},
		"/oauth2/default.html":   {verbs: get, do: s.defaultPage},

		"/2/statuses/share.json":         write(s.share),
		"/2/statuses/user_timeline.json": read(s.userTimeline),
		"/2/statuses/show.json":          read(s.showStatus),
		"/2/statuses/count.json":         read(s.countStatuses),
		"/2/statuses/mentions.json":      read(s.mentions),
		"/2/statuses/go":                 {verbs: get, do: s.goToStatus}, // a browser follows it, without a token

		"/2/comments/to_me.json":    read(s.commentsToMe),
		"/2/comments/by_me.json":    read(s.commentsByMe),
		"/2/comments/timeline.json": read(s.commentsTimeline),
		"/2/comments/mentions.json": read(s.commentsMentions),
		"/2/comments/show.json":     read(s.commentsShow),
		"/2/comments/create.json":   write(s.createComment),
		"/2/comments/reply.json":    write(s.replyComment),
		"/2/comments/destroy.json":  write(s.destroyComment),

		"/2/account/get_uid.json":           read(s.getUID),
		"/2/account/rate_limit_status.json": read(s.rateLimitStatus),
		"/2/users/show.json":                read(s.showUser),

		"/2/statuses/update.json":          advanced,
		"/2/statuses/upload.json":          advanced,
		"/2/statuses/upload_url_text.json": advanced,
		"/2/statuses/destroy.json":         advanced,
		"/2/comments/destroy_batch.json":   advanced,
	}
}
