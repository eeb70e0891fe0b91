package problem

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestWordsSayWhatSafeAndNext(t *testing.T) {
	err := fmt.Errorf("outer: %w", New(Full, "磁盘满了", "刚才的改动没有写进去，原来的都在。", "请腾出空间再存"))
	if got, want := Words(err), "磁盘满了。刚才的改动没有写进去，原来的都在。请腾出空间再存。"; got != want {
		t.Errorf("Words = %q, want %q", got, want)
	}
	if !errors.Is(err, Full.Of()) || errors.Is(err, Invalid.Of()) {
		t.Error("errors.Is must tell kinds apart")
	}
	if KindOf(err) != Full {
		t.Errorf("KindOf = %q", KindOf(err))
	}
}

func TestWordsOfAStrangeErrorHideItsText(t *testing.T) {
	err := errors.New("open /home/someone/secret.db: access_token=abc")
	if w := Words(err); strings.Contains(w, "secret") || strings.Contains(w, "abc") {
		t.Errorf("Words leaks the cause: %q", w)
	}
	if Words(nil) != "" || KindOf(nil) != "" {
		t.Error("nil is no problem")
	}
}

func TestCauseStaysOutOfWords(t *testing.T) {
	err := Wrap(errors.New("password=hunter2"), Damaged, "文件坏了", "", "")
	if strings.Contains(err.Error(), "hunter2") {
		t.Error("the cause must not be in the words")
	}
}

func TestClassOfAnythingElseIsUnknown(t *testing.T) {
	if ClassOf(errors.New("reset")) != ClassUnknown {
		t.Error("an error that is no refusal must count as unknown outcome")
	}
	r := &Refusal{Platform: "微信", Code: "40164", Class: ClassNeedsPerson, Reason: "微信拒绝了这次调用：本机 IP 203.0.113.7 不在白名单", Next: "请管理员加入白名单后重试"}
	if ClassOf(fmt.Errorf("x: %w", r)) != ClassNeedsPerson {
		t.Error("class lost in wrapping")
	}
	if got, want := Words(r), "微信拒绝了这次调用：本机 IP 203.0.113.7 不在白名单（40164）。请管理员加入白名单后重试。"; got != want {
		t.Errorf("Words = %q, want %q", got, want)
	}
}
