package limits

import (
	"strings"
	"testing"
)

func TestWeiboUnitsCountsAsThePlatformDoes(t *testing.T) {
	for text, want := range map[string]int{
		"":     0,
		"供暖":   4,
		"ab12": 4,
		"，。":   4,
		"😀":    4,
		"看这里 https://www.wangchuan.gov.cn/a/very/long/path?with=many&words=1 好": 6 + 1 + 22 + 1 + 2,
		"http://a.cn":            22,
		strings.Repeat("字", 140): 280,
		strings.Repeat("字", 141): 282,
	} {
		if got := WeiboUnits(text); got != want {
			t.Errorf("WeiboUnits(%.20q) = %d, want %d", text, got, want)
		}
	}
}

func TestHasDomainWantsTheDomainItself(t *testing.T) {
	domains := []string{"www.wangchuan.gov.cn", "wcdata.cn"}
	for text, want := range map[string]bool{
		"见 https://www.wangchuan.gov.cn/x":      true,
		"见 http://wcdata.cn":                    true,
		"见 https://WWW.wangchuan.gov.cn:8443/x": true,
		"见 https://wangchuan.gov.cn/x":          false,
		"见 https://evilwangchuan.gov.cn/x":      false,
		"见 https://wangchuan.gov.cn.evil.com/x": false,
		"见 https://evil.com/?wangchuan.gov.cn":  false,
		"见 wangchuan.gov.cn":                    false,
		"":                                      false,
	} {
		if got := HasDomain(text, domains); got != want {
			t.Errorf("HasDomain(%q) = %v", text, got)
		}
	}
	if HasDomain("https://a.cn", nil) || HasDomain("https://a.cn", []string{""}) {
		t.Error("no domain registered, none found")
	}
}

func TestAnAddressIsWholeAndCanBeOpened(t *testing.T) {
	for typed, want := range map[string]string{
		"https://www.wangchuan.gov.cn/a?b=1&c=%E4%BE%9B#d": "", "http://wcdata.cn:8080": "",
		"www.x.gov.cn/a": "https:// 写起", "x.gov.cn/a": "https:// 写起", "见官网": "不像", "https://": "不像", "ftp://x.cn/a": "不像",
		"https:///a": "不像", "https://localhost/a": "不像", "https://u:p@x.cn/": "不像", "javascript:alert(1)": "不像", "https://x.cn/a b": "不能用的字",
		"https://x.cn/供暖": "不能用的字", "https://x.cn/\"a": "不能用的字", "请看https://x.cn/a": "不像", "https://x.cn/a\n": "不像", "https://.": "不像",
	} {
		if got := Address(typed); want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("Address(%q) says %q, want %q", typed, got, want)
		}
	}
}

func TestHasTopic(t *testing.T) {
	for text, want := range map[string]bool{
		"#供暖缴费# 今冬": true, "第 1#楼": false, "1#楼和2#楼": true, "https://a.cn/#a#b": false, "##": false, "": false,
	} {
		if got := HasTopic(text); got != want {
			t.Errorf("HasTopic(%q) = %v", text, got)
		}
	}
}

func TestEveryLimitOfAReplyIsSet(t *testing.T) {
	if Reply("weibo").Units != 280 || Reply("wechat").Units != 1200 || Reply("douyin").Units == 0 {
		t.Error("a reply has a limit everywhere")
	}
	if !Post("weibo").Domain || Post("weibo").Topic || Post("wechat").Title != 32 {
		t.Error("the table does not say what the platforms say")
	}
}
