package arrows

import (
	"os"
	"testing"
)

const top = "../.."

func TestHouse(t *testing.T) {
	tree, err := Load(t.Context(), top)
	if err != nil {
		t.Fatal(err)
	}
	if len(tree.Own) < 5 {
		t.Fatalf("go list knows only %d packages of %s", len(tree.Own), tree.Module)
	}
	for _, b := range Check(tree, Rooms(), Bars()) {
		t.Error(b)
	}
	t.Logf("%d packages, %d rooms, %d bars", len(tree.Own), len(Rooms()), len(Bars()))
}

func TestHabits(t *testing.T) {
	found, err := Habits(os.DirFS(top))
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range found {
		t.Error(b)
	}
}

// Every row of the tables gives its reason: without one it is not a rule but a habit.
func TestEveryRowHasAReason(t *testing.T) {
	for _, r := range Rooms() {
		if r.What == "" || len(r.In) == 0 || len(r.May) == 0 {
			t.Errorf("room %v says too little", r.In)
		}
		for _, a := range append(r.May, r.Not...) {
			if a.To == "" || a.Why == "" {
				t.Errorf("room %v: %q has no reason", r.In, a.To)
			}
		}
	}
	for _, b := range Bars() {
		if len(b.To) == 0 || len(b.But) == 0 || b.Why == "" {
			t.Errorf("bar %v says too little", b.To)
		}
	}
}
