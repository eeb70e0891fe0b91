package office_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"huiying/accounts"
	"huiying/inbox"
	"huiying/internal/platforms/weibo"
	"huiying/internal/platforms/weibo/office"
	"huiying/internal/problem"
	"huiying/publishing/delivery"
)

// page is a Weibo that answers each call as it is told, and an office on it.
type page struct {
	answers map[string]string // by path
	asked   []string
	now     time.Time
	office  *office.Office
}

func told(t *testing.T, answers map[string]string) *page {
	t.Helper()
	p := &page{answers: answers, now: noon.Add(time.Hour)}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.asked = append(p.asked, r.URL.Path)
		if answers[r.URL.Path] == "" {
			w.WriteHeader(http.StatusBadGateway)
		}
		_, _ = io.WriteString(w, answers[r.URL.Path])
	}))
	t.Cleanup(s.Close)
	k := &keys{accounts.NewCredential(account, accounts.Weibo, "key", "7", []byte("token"))}
	p.office = office.New(s.URL, "", s.Client(), k, func() string { return operator }, func() time.Time { return p.now },
		weibo.WithLimiter(rate.NewLimiter(rate.Inf, 1)))
	return p
}

var noon = time.Date(2026, 11, 24, 4, 0, 0, 0, time.UTC)

const (
	timeline = "/2/statuses/user_timeline.json"
	show     = "/2/users/show.json"
	byMe     = "/2/comments/by_me.json"
	under    = "/2/comments/show.json"
)

// item is a post or a comment written so many minutes after noon; more goes into it as it stands.
func item(id, minute int, text, more string) string {
	return fmt.Sprintf(`{"id":%d,"created_at":%q,"text":%q%s}`, id, noon.Add(time.Duration(minute)*time.Minute).Format(time.RubyDate), text, more)
}

func statuses(items ...string) string {
	return `{"statuses":[` + strings.Join(items, ",") + `],"total_number":0}`
}
func comments(items ...string) string {
	return `{"comments":[` + strings.Join(items, ",") + `],"total_number":0}`
}

// A list that is short, empty or without its older part proves nothing: an attempt at noon is absent only where what is
// shown goes back beyond it, or where there is nothing at all.
func TestAShortListIsNoProof(t *testing.T) {
	newer := []string{item(15, 50, "五", ""), item(14, 40, "四", ""), item(13, 30, "三", ""), item(12, 20, "二", "")}
	undated := `{"id":3,"created_at":"?","text":"不知何时"}`
	for name, c := range map[string]struct {
		list, user string
		want       delivery.Presence
	}{
		"an older one is shown":              {statuses(newer[0], item(1, -60, "昨天的", "")), "", delivery.Absent},
		"only an older one is shown":         {statuses(item(1, -60, "昨天的", "")), "", delivery.Absent},
		"five newer ones":                    {statuses(append(newer, item(11, 10, "一", ""))...), "", delivery.Unclear},
		"one newer one, the rest is hidden":  {statuses(newer[0]), "", delivery.Unclear},
		"four newer ones, and one is hidden": {statuses(newer...), "", delivery.Unclear},
		"an older one is pinned above":       {statuses(append([]string{item(1, -600, "置顶", "")}, newer...)...), "", delivery.Unclear},
		"the last one has no date":           {statuses(newer[0], undated), "", delivery.Unclear},
		"an empty list for a moment":         {`[]`, `{"id":7,"statuses_count":2908}`, delivery.Unclear},
		"an empty page for a moment":         {statuses(), `{"id":7,"statuses_count":"1"}`, delivery.Unclear},
		"an account that does not say":       {statuses(), `{"id":7}`, delivery.Unclear},
		"an account without posts":           {statuses(), `{"id":7,"statuses_count":0}`, delivery.Absent},
		"it is there":                        {statuses(newer[0], item(2, 1, "供暖通知 http://t.cn/A6", ""), item(1, -60, "昨天的", "")), "", delivery.There},
	} {
		t.Run(name, func(t *testing.T) {
			p := told(t, map[string]string{timeline: c.list, show: c.user})
			s, err := p.office.Find(t.Context(), delivery.Parcel{Account: account, Text: "供暖通知 https://www.wangchuan.example/1"}, nil, noon)
			if err != nil || s.Presence != c.want || s.Words == "" {
				t.Errorf("%+v, %v, want %s", s, err, c.want)
			}
		})
	}
	p := told(t, map[string]string{timeline: statuses()})
	if s, err := p.office.Find(t.Context(), delivery.Parcel{Account: account, Text: "供暖通知"}, nil, noon); problem.ClassOf(err) != problem.ClassRetryRead {
		t.Errorf("without the account's own number: %+v, %v", s, err)
	}
	p.asked, p.now = nil, noon.Add(time.Minute)
	if s, err := p.office.Find(t.Context(), delivery.Parcel{Account: account, Text: "供暖通知"}, nil, noon); err != nil || s.Presence != delivery.Unclear || len(p.asked) != 1 {
		t.Errorf("too early: %+v, %v, asked %v", s, err, p.asked)
	}
}

