package refusal

import (
	"strings"
	"testing"
)

func TestEveryDocumentedCodeHasWords(t *testing.T) {
	for _, code := range []int{10001, 10002, 10003, 10004, 10005, 10006, 10007, 10008, 10009, 10010, 10011, 10012, 10013, 10014, 10016, 10017,
		10018, 10020, 10021, 10022, 10023, 10024, 20001, 20003, 20005, 20006, 20007, 20008, 20012, 20013, 20016, 20017, 20019, 20021, 20031,
		20032, 20101, 20102, 20111, 20201, 20203, 20206, 20207, 21301, 21314, 21315, 21316, 21317, 21319, 21321, 21322, 21323, 21324, 21325,
		21326, 21327, 21328, 21329, 21330, 21331, 21332, 21337} {
		if !Known(code) || Words(code) == "" || Words(code) == "Unknown error" || strings.Contains(Words(code), "%") {
			t.Errorf("%d: %q", code, Words(code))
		}
		if s := Status(code); s != 400 && s != 403 {
			t.Errorf("%d comes with HTTP %d", code, s)
		}
	}
	if Known(1) || Words(1) != "Unknown error" {
		t.Error("1 is no code")
	}
}

func TestBlanksAreFilled(t *testing.T) {
	for got, want := range map[string]string{
		Words(10016, "rip"):            "Miss required parameter (rip) , see doc for more info",
		Words(10017, "id", "int", "x"): "Parameter (id)'s value invalid, expect (int) , but get (x) , see doc for more info",
		Words(10024, "/2/x"):           "User requests for (/2/x) out of rate limit",
		Words(10007, "a/b"):            "Unsupport mediatype (a/b)",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
