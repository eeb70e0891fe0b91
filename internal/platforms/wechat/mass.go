package wechat

import (
	"context"
	"strconv"

	"huiying/internal/platforms/wire"
)

// MassSent is an accepted mass sending. Known says that the platform had this clientmsgid already (45065): nothing was
// sent anew, and MsgID is that of the earlier job.
type MassSent struct {
	MsgID     int64
	MsgDataID int64
	Known     bool
}

// States of a mass sending (WeChat doc Batch_Sends).
const (
	MassSuccess = "SEND_SUCCESS"
	MassSending = "SENDING"
	MassFailed  = "SEND_FAIL"
	MassDeleted = "DELETE"
)

// MassSendAll pushes a draft to all followers. clientMsgID (at most 32 bytes) is the platform's key against doubles for
// 24 hours: the same key again is answered with the earlier job.
func (c *Client) MassSendAll(ctx context.Context, mediaID, clientMsgID string, ignoreReprint bool) (MassSent, error) {
	type answer struct {
		Code      wire.Int `json:"errcode"`
		MsgID     wire.Int `json:"msg_id"`
		MsgDataID wire.Int `json:"msg_data_id"`
	}
	type filter struct {
		ToAll bool `json:"is_to_all"`
	}
	body := struct {
		Filter        filter  `json:"filter"`
		News          byMedia `json:"mpnews"`
		Type          string  `json:"msgtype"`
		IgnoreReprint int     `json:"send_ignore_reprint"`
		ClientMsgID   string  `json:"clientmsgid,omitempty"`
	}{Filter: filter{ToAll: true}, News: byMedia{mediaID}, Type: "mpnews", ClientMsgID: clientMsgID}
	if ignoreReprint {
		body.IgnoreReprint = 1
	}
	exists, _ := strconv.ParseInt(CodeMassKnown, 10, 64)
	k := call{path: "/cgi-bin/message/mass/sendall", body: body, writing: true, also: exists}
	a, err := ask(ctx, c, k, func(a *answer) bool { return a.MsgID != 0 })
	if err != nil {
		return MassSent{}, err
	}
	return MassSent{MsgID: int64(a.MsgID), MsgDataID: int64(a.MsgDataID), Known: int64(a.Code) == exists}, nil
}

// MassGet returns the state of a mass sending, one of the Mass… constants.
func (c *Client) MassGet(ctx context.Context, msgID int64) (string, error) {
	type answer struct {
		Status string `json:"msg_status"`
	}
	body := struct {
		MsgID string `json:"msg_id"`
	}{wire.Int(msgID).String()}
	a, err := ask(ctx, c, call{path: "/cgi-bin/message/mass/get", body: body}, func(a *answer) bool { return a.Status != "" })
	return a.Status, err
}
