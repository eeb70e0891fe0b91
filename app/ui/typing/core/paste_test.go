package core_test

import (
	"testing"

	"huiying/app/ui/typing/core"
)

func TestClean(t *testing.T) {
	if got := core.Clean("a\r\nb\rc\u000bd\u00ade\ufefff\u00a0g\u0007"); got != "a\nb\nc\ndef g" {
		t.Fatalf("Clean = %q", got)
	}
}
