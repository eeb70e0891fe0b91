package arrows

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The linter says the same as the tables, file by file: what has one place here has a row there, with the same doors.
func TestLintMirrorsTheTables(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(top, ".golangci.yml"))
	if err != nil {
		t.Fatal(err)
	}
	_, lint, found := strings.Cut(string(text), "\n    depguard:\n")
	if !found {
		t.Fatal("no depguard in .golangci.yml")
	}
	for _, bar := range Bars() {
		for _, to := range bar.To {
			if pkg := strings.TrimSuffix(to, "/..."); !strings.Contains(lint, "{pkg: "+pkg+",") {
				t.Errorf("depguard does not know the bar on %s", pkg)
			}
		}
	}
	for _, room := range Rooms() {
		if !strings.HasPrefix(room.What, "desk") && !strings.HasPrefix(room.What, "leaf") {
			continue
		}
		for _, in := range room.In {
			if path := "${base-path}/" + strings.TrimSuffix(in, "/...") + "/**"; !strings.Contains(lint, path) {
				t.Errorf("depguard has no rule for %s", path)
			}
		}
		for _, arrow := range room.May {
			name := strings.TrimSuffix(arrow.To, "/...")
			if name == Std || strings.Contains(lint, "- huiying/"+name) || strings.Contains(lint, "- "+name+"\n") {
				continue
			}
			t.Errorf("depguard does not allow %s", name)
		}
		for _, arrow := range room.Not {
			if pkg := strings.TrimSuffix(arrow.To, "/..."); !strings.Contains(lint, "{pkg: "+pkg) {
				t.Errorf("depguard does not keep %s out", pkg)
			}
		}
	}
}
