package book

import (
	"maps"
	"slices"
	"time"
)

// overlap is how long the token before the newest goes on working.
const overlap = 5 * time.Minute

// Apply changes the account.
func (e *AccountChanged) Apply(b *Book, _ time.Time) {
	a := b.Accounts[e.AppID]
	if a == nil {
		return // the drill was started again without it
	}
	if e.Nickname != nil {
		a.Nickname = *e.Nickname
	}
	if e.Verified != nil {
		a.Verified = *e.Verified
	}
	if e.VerifiedTo != nil {
		a.VerifiedTo = *e.VerifiedTo
	}
	if e.Whitelist != nil {
		a.Whitelist = slices.Clone(*e.Whitelist)
	}
	if e.TokenLife != nil {
		a.TokenLife = *e.TokenLife
	}
	maps.Copy(a.Capabilities, e.Capabilities)
	maps.Copy(a.Quotas, e.Quotas)
}

// Apply issues the token. A forced refresh ends the one before at once; a renewal leaves it for the overlap.
func (e *TokenIssued) Apply(b *Book, at time.Time) {
	t := e.Token
	for _, old := range b.Tokens {
		if old.AppID != t.AppID || old.Stable != t.Stable && !t.Kills {
			continue
		}
		switch {
		case t.Forced || old.Stable != t.Stable:
			old.Revoked = true
		case old.Until.After(at.Add(overlap)):
			old.Until = at.Add(overlap)
		}
	}
	t.Serial = len(b.Tokens) + 1
	b.Tokens[t.Value] = &t
	if t.Forced {
		day := Beijing(at).Format("2006-01-02")
		f := b.forced[t.AppID]
		if f.day != day {
			f = forcing{day: day}
		}
		f.n, f.last = f.n+1, at
		b.forced[t.AppID] = f
	}
}

// Apply ends the tokens.
func (e *TokensEnded) Apply(b *Book, at time.Time) {
	for _, t := range b.Tokens {
		switch {
		case t.AppID != e.AppID:
		case e.Revoked:
			t.Revoked = true
		case t.Until.After(at):
			t.Until = at
		}
	}
}

// Apply counts.
func (e *Called) Apply(b *Book, at time.Time) {
	b.Calls[CallKey{e.AppID, e.Path}]++
	if e.Metered {
		(&Metered{e.AppID, e.Path}).Apply(b, at)
	}
}

// Apply costs quota.
func (e *Metered) Apply(b *Book, at time.Time) {
	b.spent[dayKey(at, e.AppID, e.Path)]++
	b.spent[minuteKey(at, e.AppID, e.Path)]++
}

// Apply keeps the picture.
func (e *MaterialAdded) Apply(b *Book, _ time.Time) {
	m := e.Material
	b.Materials = append(b.Materials, &m)
}

// Apply saves the draft.
func (e *DraftSaved) Apply(b *Book, _ time.Time) {
	d := e.Draft
	for i, old := range b.Drafts {
		if old.ID == d.ID {
			b.Drafts[i] = &d
			return
		}
	}
	b.Drafts = append(b.Drafts, &d)
}

// Apply deletes the draft.
func (e *DraftDeleted) Apply(b *Book, _ time.Time) {
	for _, d := range b.Drafts {
		if d.ID == e.ID {
			d.Deleted = true
		}
	}
}

// Apply starts the job.
func (e *Sent) Apply(b *Book, at time.Time) {
	j := e.Job
	j.Items = slices.Clone(j.Items)
	for i := range j.Items {
		j.Items[i].Open = j.Items[i].OpenComment
	}
	b.Jobs = append(b.Jobs, &j)
	if j.ClientMsgID != "" {
		b.retried[j.AppID+"|"+j.ClientMsgID] = at
	}
	(&PlanUsed{ID: j.Plan}).Apply(b, at)
	b.answered(j.Consent)
}

// Apply notes the retry.
func (e *MassRetried) Apply(b *Book, at time.Time) { b.retried[e.AppID+"|"+e.ClientMsgID] = at }

// Apply ends the item, or the whole job.
func (e *ItemEnded) Apply(b *Book, _ time.Time) {
	for _, j := range b.Jobs {
		if j.MsgDataID != e.MsgDataID {
			continue
		}
		all := true
		for i := range j.Items {
			if e.Index == 0 || e.Index == i+1 {
				j.Items[i].Deleted = true
			}
			all = all && j.Items[i].Deleted
		}
		if all {
			j.Fate = e.Fate
		}
	}
}

// Apply opens or closes the comments.
func (e *Switched) Apply(b *Book, _ time.Time) {
	for _, j := range b.Jobs {
		if j.MsgDataID == e.MsgDataID && e.Index >= 0 && e.Index < len(j.Items) {
			j.Items[e.Index].Open = e.Open
		}
	}
}

// Apply adds the comment.
func (e *Commented) Apply(b *Book, _ time.Time) {
	c := e.Comment
	b.Comments = append(b.Comments, &c)
}

// Apply ends the comment.
func (e *CommentEnded) Apply(b *Book, _ time.Time) {
	if c := b.Comment(e.CommentKey); c != nil {
		c.Ended = e.By
	}
}

// Apply marks the comment.
func (e *Elected) Apply(b *Book, _ time.Time) {
	if c := b.Comment(e.CommentKey); c != nil {
		c.Elected = e.On
	}
}

// Apply answers the comment.
func (e *Replied) Apply(b *Book, at time.Time) {
	if c := b.Comment(e.CommentKey); c != nil {
		c.Replies = append(c.Replies, Reply{Content: e.Content, At: at})
	}
}

// Apply takes the answer back.
func (e *ReplyDeleted) Apply(b *Book, _ time.Time) {
	if c := b.Comment(e.CommentKey); c != nil {
		if r := c.Reply(); r != nil {
			r.Deleted = true
		}
	}
}

// Apply sets the plan.
func (e *Planned) Apply(b *Book, _ time.Time) {
	p := e.Plan
	b.Plans = append(b.Plans, &p)
}

// Apply spends the plan.
func (e *PlanUsed) Apply(b *Book, _ time.Time) {
	for _, p := range b.Plans {
		if p.ID == e.ID {
			p.Times--
		}
	}
}

// Apply changes the form of answers.
func (e *WireSet) Apply(b *Book, _ time.Time) { b.Wire = e.Wire }
