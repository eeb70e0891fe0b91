package channel

import (
	"encoding/json"
	"testing"
	"time"
)

// A later receipt adds and replaces; what it does not repeat is kept.
func TestALaterReceiptLosesNothing(t *testing.T) {
	noon := time.Date(2026, 11, 24, 4, 0, 0, 0, time.UTC)
	first := Receipt{PublishID: "100", MsgDataID: "2247", At: noon, Raw: json.RawMessage(`1`)}
	got := first.With(Receipt{ID: "art", URL: "https://a", At: noon.Add(time.Minute)})
	if got.PublishID != "100" || got.MsgDataID != "2247" || got.ID != "art" || got.URL != "https://a" ||
		!got.At.Equal(noon.Add(time.Minute)) || string(got.Raw) != "1" {
		t.Errorf("%+v", got)
	}
	if got = got.With(Receipt{PublishID: "101", MsgID: "3", Evidence: "shot", Raw: json.RawMessage(`2`)}); got.PublishID != "101" ||
		got.MsgID != "3" || got.Evidence != "shot" || string(got.Raw) != "2" || got.ID != "art" || !got.At.Equal(noon.Add(time.Minute)) {
		t.Errorf("%+v", got)
	}
	if !(Receipt{At: noon, Raw: json.RawMessage(`1`)}).Empty() || got.Empty() {
		t.Error("a time alone proves nothing")
	}
}
