package vault

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/zalando/go-keyring"

	"huiying/internal/problem"
)

// Keyring keeps the keys in the computer's own keyring (Secret Service, Keychain, Credential Manager).
type Keyring struct {
	Service string // "huiying"
	Entry   string // one for each file of the program, its unit id for instance
}

// Name implements Source.
func (Keyring) Name() string { return "系统钥匙串" }

// Load implements Source; problem.Unavailable where no keyring answers, which is when a PassphraseFile is the way.
func (k Keyring) Load(ctx context.Context) (Secret, error) {
	text, err := pause(ctx, func() (string, error) { return keyring.Get(k.Service, k.Entry) })
	switch {
	case errors.Is(err, keyring.ErrNotFound):
		return Secret{}, missing(k)
	case err != nil:
		return Secret{}, noKeyring(ctx, err)
	}
	return SecretText(text), nil
}

// Save implements Source.
func (k Keyring) Save(ctx context.Context, keys Secret) error {
	_, err := pause(ctx, func() (struct{}, error) { return struct{}{}, keyring.Set(k.Service, k.Entry, string(keys.Reveal())) })
	if err != nil {
		return noKeyring(ctx, err)
	}
	return nil
}

func noKeyring(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return problem.Wrap(err, problem.Unavailable, "这台电脑的系统钥匙串用不了", "什么都没有改动", "请改用口令保护的密钥文件")
}

func missing(s Source) error {
	return problem.New(problem.Missing, s.Name()+"里还没有密钥", "稿件、留言和记录不受影响", "第一次使用请新建；原来有的请从备份恢复")
}

// DrillFile keeps the keys of a drill in a plain file. It must never be used for a real account: whoever reads the file
// reads the secrets.
type DrillFile struct{ Path string }

// Name implements Source.
func (DrillFile) Name() string { return "演练密钥文件" }

// Load implements Source.
func (d DrillFile) Load(ctx context.Context) (Secret, error) { return readKeys(ctx, d, d.Path) }

// Save implements Source.
func (d DrillFile) Save(ctx context.Context, keys Secret) error {
	return writeKeys(ctx, d.Path, append(append([]byte(nil), keys.Reveal()...), '\n'))
}

// PassphraseFile keeps the keys in a file, sealed under a passphrase.
type PassphraseFile struct {
	Path       string
	Passphrase Secret
	Cost       Cost // for Save; the zero Cost is Usual. Load takes what stands in the file
}

// MinPassphrase is how many characters a new passphrase needs.
const MinPassphrase = 8

// The file, version 1: "HYK" 1 | memory KiB (4) | time (4) | threads (1) | salt (16) | nonce (12) | keys under the passphrase (n+16).
// All before the nonce is authenticated.
const (
	fileMark = "HYK\x01"
	fileHead = len(fileMark) + 4 + 4 + 1 + saltLen
	maxFile  = 4096
)

// Name implements Source.
func (PassphraseFile) Name() string { return "密钥文件" }

// Load implements Source; a wrong passphrase is a problem.Invalid.
func (f PassphraseFile) Load(ctx context.Context) (Secret, error) {
	file, err := readKeys(ctx, f, f.Path)
	if err != nil {
		return Secret{}, err
	}
	b := file.Reveal()
	c, ok := fileCost(b)
	if !ok {
		return Secret{}, problem.New(problem.Damaged, "密钥文件读不通，可能只写了一半或被改过", "稿件、留言和记录不受影响",
			"请从备份恢复密钥文件；没有备份就要重新授权各账号")
	}
	plain, err := pause(ctx, func() ([]byte, error) {
		key := c.derive(f.Passphrase.Reveal(), b[fileHead-saltLen:fileHead], keyLen)
		defer wipe(key)
		return unlock(key, b[fileHead:], b[:fileHead])
	})
	switch {
	case errors.Is(err, errBroken):
		return Secret{}, problem.Wrap(err, problem.Invalid, "口令不对，密钥没有打开", "到点的稿件不会发出，仍在队列里",
			"请再输一次。注意大小写和输入法的全角半角")
	case err != nil:
		return Secret{}, err
	}
	return hide(plain), nil
}

// Save implements Source.
func (f PassphraseFile) Save(ctx context.Context, keys Secret) error {
	if len([]rune(string(f.Passphrase.Reveal()))) < MinPassphrase {
		return problem.New(problem.Invalid, fmt.Sprintf("口令不到 %d 位", MinPassphrase), "密钥没有改动", "请换一个更长的口令")
	}
	c := f.Cost
	if c == (Cost{}) {
		c = Usual()
	}
	if !c.sane() {
		return fmt.Errorf("vault: no sane cost: %+v", c)
	}
	head := []byte(fileMark)
	head = binary.BigEndian.AppendUint32(head, c.Memory)
	head = binary.BigEndian.AppendUint32(head, c.Time)
	head = append(head, c.Threads)
	salt := make([]byte, saltLen)
	if _, err := rand.Read(salt); err != nil {
		return err
	}
	head = append(head, salt...)
	b, err := pause(ctx, func() ([]byte, error) {
		key := c.derive(f.Passphrase.Reveal(), salt, keyLen)
		defer wipe(key)
		return lock(append([]byte(nil), head...), key, keys.Reveal(), head)
	})
	if err != nil {
		return err
	}
	return writeKeys(ctx, f.Path, b)
}

func fileCost(b []byte) (Cost, bool) {
	if len(b) < fileHead+nonceLen+tagLen || string(b[:len(fileMark)]) != fileMark {
		return Cost{}, false
	}
	n := b[len(fileMark):]
	c := Cost{Memory: binary.BigEndian.Uint32(n), Time: binary.BigEndian.Uint32(n[4:]), Threads: n[8]}
	return c, c.sane()
}
