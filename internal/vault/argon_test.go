package vault

import (
	"strings"
	"testing"

	"huiying/internal/problem"
)

func TestPasswords(t *testing.T) {
	p := NewPasswords(cheap())
	a, err := p.Hash("白梅-2026")
	if err != nil {
		t.Fatal(err)
	}
	b, _ := p.Hash("白梅-2026")
	if a == b || !strings.HasPrefix(a, "$argon2id$v=19$m=64,t=1,p=1$") || strings.Contains(a, "2026") {
		t.Errorf("%s %s", a, b)
	}
	for password, want := range map[string]bool{"白梅-2026": true, "白梅-2025": false, "": false, "白梅-2026 ": false} {
		if ok, err := Verify(a, password); err != nil || ok != want {
			t.Errorf("%q: %v %v", password, ok, err)
		}
	}
	if p.Weak(a) || !NewPasswords(Usual()).Weak(a) || !p.Weak("nonsense") {
		t.Error("Weak")
	}
	if _, err := NewPasswords(Cost{}).Hash("x"); err == nil {
		t.Error("no cost, no hash")
	}
}

// A vector of the reference implementation (argon2 -id, version 1.3), so that hashes made elsewhere verify here.
func TestReferenceVector(t *testing.T) {
	const phc = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
	if ok, err := Verify(phc, "password"); err != nil || !ok {
		t.Errorf("%v %v", ok, err)
	}
}

func TestTheUsualCost(t *testing.T) {
	h, err := Hash("correct horse")
	if err != nil || !strings.Contains(h, "$m=65536,t=3,p=4$") {
		t.Fatalf("%s %v", h, err)
	}
	if ok, err := Verify(h, "correct horse"); err != nil || !ok {
		t.Errorf("%v", err)
	}
}

func TestADamagedHashIsNoWrongPassword(t *testing.T) {
	good, err := NewPasswords(cheap()).Hash("x")
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"", "x", strings.Replace(good, "argon2id", "argon2i", 1), strings.Replace(good, "v=19", "v=16", 1),
		strings.Replace(good, "m=64", "m=4294967295", 1), strings.Replace(good, "m=64", "m=064", 1), strings.Replace(good, "t=1", "t=0", 1),
		strings.Replace(good, "p=1", "p=0", 1), good + "$", good[:strings.LastIndex(good, "$")+4], strings.Replace(good, "t=1", "t=1000000", 1)} {
		if ok, err := Verify(bad, "x"); ok || problem.KindOf(err) != problem.Damaged {
			t.Errorf("%q: %v %v", bad, ok, err)
		}
	}
}
