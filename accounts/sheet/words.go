package sheet

// Title returns a platform's Chinese name.
func (p Platform) Title() string {
	switch p {
	case Weibo:
		return "微博"
	case WeChat:
		return "公众号"
	case Channels:
		return "视频号"
	case Douyin:
		return "抖音"
	case Kuaishou:
		return "快手"
	case Toutiao:
		return "头条号"
	case App:
		return "客户端"
	case Mini:
		return "小程序"
	}
	return "其他平台"
}

// Tile returns the one character that stands for a platform on screens.
func (p Platform) Tile() string {
	switch p {
	case Weibo:
		return "博"
	case WeChat:
		return "信"
	case Channels:
		return "视"
	case Douyin:
		return "抖"
	case Kuaishou:
		return "快"
	case Toutiao:
		return "头"
	case App:
		return "端"
	case Mini:
		return "程"
	}
	return "他"
}

// Platforms returns all platforms in the order in which screens list them.
func Platforms() []Platform {
	return []Platform{Weibo, WeChat, Channels, Douyin, Kuaishou, Toutiao, App, Mini, Other}
}

// Title returns a state's Chinese name.
func (s State) Title() string {
	switch s {
	case Applying:
		return "申请中"
	case ToFile:
		return "待备案"
	case Normal:
		return "正常"
	case Rectifying:
		return "限期整改"
	case Suspended:
		return "暂停"
	case Closing:
		return "拟关停"
	case Closed:
		return "已关停"
	case Cancelled:
		return "已注销"
	}
	return string(s)
}

// Contacts are the people of an account, in the order of the register.
func (a *Account) Contacts() []*Contact {
	return []*Contact{&a.Leader, &a.Responsible, &a.Reviewer, &a.AdminA, &a.AdminB}
}

// Masked returns the account as lists show it, with the phone numbers of its people masked.
func (a Account) Masked() Account {
	for _, c := range a.Contacts() {
		c.Phone = c.Masked()
	}
	return a
}

// MaskedBeside is Masked beside the account as it stands now: a number that differs from its own and looks the same is marked.
func (a Account) MaskedBeside(now Account) Account {
	masked, old := a.Masked(), now.Contacts()
	fresh := a.Contacts()
	for i, c := range masked.Contacts() {
		if fresh[i].Phone != old[i].Phone && c.Phone == old[i].Masked() {
			c.Phone += "（有改动）"
		}
	}
	return masked
}

// Unmask puts the numbers back that a form was shown masked and gave back as they were.
func (a *Account) Unmask(stored Account) {
	old := stored.Contacts()
	for i, c := range a.Contacts() {
		if c.Phone != "" && c.Phone == old[i].Masked() {
			c.Phone = old[i].Phone
		}
	}
}

// Masked returns a phone number as lists and exports show it: 138****5678.
func (c Contact) Masked() string {
	r := []rune(c.Phone)
	switch {
	case len(r) == 0:
		return ""
	case len(r) < 8:
		return "****"
	case len(r) < 11:
		return "****" + string(r[len(r)-4:])
	}
	return string(r[:3]) + "****" + string(r[len(r)-4:])
}