// The question is comment 100; what has a smaller number is older than any answer to it.
func TestAShortListOfCommentsIsNoProof(t *testing.T) {
	const ours, theirs = `,"user":{"id":7}`, `,"user":{"id":8}`
	to := func(id int) string { return fmt.Sprintf(`,"reply_comment":{"id":%d}`, id) }
	question := item(100, -30, "何时供暖？", theirs)
	other := item(120, 30, "周末休息。", ours+to(90))
	for name, c := range map[string]struct {
		mine, thread string
		want         inbox.Presence
		asked        int
	}{
		"there":                                                    {comments(other, item(110, 1, "明日供暖。", ours+to(100))), "", inbox.There, 1},
		"there since long ago":                                     {comments(item(110, -20, "明日供暖。", ours+to(100))), "", inbox.There, 1},
		"an older one of the account":                              {comments(other, item(99, -40, "谢谢。", ours)), "", inbox.Absent, 1},
		"an older one by its time":                                 {comments(item(130, -40, "谢谢。", ours)), "", inbox.Absent, 1},
		"the same words to another":                                {comments(item(110, 1, "明日供暖。", ours+to(90)), item(99, -40, "谢谢。", ours)), "", inbox.Absent, 1},
		"the same words, and to what is gone":                      {comments(item(110, 1, "明日供暖。", ours), item(99, -40, "谢谢。", ours)), "", inbox.Unclear, 1},
		"the same words before the question":                       {comments(item(98, -40, "明日供暖。", ours)), "", inbox.Absent, 1},
		"only newer ones, the question is shown without an answer": {comments(other), comments(item(121, 31, "多谢", theirs), question), inbox.Absent, 4},
		"nothing, and the question is gone":                        {`[]`, `[]`, inbox.Unclear, 2},
		"nothing, and only newer ones under the post":              {`[]`, comments(item(121, 31, "多谢", theirs)), inbox.Unclear, 4},
		"the account's own are hidden, the answer stands there":    {`[]`, comments(item(110, 1, "明日供暖。", ours+to(100)), question), inbox.There, 2},
		"somebody else says the same":                              {`[]`, comments(item(110, 1, "明日供暖。", theirs+to(100)), question), inbox.Absent, 2},
	} {
		t.Run(name, func(t *testing.T) {
			p := told(t, map[string]string{byMe: c.mine, under: c.thread})
			s, err := p.office.FindReply(t.Context(), account, json.RawMessage(`{"cid":100,"id":1}`), "明日供暖。", noon)
			if err != nil || s.Presence != c.want || s.Words == "" {
				t.Errorf("%+v, %v, want %s", s, err, c.want)
			}
			if len(p.asked) > c.asked {
				t.Errorf("%d calls: %v", len(p.asked), p.asked)
			}
		})
	}
}

