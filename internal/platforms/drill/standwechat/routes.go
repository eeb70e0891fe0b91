package standwechat

import (
	"net/http"

	"huiying/internal/platforms/drill/stage"
	"huiying/internal/platforms/drill/standwechat/book"
)

// route is one documented call.
type route struct {
	verb  string // "" = both
	open  bool   // needs no access token
	may   string // the ability it needs
	plain bool   // its JSON is labelled text/plain
	do    func(*call) stage.Answer
}

// table lists every call the stand-in knows; any other is answered 40066.
func (s *Server) table() map[string]route {
	const get, post = http.MethodGet, http.MethodPost
	return map[string]route{
		"/cgi-bin/token":                       {verb: get, open: true, plain: true, do: s.token},
		"/cgi-bin/stable_token":                {verb: post, open: true, do: s.stableToken},
		"/cgi-bin/get_api_domain_ip":           {verb: get, do: s.addresses},
		"/cgi-bin/getcallbackip":               {verb: get, do: s.addresses},
		"/cgi-bin/openapi/quota/get":           {verb: post, do: s.quotaGet},
		"/cgi-bin/account/getaccountbasicinfo": {may: book.MayBasicInfo, do: s.basicInfo},

		"/cgi-bin/media/uploadimg":            {verb: post, may: book.MayMaterial, plain: true, do: s.uploadImage},
		"/cgi-bin/material/add_material":      {verb: post, may: book.MayMaterial, plain: true, do: s.addMaterial},
		"/cgi-bin/material/batchget_material": {verb: post, may: book.MayMaterial, plain: true, do: s.materialBatch},
		"/cgi-bin/material/get_materialcount": {verb: get, may: book.MayMaterial, plain: true, do: s.materialCount},

		"/cgi-bin/draft/add":      {verb: post, may: book.MayDraft, plain: true, do: s.draftAdd},
		"/cgi-bin/draft/get":      {verb: post, may: book.MayDraft, plain: true, do: s.draftGet},
		"/cgi-bin/draft/update":   {verb: post, may: book.MayDraft, plain: true, do: s.draftUpdate},
		"/cgi-bin/draft/delete":   {verb: post, may: book.MayDraft, plain: true, do: s.draftDelete},
		"/cgi-bin/draft/batchget": {verb: post, may: book.MayDraft, plain: true, do: s.draftBatch},
		"/cgi-bin/draft/count":    {verb: get, may: book.MayDraft, plain: true, do: s.draftCount},

		"/cgi-bin/freepublish/submit":     {verb: post, may: book.MayPublish, do: s.submit},
		"/cgi-bin/freepublish/get":        {verb: post, may: book.MayPublish, do: s.publishGet},
		"/cgi-bin/freepublish/getarticle": {verb: post, may: book.MayPublish, do: s.getArticle},
		"/cgi-bin/freepublish/batchget":   {verb: post, may: book.MayPublish, do: s.publishBatch},
		"/cgi-bin/freepublish/delete":     {verb: post, may: book.MayPublish, do: s.publishDelete},

		"/cgi-bin/message/mass/sendall": {verb: post, may: book.MayMass, do: s.sendAll},
		"/cgi-bin/message/mass/get":     {verb: post, may: book.MayMass, do: s.massGet},

		"/datacube/getarticletotaldetail": {verb: post, may: book.MayFigures, do: s.articleTotal},

		"/cgi-bin/comment/open":         {verb: post, may: book.MayComment, do: s.commentSwitch(true)},
		"/cgi-bin/comment/close":        {verb: post, may: book.MayComment, do: s.commentSwitch(false)},
		"/cgi-bin/comment/list":         {verb: post, may: book.MayComment, do: s.commentList},
		"/cgi-bin/comment/markelect":    {verb: post, may: book.MayComment, do: s.elect(true)},
		"/cgi-bin/comment/unmarkelect":  {verb: post, may: book.MayComment, do: s.elect(false)},
		"/cgi-bin/comment/delete":       {verb: post, may: book.MayComment, do: s.commentDelete},
		"/cgi-bin/comment/reply/add":    {verb: post, may: book.MayComment, do: s.replyAdd},
		"/cgi-bin/comment/reply/delete": {verb: post, may: book.MayComment, do: s.replyDelete},
	}
}
