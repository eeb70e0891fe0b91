package content_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"huiying/accounts"
	"huiying/publishing/content"
)

// outside is what the public does not see and what decides nothing: everything else counts.
var outside = map[string]bool{"Paragraphs.ID": true, "Media.Name": true, "Media.Size": true, "Media.Width": true, "Media.Height": true}

func whole() content.Master {
	return content.Master{Kind: content.Regular, Title: "供暖通知", Summary: "摘要", Source: "望川日报", AI: false,
		Paragraphs: []content.Paragraph{{ID: "1", Text: "正文"}, {ID: "2", Style: content.Picture, Media: "h1"}},
		Media:      []content.Media{{Hash: "h1", Name: "a.png", Type: "image/png", Size: 1, Width: 2, Height: 3, Alt: "图", Rights: "本单位"}},
		Targets: []content.Target{{Account: "a1", Platform: accounts.WeChat, Way: content.Publish, Text: "文", Title: "题", Author: "作者",
			Digest: "要", Cover: "h1", SourceURL: "https://a.cn"}},
		Window: content.Window{From: time.UnixMicro(1).UTC(), To: time.UnixMicro(2).UTC()}, Late: content.Late{Within: time.Minute}}
}

// leaves calls f with the path of every field, the elements of a list sharing one, and the field of the first element.
func leaves(v reflect.Value, path string, f func(path string, v reflect.Value)) {
	switch {
	case v.Type() == reflect.TypeFor[time.Time](), v.Kind() != reflect.Struct && v.Kind() != reflect.Slice:
		f(path, v)
	case v.Kind() == reflect.Slice:
		leaves(v.Index(0), path, f)
	default:
		for i := range v.NumField() {
			leaves(v.Field(i), strings.TrimPrefix(path+"."+v.Type().Field(i).Name, "."), f)
		}
	}
}

func change(v reflect.Value) {
	switch {
	case v.Type() == reflect.TypeFor[time.Time]():
		v.Set(reflect.ValueOf(v.Interface().(time.Time).Add(time.Microsecond)))
	case v.Kind() == reflect.String:
		v.SetString(v.String() + "，")
	case v.Kind() == reflect.Bool:
		v.SetBool(!v.Bool())
	default:
		v.SetInt(v.Int() + 1)
	}
}

func TestEveryFieldThatCountsChangesTheFingerprint(t *testing.T) {
	before := content.Fingerprint("p1", whole())
	if before != content.Fingerprint("p1", whole()) || len(before) != 64 || strings.ToLower(before) != before {
		t.Fatalf("fingerprint = %q", before)
	}
	seen := map[string]string{before: "nothing"}
	var paths []string
	m := whole()
	leaves(reflect.ValueOf(&m).Elem(), "", func(path string, _ reflect.Value) { paths = append(paths, path) })
	if len(paths) < 33 {
		t.Fatalf("only %d fields: %v", len(paths), paths)
	}
	for _, p := range paths {
		m := whole()
		leaves(reflect.ValueOf(&m).Elem(), "", func(path string, v reflect.Value) {
			if path == p {
				change(v)
			}
		})
		after := content.Fingerprint("p1", m)
		if outside[p] {
			if after != before {
				t.Errorf("%s changes the fingerprint, and should not", p)
			}
			continue
		}
		if other, there := seen[after]; there {
			t.Errorf("%s changes the fingerprint no more than %s", p, other)
		}
		seen[after] = p
	}
	if content.Fingerprint("p2", whole()) == before {
		t.Error("another post has the same fingerprint")
	}
}

func TestWhereOneFieldEndsAndTheNextBeginsCounts(t *testing.T) {
	seen := map[string]int{}
	for i, m := range []content.Master{
		{Title: "ab", Summary: "c"}, {Title: "a", Summary: "bc"}, {Title: "abc"},
		{Paragraphs: []content.Paragraph{{Text: "a"}, {Text: "b"}}}, {Paragraphs: []content.Paragraph{{Text: "b"}, {Text: "a"}}},
		{Paragraphs: []content.Paragraph{{Text: "ab"}}}, {Paragraphs: []content.Paragraph{{Text: "a"}, {Text: "b"}, {}}},
		{Media: []content.Media{{Hash: "a"}}}, {Targets: []content.Target{{Account: "a"}}}, {},
	} {
		f := content.Fingerprint("p", m)
		if j, there := seen[f]; there {
			t.Errorf("%d and %d have the same fingerprint", i, j)
		}
		seen[f] = i
	}
}

