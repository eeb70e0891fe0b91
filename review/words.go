package review

// Kinds returns all kinds in the order in which screens list them.
func Kinds() []Kind {
	return []Kind{Regular, Policy, Response, Rumour, Emergency, Relay, Reply, Filing}
}

// Title returns the kind's Chinese name.
func (k Kind) Title() string {
	switch k {
	case Regular:
		return "常规"
	case Policy:
		return "政策解读"
	case Response:
		return "回应关切"
	case Rumour:
		return "辟谣"
	case Emergency:
		return "突发"
	case Relay:
		return "转载"
	case Reply:
		return "答复"
	case Filing:
		return "账号备案"
	}
	return string(k)
}

// Gates returns the five gates in their order.
func Gates() []Gate { return []Gate{Political, Legal, PolicyG, SecrecyG, Wording} }

// Title returns the gate's Chinese name.
func (g Gate) Title() string {
	switch g {
	case Political:
		return "政治"
	case Legal:
		return "法律"
	case PolicyG:
		return "政策"
	case SecrecyG:
		return "保密"
	case Wording:
		return "文字"
	}
	return string(g)
}

// Hint says what the gate looks at.
func (g Gate) Hint() string {
	switch g {
	case Political:
		return "导向、表述、排序"
	case Legal:
		return "法规、侵权、隐私"
	case PolicyG:
		return "口径与原文一致"
	case SecrecyG:
		return "不涉密、不敏感"
	case Wording:
		return "数字、职务、错字"
	}
	return ""
}

// Conclusions returns the secrecy conclusions in their order.
func Conclusions() []Secrecy { return []Secrecy{Open, OpenAfter, Closed, Referred} }

// Title returns the conclusion's Chinese name.
func (s Secrecy) Title() string {
	switch s {
	case Open:
		return "可以公开"
	case OpenAfter:
		return "处理后公开"
	case Closed:
		return "不予公开"
	case Referred:
		return "报请确定"
	}
	return string(s)
}

// Passes tells whether the conclusion lets a subject pass.
func (s Secrecy) Passes() bool { return s == Open || s == OpenAfter }

// Title returns the verdict's Chinese name.
func (v Verdict) Title() string {
	switch v {
	case Pass:
		return "通过"
	case Return:
		return "退回"
	case Reject:
		return "否决"
	}
	return string(v)
}

// Title returns the state's Chinese name.
func (s State) Title() string {
	switch s {
	case Waiting:
		return "待审"
	case Approved:
		return "已通过"
	case Returned:
		return "退回修改"
	case Rejected:
		return "已否决"
	case Voided:
		return "已作废"
	}
	return string(s)
}
