//go:build !race

// One goroutine paints: the race detector finds nothing here and only makes it ten times as slow. scripts/test.sh runs these without it.

package main

import (
	"context"
	"image/png"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"huiying/app/house"
	"huiying/app/ui/theme"
	"huiying/app/ui/theme/themetest"
	"huiying/internal/people"
	"huiying/internal/vault"
)

// crew is an office with two persons.
type crew struct{}

func (crew) Unit(context.Context) (people.Unit, error) {
	return people.Unit{Name: "望川市政务服务和数据管理局"}, nil
}

func (crew) People(context.Context) ([]people.Person, error) {
	return []people.Person{{ID: "1", Name: "王蕾", Roles: []people.Role{people.Officer}}, {ID: "2", Name: "周建国", Roles: []people.Role{people.Approver}}}, nil
}

func (crew) SignIn(context.Context, people.ID, string) (people.Actor, error) {
	return people.Actor{}, nil
}
func (crew) Pick(context.Context, people.ID) (people.Actor, error) { return people.Actor{}, nil }

// Every page before the sign-in gets a picture of its own: no two are the same, so each step was really reached.
func TestThePagesBeforeTheSignInArePainted(t *testing.T) {
	themetest.App(t, theme.Light, 100)
	dir := t.TempDir()
	n, err := paintPages(t.Context(), crew{}, dir, "light")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "00-*-light.png"))
	if err != nil || n != 8 || len(files) != n {
		t.Fatalf("%d pictures counted, there are %q, %v", n, files, err)
	}
	seen := map[string]string{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if c, err := png.DecodeConfig(strings.NewReader(string(data))); err != nil || c.Width != 1280 || c.Height != 800 {
			t.Errorf("%s is %d×%d, %v", file, c.Width, c.Height, err)
		}
		if other := seen[string(data)]; other != "" {
			t.Errorf("%s and %s show the same", file, other)
		}
		seen[string(data)] = file
	}
}

// A picture that is not there is no picture: it is not counted.
func TestAPictureOfAScreenThatDoesNotOpenIsAnError(t *testing.T) {
	themetest.App(t, theme.Light, 100)
	dir := t.TempDir()
	h, err := house.Open(t.Context(), house.Options{Dir: dir, Mode: house.Drill, Log: slog.New(slog.DiscardHandler), Keys: vault.DrillFile{Path: filepath.Join(dir, "vault.key")}})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	file := filepath.Join(dir, "x.png")
	err = paintOne(t.Context(), h, people.Unit{Name: "单位"}, people.Actor{Person: "1", Name: "王蕾"}, "nowhere", file)
	if err == nil || !strings.Contains(err.Error(), "nowhere") {
		t.Errorf("a screen that is not there: %v", err)
	}
	if _, err := os.Stat(file); err == nil {
		t.Error("a picture of nothing was written")
	}
}
