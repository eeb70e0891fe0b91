package standweibo

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

func TestWrongDoors(t *testing.T) {
	h := bound(t)
	sample := decode(t, []byte(`{"error":"Request api not found","error_code":10020,"request":"/2/statuses/nothing.json"}`))
	got := h.refused(h.get("/2/statuses/nothing.json"), 10020)
	for k, v := range sample {
		if got[k] != v {
			t.Errorf("%s = %v, want %v", k, got[k], v)
		}
	}
	h.refused(h.form("/oauth2/nothing"), 10020)
	h.refused(h.get("/2/statuses/share.json"), 10021)
	h.refused(h.form("/2/comments/to_me.json"), 10021)
	for _, path := range []string{"/2/statuses/update.json", "/2/statuses/upload.json", "/2/statuses/upload_url_text.json", "/2/statuses/destroy.json", "/2/comments/destroy_batch.json"} {
		h.refused(h.form(path), 10014)
	}
	h.refused(h.send("GET", "/2/account/get_uid.json", "", nil), 10006)
	h.refused(h.get("/2/account/get_uid.json", "access_token", ""), 10006)
	h.refused(h.send("POST", "/2/statuses/share.json?access_token="+h.token, "application/json", strings.NewReader(`{"status":"x"}`)), 10016)
	h.refused(h.send("POST", "/2/statuses/share.json", "application/x-www-form-urlencoded", strings.NewReader("a=%zz")), 10008)
	h.refused(h.send("POST", "/2/statuses/share.json", "multipart/form-data; boundary=x", strings.NewReader("--x\r\nrubbish")), 10008)
	h.refused(h.send("POST", "/2/statuses/share.json", "a/b/c;;", strings.NewReader("x")), 10007)
	h.refused(h.send("GET", "/2/account/get_uid.json?a=%zz", "", nil), 10008)
}

func TestDailyBudget(t *testing.T) {
	h := bound(t)
	for range 98 {
		h.object(h.get("/2/account/get_uid.json"))
	}
	left := h.object(h.get("/2/account/rate_limit_status.json"))
	sameShape(t, "limits", decode(t, []byte(`{"ip_limit":10000,"limit_time_unit":"HOURS","remaining_ip_hits":10000,"remaining_user_hits":150,
		"reset_time":"2011-06-03 18:00:00","reset_time_in_seconds":1415,"user_limit":150,"api_rate_limits":[]}`)), any(left))
	if left["remaining_user_hits"] != json.Number("1") || left["user_limit"] != json.Number("100") {
		t.Errorf("%v", left)
	}
	h.refused(h.share("没有网址"), 10017) // the hundredth: a refused call costs as well
	h.refused(h.share("好 "+site), 10023)
	h.refused(h.get("/2/account/rate_limit_status.json"), 10023)
	if n := h.s.Spent("1352222456", bureau); n != 100 {
		t.Errorf("spent %d", n)
	}
	mine := h.token
	h.token = h.bind("1352222456", "s-reviewed", landing, other)
	h.object(h.get("/2/account/get_uid.json"))
	h.token = mine
	h.must(h.s.SetBudget(bureau, 101))
	h.object(h.get("/2/account/get_uid.json"))
	h.refused(h.get("/2/account/get_uid.json"), 10023)

	reset, err := time.ParseInLocation("2006-01-02 15:04:05", left["reset_time"].(string), time.FixedZone("CST", 8*3600))
	h.must(err)
	h.later(reset.Sub(h.clock.Now()) - time.Minute)
	h.refused(h.get("/2/account/get_uid.json"), 10023)
	h.later(2 * time.Minute)
	h.object(h.get("/2/account/get_uid.json"))
}

