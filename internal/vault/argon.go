package vault

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"math"
	"strings"

	"golang.org/x/crypto/argon2"

	"huiying/internal/problem"
)

// Cost is how dear one Argon2id computation is.
type Cost struct {
	Memory  uint32 // KiB
	Time    uint32
	Threads uint8
}

// Usual is the cost of the program: a quarter of a second and 64 MiB on an office computer.
func Usual() Cost { return Cost{Memory: 64 << 10, Time: 3, Threads: 4} }

// The bounds of a cost that is read back from a file or a row: below, it protects nothing; above, it would hang the
// computer.
const (
	minMemory = 8
	maxMemory = 1 << 20
	maxTime   = 64
	saltLen   = 16
	hashLen   = 32
)

func (c Cost) sane() bool {
	return c.Threads >= 1 && c.Time >= 1 && c.Time <= maxTime &&
		c.Memory >= minMemory*uint32(c.Threads) && c.Memory <= maxMemory
}

// below tells whether c is cheaper than d in any respect.
func (c Cost) below(d Cost) bool {
	return c.Memory < d.Memory || c.Time < d.Time || c.Threads < d.Threads
}

func (c Cost) derive(password, salt []byte, n uint32) []byte {
	return argon2.IDKey(password, salt, c.Time, c.Memory, c.Threads, n)
}

// Passwords hashes people's passwords with Argon2id as PHC strings. It satisfies people.Hasher.
type Passwords struct{ cost Cost }

// NewPasswords returns Passwords of a cost; Usual is for the program, anything cheaper for tests.
func NewPasswords(c Cost) Passwords { return Passwords{cost: c} }

// Hash hashes a password at the Usual cost.
func Hash(password string) (string, error) { return NewPasswords(Usual()).Hash(password) }

// Verify tells whether password is the one that was hashed, whatever its cost.
func Verify(hash, password string) (bool, error) { return Passwords{}.Matches(hash, password) }

// Hash returns "$argon2id$v=19$m=…,t=…,p=…$salt$hash".
func (p Passwords) Hash(password string) (string, error) {
	if !p.cost.sane() {
		return "", fmt.Errorf("vault: no sane cost: %+v", p.cost)
	}
	salt := make([]byte, saltLen)
	if _, err := rand.Read(salt); err != nil {
		return "", err
	}
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, p.cost.Memory, p.cost.Time, p.cost.Threads,
		b64.EncodeToString(salt), b64.EncodeToString(p.cost.derive([]byte(password), salt, hashLen))), nil
}

// Matches compares in constant time, at the cost that stands in the hash. A hash that does not read is a
// problem.Damaged, not a wrong password.
func (Passwords) Matches(hash, password string) (bool, error) {
	c, salt, want, err := parse(hash)
	if err != nil {
		return false, problem.Wrap(err, problem.Damaged, "这个人的密码记录读不出来", "其他人不受影响", "请管理员为这个人重设密码")
	}
	return subtle.ConstantTimeCompare(want, c.derive([]byte(password), salt, uint32(len(want)))) == 1, nil
}

// Weak tells whether a hash is cheaper than p's own cost, so that it should be made anew at the next sign-in.
func (p Passwords) Weak(hash string) bool {
	c, _, _, err := parse(hash)
	return err != nil || c.below(p.cost)
}

func parse(hash string) (c Cost, salt, sum []byte, err error) {
	bad := fmt.Errorf("vault: not an argon2id hash")
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return c, nil, nil, bad
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.Memory, &c.Time, &c.Threads); err != nil || !c.sane() ||
		parts[3] != fmt.Sprintf("m=%d,t=%d,p=%d", c.Memory, c.Time, c.Threads) {
		return c, nil, nil, bad
	}
	b64 := base64.RawStdEncoding.Strict()
	if salt, err = b64.DecodeString(parts[4]); err != nil || len(salt) < 8 || len(salt) > math.MaxUint8 {
		return c, nil, nil, bad
	}
	if sum, err = b64.DecodeString(parts[5]); err != nil || len(sum) < 16 || len(sum) > math.MaxUint8 {
		return c, nil, nil, bad
	}
	return c, salt, sum, nil
}

// pause lets a long computation be given up: Argon2 itself cannot be stopped, so the caller leaves and the result is
// dropped.
func pause[T any](ctx context.Context, work func() (T, error)) (T, error) {
	type result struct {
		v   T
		err error
	}
	done := make(chan result, 1)
	go func() {
		v, err := work()
		done <- result{v, err}
	}()
	select {
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	case r := <-done:
		return r.v, r.err
	}
}
