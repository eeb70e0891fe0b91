package accounts

import (
	"encoding/json"
	"time"

	"huiying/accounts"
	"huiying/internal/people"
	"huiying/internal/store/sqlstore"
)

// entryRow is an entry of the register as it is stored in JSON; times are microseconds.
type entryRow struct {
	ID              accounts.ID       `json:"id"`
	Platform        accounts.Platform `json:"platform"`
	Type            string            `json:"type,omitempty"`
	Name            string            `json:"name"`
	Handle          string            `json:"handle,omitempty"`
	PlatformID      string            `json:"platform_id,omitempty"`
	URL             string            `json:"url,omitempty"`
	Sponsor         bodyRow           `json:"sponsor"`
	Supervisor      bodyRow           `json:"supervisor"`
	Operator        string            `json:"operator,omitempty"`
	Level           string            `json:"level,omitempty"`
	Verified        string            `json:"verified,omitempty"`
	VerifiedExpires int64             `json:"verified_expires,omitempty"`
	Leader          contactRow        `json:"leader"`
	Responsible     contactRow        `json:"responsible"`
	Reviewer        contactRow        `json:"reviewer"`
	AdminA          contactRow        `json:"admin_a"`
	AdminB          contactRow        `json:"admin_b"`
	Purpose         string            `json:"purpose,omitempty"`
	Audience        string            `json:"audience,omitempty"`
	Reason          string            `json:"reason,omitempty"`
	Interaction     string            `json:"interaction,omitempty"`
	State           accounts.State    `json:"state"`
	Version         int               `json:"version"`
	Applied         int64             `json:"applied,omitempty"`
	FiledNo         string            `json:"filed_no,omitempty"`
	Filed           int64             `json:"filed,omitempty"`
	Opened          int64             `json:"opened,omitempty"`
	By              people.ID         `json:"by,omitempty"`
	ByName          string            `json:"by_name,omitempty"`
	Domains         []string          `json:"domains,omitempty"`
	MassMode        string            `json:"mass_mode,omitempty"`
}

type bodyRow struct {
	Name       string `json:"name,omitempty"`
	CreditCode string `json:"code,omitempty"`
}

type contactRow struct {
	Name   string    `json:"name,omitempty"`
	Phone  string    `json:"phone,omitempty"`
	Person people.ID `json:"person,omitempty"`
}

// profileRow is what a platform showed, as it is stored in JSON.
type profileRow struct {
	Subject         string `json:"subject,omitempty"`
	Name            string `json:"name,omitempty"`
	Verified        bool   `json:"verified,omitempty"`
	VerifiedName    string `json:"verified_name,omitempty"`
	VerifiedExpires int64  `json:"verified_expires,omitempty"`
	Followers       int    `json:"followers"`
	Avatar          string `json:"avatar,omitempty"`
}

type abilityRow struct {
	Name  string `json:"name"`
	Key   string `json:"key"`
	OK    bool   `json:"ok"`
	Known bool   `json:"known"`
	Note  string `json:"note,omitempty"`
	Left  int    `json:"left"`
}

func writeEntry(a accounts.Account) (string, error) {
	micro := sqlstore.Micro
	b, err := json.Marshal(entryRow{
		ID: a.ID, Platform: a.Platform, Type: a.Type, Name: a.Name, Handle: a.Handle, PlatformID: a.PlatformID, URL: a.URL,
		Sponsor: bodyRow(a.Sponsor), Supervisor: bodyRow(a.Supervisor), Operator: a.Operator, Level: a.Level,
		Verified: a.Verified, VerifiedExpires: micro(a.VerifiedExpires),
		Leader: contactRow(a.Leader), Responsible: contactRow(a.Responsible), Reviewer: contactRow(a.Reviewer),
		AdminA: contactRow(a.AdminA), AdminB: contactRow(a.AdminB),
		Purpose: a.Purpose, Audience: a.Audience, Reason: a.Reason, Interaction: a.Interaction,
		State: a.State, Version: a.Version, Applied: micro(a.Applied), FiledNo: a.FiledNo, Filed: micro(a.Filed), Opened: micro(a.Opened),
		By: a.By, ByName: a.ByName, Domains: a.Domains, MassMode: a.MassMode})
	return string(b), err
}

func readEntry(text string) (accounts.Account, error) {
	var r entryRow
	err := json.Unmarshal([]byte(text), &r)
	at := sqlstore.Time
	return accounts.Account{
		ID: r.ID, Platform: r.Platform, Type: r.Type, Name: r.Name, Handle: r.Handle, PlatformID: r.PlatformID, URL: r.URL,
		Sponsor: accounts.Body(r.Sponsor), Supervisor: accounts.Body(r.Supervisor), Operator: r.Operator, Level: r.Level,
		Verified: r.Verified, VerifiedExpires: at(r.VerifiedExpires),
		Leader: accounts.Contact(r.Leader), Responsible: accounts.Contact(r.Responsible), Reviewer: accounts.Contact(r.Reviewer),
		AdminA: accounts.Contact(r.AdminA), AdminB: accounts.Contact(r.AdminB),
		Purpose: r.Purpose, Audience: r.Audience, Reason: r.Reason, Interaction: r.Interaction,
		State: r.State, Version: r.Version, Applied: at(r.Applied), FiledNo: r.FiledNo, Filed: at(r.Filed), Opened: at(r.Opened),
		By: r.By, ByName: r.ByName, Domains: r.Domains, MassMode: r.MassMode}, err
}

func writeProfile(p accounts.Profile) (string, error) {
	b, err := json.Marshal(profileRow{p.Subject, p.Name, p.Verified, p.VerifiedName, sqlstore.Micro(p.VerifiedExpires), p.Followers, p.Avatar})
	return string(b), err
}

func readProfile(text string) (accounts.Profile, error) {
	var r profileRow
	err := json.Unmarshal([]byte(text), &r)
	return accounts.Profile{Subject: r.Subject, Name: r.Name, Verified: r.Verified, VerifiedName: r.VerifiedName,
		VerifiedExpires: sqlstore.Time(r.VerifiedExpires), Followers: r.Followers, Avatar: r.Avatar}, err
}

func writeAbilities(all []accounts.Ability) (string, error) {
	rows := make([]abilityRow, len(all))
	for i, a := range all {
		rows[i] = abilityRow(a)
	}
	b, err := json.Marshal(rows)
	return string(b), err
}

func readAbilities(text string) ([]accounts.Ability, error) {
	var rows []abilityRow
	if err := json.Unmarshal([]byte(text), &rows); err != nil {
		return nil, err
	}
	var all []accounts.Ability
	for _, r := range rows {
		all = append(all, accounts.Ability(r))
	}
	return all, nil
}

func micros(times ...time.Time) []any {
	args := make([]any, len(times))
	for i, t := range times {
		args[i] = sqlstore.Micro(t)
	}
	return args
}
