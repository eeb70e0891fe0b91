package platformtest

import (
	"reflect"
	"testing"

	"huiying/internal/platforms/drill"
)

// TestEveryFormIsPlayed holds the table to the stand-ins: a new point of their wire must be played too.
func TestEveryFormIsPlayed(t *testing.T) {
	for _, platform := range []string{drill.Weibo, drill.WeChat} {
		played := map[string]bool{}
		var kind reflect.Type
		for _, v := range variants(platform) {
			wire := reflect.ValueOf(v.wire.Weibo)
			if platform == drill.WeChat {
				wire = reflect.ValueOf(v.wire.WeChat)
			}
			kind = wire.Elem().Type()
			for i := range kind.NumField() {
				if !wire.Elem().Field(i).IsZero() && v.name != "all together" {
					played[kind.Field(i).Name] = true
				}
			}
		}
		for i := range kind.NumField() {
			if name := kind.Field(i).Name; !played[name] {
				t.Errorf("%s: no form plays %s alone", platform, name)
			}
		}
	}
}