// TestARepetition is what a refusal as a repetition (20019, 20017) comes to, by what the account shows.
func TestARepetition(t *testing.T) {
	const share, reply = "/2/statuses/share.json", "/2/comments/reply.json"
	refused := func(code int) string { return fmt.Sprintf(`{"error":"Repeat conetnt","error_code":%d}`, code) }
	for name, c := range map[string]struct {
		code int
		list string
		want problem.Class
		says string
	}{
		"an equal one of yesterday":      {20019, statuses(item(1, -600, "供暖通知", "")), problem.ClassPermanent, "11月24日 02:00 已有相同的一条"},
		"an equal one of just now":       {20019, statuses(item(1, 59, "供暖通知", "")), problem.ClassUnknown, "核对"},
		"an equal one that is not shown": {20019, statuses(item(1, -600, "别的", "")), problem.ClassUnknown, "核对"},
		"nobody can look":                {20019, "", problem.ClassUnknown, "核对"},
		"like another":                   {20017, statuses(item(1, -600, "别的", "")), problem.ClassPermanent, "改几处"},
		"like one of just now":           {20017, statuses(item(1, 58, "供暖通知", "")), problem.ClassUnknown, "核对"},
		"something else is wrong":        {20012, statuses(), problem.ClassPermanent, "140 字"},
	} {
		t.Run("a post, "+name, func(t *testing.T) {
			p := told(t, map[string]string{share: refused(c.code), timeline: c.list})
			_, _, err := p.office.Send(t.Context(), delivery.Parcel{Account: account, Text: "供暖通知"}, nil)
			tells(t, p, share, err, c.want, c.code, c.says)
		})
	}
	to := func(id int) string { return fmt.Sprintf(`,"reply_comment":{"id":%d}`, id) }
	for name, c := range map[string]struct {
		code int
		list string
		want problem.Class
		says string
	}{
		"the same words to another":        {20019, comments(item(120, 58, "明日供暖。", to(90))), problem.ClassPermanent, "改几个字"},
		"the same words, not shown yet":    {20019, comments(), problem.ClassPermanent, "改几个字"},
		"like another":                     {20017, comments(item(120, 58, "明日供暖", to(90))), problem.ClassPermanent, "太像"},
		"it stands there":                  {20019, comments(item(120, 58, "明日供暖。", to(100))), problem.ClassUnknown, "核对"},
		"like itself":                      {20017, comments(item(120, 58, "明日供暖。", to(100))), problem.ClassUnknown, "核对"},
		"the same words to what is gone":   {20019, comments(item(120, 58, "明日供暖。", "")), problem.ClassUnknown, "核对"},
		"nobody can look":                  {20019, "", problem.ClassUnknown, "核对"},
		"the comment that it answers gone": {20201, comments(), problem.ClassPermanent, "找不到"},
	} {
		t.Run("an answer, "+name, func(t *testing.T) {
			p := told(t, map[string]string{reply: refused(c.code), byMe: c.list})
			_, err := p.office.Reply(t.Context(), account, json.RawMessage(`{"cid":100,"id":1}`), "明日供暖。")
			tells(t, p, reply, err, c.want, c.code, c.says)
		})
	}
}

func tells(t *testing.T, p *page, path string, err error, want problem.Class, code int, says string) {
	t.Helper()
	if problem.ClassOf(err) != want || weibo.CodeOf(err) != fmt.Sprint(code) || !strings.Contains(problem.Words(err), says) {
		t.Errorf("%s: %q", problem.ClassOf(err), problem.Words(err))
	}
	if want == problem.ClassPermanent && strings.Contains(problem.Words(err), "核对") {
		t.Errorf("asks for a look that is not offered: %q", problem.Words(err))
	}
	if n := len(p.asked) - len(slices.DeleteFunc(slices.Clone(p.asked), func(a string) bool { return a == path })); n != 1 {
		t.Errorf("called %d times", n)
	}
}
