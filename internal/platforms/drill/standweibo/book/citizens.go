package book

import (
	"slices"
	"strconv"
	"strings"

	"huiying/internal/platforms/drill/standweibo/text"
)

// CitizenComment lets somebody without an app speak. A citizen is known by name and comes into being with the first
// word.
func (st *State) CitizenComment(postID, replyTo int64, from, words string, planID int64) (int64, error) {
	p, there := st.Post(postID)
	switch {
	case !there:
		return 0, errNoPost
	case strings.TrimSpace(from) == "" || strings.TrimSpace(words) == "":
		return 0, errNoWords
	}
	m := Comment{Post: p.ID, Sent: words, Text: words, At: st.clock.Now(), Plan: planID}
	if replyTo != 0 {
		to, there := st.Comment(replyTo)
		if !there || to.Post != postID {
			return 0, errNoComment
		}
		m.ReplyTo, m.Root, m.Text = replyTo, to.Root, st.Addressed(to, words)
	}
	uid, err := st.citizen(from)
	if err != nil {
		return 0, err
	}
	m.UID = uid
	m, err = st.Store(m)
	return m.ID, err
}

// citizen finds or makes the user of that name.
func (st *State) citizen(name string) (string, error) {
	if u, ok := st.UserNamed(name); ok {
		return u.UID, nil
	}
	n := int64(5_000_000_001)
	for {
		uid := strconv.FormatInt(n, 10)
		if _, taken := st.Users[uid]; !taken {
			return uid, st.Commit(&UserSet{User{UID: uid, ScreenName: name, Name: name, Location: "北京", Followers: int(n % 97)}})
		}
		n++
	}
}

// Addressed puts 回复@name: in front of an answer.
func (st *State) Addressed(to *Comment, words string) string {
	if u, ok := st.Users[to.UID]; ok && !u.Gone {
		return "回复@" + u.ScreenName + ":" + words
	}
	return words
}

// Store gives a comment its numbers and writes it down.
func (st *State) Store(m Comment) (Comment, error) {
	m.ID = st.NextID()
	if m.Root == 0 {
		m.Root = m.ID
	}
	m.Floor = 1
	for _, o := range st.Comments {
		if o.Post == m.Post {
			m.Floor++
		}
	}
	m.Mentions = st.Mentioned(m.Sent)
	return m, st.Commit(&Commented{m})
}

// Mentioned lists the accounts that a text names with @.
func (st *State) Mentioned(words string) []string {
	var uids []string
	for uid, u := range st.Users {
		if u.Official && !u.Gone && text.Names(words, u.ScreenName) {
			uids = append(uids, uid)
		}
	}
	slices.Sort(uids)
	return uids
}
