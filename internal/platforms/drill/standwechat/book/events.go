package book

import (
	"encoding/json"
	"fmt"
	"time"
)

// Event is one accepted change; its JSON is a line of the journal.
type Event interface {
	Kind() string
	Apply(b *Book, at time.Time)
}

type (
	// AccountChanged changes what is not nil.
	AccountChanged struct {
		AppID        string           `json:"appid"`
		Nickname     *string          `json:"nickname,omitempty"`
		Verified     *bool            `json:"verified,omitempty"`
		VerifiedTo   *time.Time       `json:"verified_to,omitempty"`
		Whitelist    *[]string        `json:"whitelist,omitempty"`
		Capabilities map[string]bool  `json:"capabilities,omitempty"`
		TokenLife    *time.Duration   `json:"token_life,omitempty"`
		Quotas       map[string]Quota `json:"quotas,omitempty"`
	}
	// TokenIssued makes a token.
	TokenIssued struct{ Token }
	// TokensEnded ends every token of an account: revoked, or run out.
	TokensEnded struct {
		AppID   string `json:"appid"`
		Revoked bool   `json:"revoked"`
	}
	// Called counts a request as it arrives. In older journals a metered one also costs quota.
	Called struct {
		AppID   string `json:"appid"`
		Path    string `json:"path"`
		Metered bool   `json:"metered,omitempty"`
	}
	// Metered books a request on the account's quota.
	Metered struct {
		AppID string `json:"appid"`
		Path  string `json:"path"`
	}
	// MaterialAdded keeps a picture.
	MaterialAdded struct{ Material }
	// DraftSaved adds a draft or puts a new text in its place.
	DraftSaved struct{ Draft }
	// DraftDeleted empties a place in the box.
	DraftDeleted struct {
		ID string `json:"id"`
	}
	// Sent starts a publication or a mass send.
	Sent struct{ Job }
	// MassRetried notes another use of a clientmsgid.
	MassRetried struct {
		AppID       string `json:"appid"`
		ClientMsgID string `json:"clientmsgid"`
	}
	// ItemEnded deletes (5) or bans (6) what is out; Index counts from 1, 0 is everything.
	ItemEnded struct {
		MsgDataID int64 `json:"msg_data_id"`
		Index     int   `json:"index"`
		Fate      int   `json:"fate"`
	}
	// Switched opens or closes the comments of an article.
	Switched struct {
		MsgDataID int64 `json:"msg_data_id"`
		Index     int   `json:"index"`
		Open      bool  `json:"open"`
	}
	// Commented is a citizen's comment.
	Commented struct{ Comment }
	// CommentEnded deletes a comment, by "user" or by "author".
	CommentEnded struct {
		CommentKey
		By string `json:"by"`
	}
	// Elected marks a comment as 精选 or unmarks it.
	Elected struct {
		CommentKey
		On bool `json:"on"`
	}
	// Replied answers a comment.
	Replied struct {
		CommentKey
		Content string `json:"content"`
	}
	// ReplyDeleted takes the answer back.
	ReplyDeleted struct{ CommentKey }
	// Planned sets a plan; PlanUsed spends one.
	Planned struct{ Plan }
	// PlanUsed spends one use of a plan.
	PlanUsed struct {
		ID int `json:"id"`
	}
	// WireSet changes the form of answers.
	WireSet struct{ Wire }
)

func blank(kind string) Event {
	for _, e := range []Event{&AccountChanged{}, &TokenIssued{}, &TokensEnded{}, &Called{}, &Metered{}, &MaterialAdded{}, &DraftSaved{},
		&DraftDeleted{}, &Sent{}, &MassRetried{}, &ItemEnded{}, &Switched{}, &Commented{}, &CommentEnded{}, &Elected{}, &Replied{},
		&ReplyDeleted{}, &Planned{}, &PlanUsed{}, &WireSet{}, &Asked{}, &Declined{}} {
		if e.Kind() == kind {
			return e
		}
	}
	return nil
}

// Replay applies one record of the journal.
func (b *Book) Replay(kind string, at time.Time, raw json.RawMessage) error {
	e := blank(kind)
	if e == nil {
		return fmt.Errorf("unknown record %q", kind)
	}
	if err := json.Unmarshal(raw, e); err != nil {
		return fmt.Errorf("record %q: %w", kind, err)
	}
	e.Apply(b, at)
	return nil
}

// Kind names the record.
func (*AccountChanged) Kind() string { return "account" }

// Kind names the record.
func (*TokenIssued) Kind() string { return "token" }

// Kind names the record.
func (*TokensEnded) Kind() string { return "tokens-ended" }

// Kind names the record.
func (*Called) Kind() string { return "call" }

// Kind names the record.
func (*Metered) Kind() string { return "metered" }

// Kind names the record.
func (*MaterialAdded) Kind() string { return "material" }

// Kind names the record.
func (*DraftSaved) Kind() string { return "draft" }

// Kind names the record.
func (*DraftDeleted) Kind() string { return "draft-deleted" }

// Kind names the record.
func (*Sent) Kind() string { return "sent" }

// Kind names the record.
func (*MassRetried) Kind() string { return "mass-retried" }

// Kind names the record.
func (*ItemEnded) Kind() string { return "item-ended" }

// Kind names the record.
func (*Switched) Kind() string { return "comments-switched" }

// Kind names the record.
func (*Commented) Kind() string { return "comment" }

// Kind names the record.
func (*CommentEnded) Kind() string { return "comment-ended" }

// Kind names the record.
func (*Elected) Kind() string { return "elected" }

// Kind names the record.
func (*Replied) Kind() string { return "reply" }

// Kind names the record.
func (*ReplyDeleted) Kind() string { return "reply-deleted" }

// Kind names the record.
func (*Planned) Kind() string { return "plan" }

// Kind names the record.
func (*PlanUsed) Kind() string { return "plan-used" }

// Kind names the record.
func (*WireSet) Kind() string { return "wire" }
