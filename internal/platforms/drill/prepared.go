package drill

import (
	"huiying/internal/platforms/drill/standwechat"
	"huiying/internal/platforms/drill/standwechat/book"
	"huiying/internal/platforms/drill/standweibo"
)

// Seed is what a program must know to bind the accounts of a drill: what a real office reads off the platforms' consoles.
type Seed struct {
	Addresses Addresses  `json:"addresses"`
	Apps      []SeedApp  `json:"apps"`
	Weibo     []SeedUser `json:"weibo"`
	WeChat    []SeedOA   `json:"wechat"`
}

// SeedApp is a registered Weibo app.
type SeedApp struct {
	Key         string   `json:"key"`
	Secret      string   `json:"secret"`
	RedirectURI string   `json:"redirect_uri"`
	Domains     []string `json:"domains"`
}

// SeedUser is a Weibo account that may authorise the app.
type SeedUser struct {
	UID  string `json:"uid"`
	Name string `json:"name"`
}

// SeedOA is a WeChat official account.
type SeedOA struct {
	AppID    string `json:"appid"`
	Secret   string `json:"secret"`
	Nickname string `json:"nickname"`
	Service  bool   `json:"service"`
}

// Prepared is the drill of the prepared unit: one government Weibo account with a reviewed app, one verified 公众号. Its
// app and account secrets open nothing outside a drill.
func Prepared(dir string) Options {
	return Options{
		Dir: dir,
		Weibo: standweibo.Config{
			Apps: []standweibo.App{{Key: "2900000001", Secret: "d0a1c2e3f4051627384950a1b2c3d4e5", Name: "望川市新媒体工作台",
				Domains: []string{"www.wangchuan.example"}, Reviewed: true}},
			Accounts: []standweibo.Account{{UID: "7700000001", ScreenName: "望川发布", Verified: true,
				VerifiedReason: "望川市人民政府新闻办公室官方微博", Location: "其他", Followers: 128436}},
		},
		WeChat: standwechat.Config{
			Accounts: []book.Account{{AppID: "wxd0000000000000001", Secret: "e5d4c3b2a15049382716f5e4d3c2b1a0", Nickname: "望川政务服务",
				Principal: "望川市人民政府办公室", Verified: true}},
		},
	}
}

// Seed tells what to bind.
func (s *Server) Seed() Seed {
	out := Seed{Addresses: s.addr}
	for _, a := range s.opt.Weibo.Apps {
		out.Apps = append(out.Apps, SeedApp{a.Key, a.Secret, a.RedirectURI, a.Domains})
	}
	for _, a := range s.opt.Weibo.Accounts {
		out.Weibo = append(out.Weibo, SeedUser{a.UID, a.ScreenName})
	}
	for _, a := range s.opt.WeChat.Accounts {
		out.WeChat = append(out.WeChat, SeedOA{a.AppID, a.Secret, a.Nickname, a.Service})
	}
	return out
}