func TestBudgetsOfCallsAndAddresses(t *testing.T) {
	h := bound(t)
	h.must(h.s.SetCallBudget("/2/comments/to_me.json", 1))
	h.object(h.get("/2/comments/to_me.json"))
	if m := h.refused(h.get("/2/comments/to_me.json"), 10024); !strings.Contains(m["error"].(string), "/2/comments/to_me.json") {
		t.Errorf("%v", m)
	}
	left := h.object(h.get("/2/account/rate_limit_status.json"))
	sameShape(t, "api", any(decode(t, []byte(`{"api":"/x","limit":1,"limit_time_unit":"DAY","remaining_hits":0}`))), left["api_rate_limits"].([]any)[0])
	h.must(h.s.SetAddressBudget(2))
	h.refused(h.get("/2/account/get_uid.json"), 10022)
	h.later(time.Hour)
	h.object(h.get("/2/account/get_uid.json"))
	h.must(h.s.BarAddress("127.0.0.1", true))
	h.refused(h.get("/2/account/get_uid.json"), 10004)
	h.must(h.s.BarAddress("127.0.0.1", false))
	h.object(h.get("/2/account/get_uid.json"))
}

// No document says for how long 10024 lasts: a day, or by the wire an hour.
func TestOneCallIsLimitedByTheDayOrByTheHour(t *testing.T) {
	const call = "/2/comments/to_me.json"
	for _, hourly := range []bool{false, true} {
		h := bound(t)
		h.must(h.clock.SetOffset(time.Until(time.Date(2026, 11, 24, 2, 50, 0, 0, time.UTC)))) // 10:50 in Beijing
		h.must(h.s.Expire(h.token, 100*time.Hour))
		h.must(h.s.SetWire(Wire{CallHourly: hourly}))
		h.must(h.s.SetCallBudget(call, 1))
		api := func() map[string]any {
			return h.object(h.get("/2/account/rate_limit_status.json"))["api_rate_limits"].([]any)[0].(map[string]any)
		}
		if m := api(); m["limit_time_unit"] != map[bool]string{false: "DAY", true: "HOURS"}[hourly] || m["remaining_hits"] != json.Number("1") {
			t.Errorf("hourly %v: %v", hourly, m)
		}
		h.object(h.get(call))
		h.refused(h.get(call), 10024)
		if m := api(); m["remaining_hits"] != json.Number("0") {
			t.Errorf("hourly %v: %v", hourly, m)
		}
		h.later(15 * time.Minute) // 11:05
		if r := h.get(call); (r.status == 200) != hourly {
			t.Errorf("hourly %v, an hour later: %s", hourly, r.body)
		}
		h.later(14 * time.Hour) // the next day
		h.object(h.get(call))
	}
}

func TestPlannedRefusals(t *testing.T) {
	h := bound(t)
	for _, code := range []int{20031, 20021, 10013, 20207, 21301, 10002} {
		h.must(h.s.RefuseNext("/2/statuses/share.json", bureau, code, 1))
		h.refused(h.share("好 "+site), code)
	}
	if h.s.RefuseNext("", "", 4711, 1) == nil || h.s.RefuseNext("", "", 20032, 1) == nil {
		t.Error("only refusals can be planned")
	}
	h.must(h.s.RefuseNext("", other, 20031, 1)) // not this account's
	h.posted("好")
	h.must(h.s.DropUser("青禾市教育局"))
	h.refused(h.get("/2/account/get_uid.json"), 10013)
}

func TestConfigIsChecked(t *testing.T) {
	for name, spoil := range map[string]func(*Config){
		"no folder":       func(c *Config) { c.Dir = "" },
		"app twice":       func(c *Config) { c.Apps = append(c.Apps, c.Apps[0]) },
		"no secret":       func(c *Config) { c.Apps[0].Secret = "" },
		"uid in letters":  func(c *Config) { c.Accounts[0].UID = "a" },
		"uid with zeros":  func(c *Config) { c.Accounts[0].UID = "007" },
		"uid twice":       func(c *Config) { c.Accounts[1].UID = c.Accounts[0].UID },
		"no name":         func(c *Config) { c.Accounts[0].ScreenName = "" },
		"bad address":     func(c *Config) { c.OperatorIP = "here" },
		"sixteen testers": func(c *Config) { c.Apps[1].Testers = make([]string, 16) },
	} {
		cfg := config(t.TempDir())
		spoil(&cfg)
		if s, err := New(cfg, open(t, config(t.TempDir())).clock, nil); err == nil {
			_ = s.Close()
			t.Errorf("%s was taken", name)
		}
	}
	if _, err := New(config(t.TempDir()), nil, nil); err == nil {
		t.Error("no clock was taken")
	}
}
