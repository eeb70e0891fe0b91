package drill

import "huiying/internal/platforms/drill/standweibo"

func (s *Server) weiboPosts() []Post {
	var out []Post
	for _, p := range s.weibo.Records() {
		post := Post{Platform: Weibo, Account: p.UID, Kind: "publish", ID: number(p.ID), Text: p.Text, At: p.At, Deleted: p.Deleted,
			Comments: weiboComments(p.Comments), URL: s.addr.Weibo + "/" + p.UID + "/" + number(p.ID), Media: []string{}}
		if p.App == "" {
			post.Kind = "citizen"
		}
		if p.Picture != "" {
			post.Media = append(post.Media, p.Picture)
		}
		out = append(out, post)
	}
	return out
}

func weiboComments(list []standweibo.CommentRecord) []Comment {
	out := []Comment{}
	for _, c := range list {
		out = append(out, Comment{ID: number(c.ID), From: c.From, Own: c.App != "", Text: c.Text, At: c.At, Deleted: c.Deleted,
			Replies: weiboComments(c.Replies)})
	}
	return out
}