// Form 1 is signed and stored: it may never come out differently.
func TestFormOneStaysWhatItIs(t *testing.T) {
	const want = "0de727d4d17afc63a22f8164965986be622ae3a12c02aa15b8a51240adadea31"
	if got := content.Fingerprint("p1", whole()); got != want {
		t.Errorf("the fingerprint of form 1 is %s, was %s", got, want)
	}
}

func TestWhatGoesToATarget(t *testing.T) {
	m := content.Master{Title: " 供暖通知 ", Summary: "摘要", Paragraphs: []content.Paragraph{{Text: "一。"}, {Text: " "},
		{Style: content.Picture, Media: "h2", Text: "图注"}, {Text: "二。"}},
		Media: []content.Media{{Hash: "h1"}, {Hash: "h2"}, {Hash: "h3"}}}
	for name, c := range map[string]struct {
		t    content.Target
		text string
		pics string
	}{
		"its own text":      {content.Target{Way: content.Share, Platform: accounts.Weibo, Text: " 自己的 "}, "自己的", "[h2]"},
		"a share":           {content.Target{Way: content.Share, Platform: accounts.Weibo, SourceURL: "https://a.cn"}, "【供暖通知】摘要 https://a.cn", "[h2]"},
		"by hand":           {content.Target{Way: content.ByHand}, "【供暖通知】一。\n二。", "[h2 h1 h3]"},
		"the cover first":   {content.Target{Way: content.Publish, Platform: accounts.WeChat, Cover: "h3"}, "【供暖通知】一。\n二。", "[h3 h2 h1]"},
		"a cover not there": {content.Target{Way: content.Broadcast, Platform: accounts.WeChat, Cover: "h9"}, "【供暖通知】一。\n二。", "[h2 h1 h3]"},
	} {
		var pics []string
		for _, p := range m.PicturesFor(c.t) {
			pics = append(pics, p.Hash)
		}
		if got := m.TextFor(c.t); got != c.text || fmt.Sprint(pics) != c.pics {
			t.Errorf("%s: %q %v, want %q %s", name, got, pics, c.text, c.pics)
		}
	}
	if (content.Master{}).TextFor(content.Target{}) != "" || len((content.Master{}).PicturesFor(content.Target{})) != 0 {
		t.Error("nothing is nothing")
	}
	if c, ok := m.CoverFor(content.Target{Cover: "h3"}); !ok || c.Hash != "h3" {
		t.Errorf("its own cover = %v", c)
	}
	if c, ok := m.CoverFor(content.Target{}); !ok || c.Hash != "h1" {
		t.Errorf("the cover by default = %v", c)
	}
	if _, ok := (content.Master{}).CoverFor(content.Target{}); ok {
		t.Error("a cover out of nothing")
	}
	if m.TitleFor(content.Target{}) != "供暖通知" || m.TitleFor(content.Target{Title: "题"}) != "题" || m.DigestFor(content.Target{}) != "摘要" {
		t.Error("title or digest")
	}
}

func TestWordsForPeople(t *testing.T) {
	for d, want := range map[time.Duration]string{30 * time.Second: "30 秒", 90 * time.Second: "1 分钟", time.Hour: "1 小时",
		90 * time.Minute: "1 小时 30 分", 50 * time.Hour: "2 天"} {
		if got := content.Span(d); got != want {
			t.Errorf("Span(%s) = %s, want %s", d, got, want)
		}
	}
	for n, want := range map[int64]string{900: "900 字节", 2048: "2 KB", 5 << 20: "5.0 MB"} {
		if got := content.Bytes(n); got != want {
			t.Errorf("Bytes(%d) = %s, want %s", n, got, want)
		}
	}
	if got := content.Sentences("一。", " 二", "", "三。。"); got != "一。二。三。" {
		t.Errorf("Sentences = %q", got)
	}
	if got := content.Clock(time.Date(2026, 11, 23, 16, 5, 0, 0, time.UTC)); got != "11-24 00:05" {
		t.Errorf("Clock = %q", got)
	}
}
