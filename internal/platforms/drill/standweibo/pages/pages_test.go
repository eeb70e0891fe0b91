package pages

import (
	"strings"
	"testing"
)

func TestPagesEscapeWhatPeopleWrite(t *testing.T) {
	type user struct {
		UID, ScreenName string
		Verified        bool
	}
	type line struct{ Name, Text, At string }
	const odd = `<b>"&'`
	for name, c := range map[string]struct {
		page string
		data map[string]any
		want []string
	}{
		"choice": {Choice, map[string]any{"Title": "授权", "App": odd, "Hidden": map[string]string{"state": odd}, "Users": []user{{"1", odd, true}, {"2", "乙", false}}},
			[]string{"授权 · 微博（演练）", `value="1" checked`, "已认证", `name="state"`, `method="post"`, "拒绝"}},
		"error":  {Error, map[string]any{"Title": "出错", "Reason": odd, "Word": odd, "Code": 21322}, []string{"error_code:21322", "没有接受这次授权请求"}},
		"denied": {Default, map[string]any{"Title": "结果", "Denied": true, "Address": odd}, []string{"没有绑定"}},
		"given":  {Default, map[string]any{"Title": "结果", "Denied": false, "Address": odd}, []string{"完整地址", "readonly"}},
		"post": {Post, map[string]any{"Title": odd, "Text": odd, "Picture": "abc", "At": "今天", "From": odd, "Comments": []line{{odd, odd, "现在"}}},
			[]string{`src="/pictures/abc"`, "评论 1", "现在"}},
	} {
		b, err := Render(c.page, c.data)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		page := string(b)
		if strings.Contains(page, "<b>\"") || strings.Contains(page, "<b>&#34;") || strings.Contains(page, "<script") || strings.ContainsAny(page, "！") {
			t.Errorf("%s: markup got through, or the page shouts:\n%s", name, page)
		}
		for _, want := range append(c.want, "演练用的微博替身") {
			if !strings.Contains(page, want) {
				t.Errorf("%s lacks %s:\n%s", name, want, page)
			}
		}
	}
	if strings.Count(string(must(t, Choice, map[string]any{"Users": []user{{"1", "甲", false}, {"2", "乙", false}}})), " checked") != 1 {
		t.Error("one account is chosen at first, and one only")
	}
	if got := string(must(t, Avatar, "<")); !strings.Contains(got, "&lt;") {
		t.Errorf("avatar: %s", got)
	}
	if _, err := Render("{{.None}", nil); err == nil {
		t.Error("a page that is none")
	}
}

func must(t *testing.T, page string, data any) []byte {
	t.Helper()
	b, err := Render(page, data)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
