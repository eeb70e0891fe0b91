package vault

import (
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"errors"

	"github.com/emmansun/gmsm/sm4"

	"huiying/internal/problem"
)

// A sealed secret, version 1:
//
//	"HYS" 1 | name of the master key (4) | nonce (12) | data key under the master key (16+16) | nonce (12) | secret under the data key (n+16)
//
// Both SM4-GCM layers authenticate the first eight bytes, the row id and the purpose, so that neither layer can be moved
// to another row, purpose or version.
const (
	sealMark  = "HYS\x01"
	headLen   = len(sealMark) + idLen
	nonceLen  = 12
	tagLen    = 16
	wrapLen   = nonceLen + keyLen + tagLen
	minSealed = headLen + wrapLen + nonceLen + tagLen
	maxSecret = 1 << 20
)

var (
	errShape  = errors.New("vault: not a sealed secret, or of another version")
	errNoKey  = errors.New("vault: the key of this secret is not here")
	errBroken = errors.New("vault: sealed for another row or purpose, or changed")
)

func aead(key []byte) (cipher.AEAD, error) {
	b, err := sm4.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(b)
}

// bound is what both layers authenticate: lengths keep id and purpose apart.
func bound(head []byte, id, purpose string) []byte {
	out := append([]byte(nil), head...)
	out = binary.BigEndian.AppendUint32(out, uint32(len(id)))
	out = append(out, id...)
	out = binary.BigEndian.AppendUint32(out, uint32(len(purpose)))
	return append(out, purpose...)
}

// lock appends a fresh nonce and the ciphertext to out.
func lock(out, key, plain, with []byte) ([]byte, error) {
	g, err := aead(key)
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, nonceLen)
	if _, err := rand.Read(nonce); err != nil {
		return nil, err
	}
	return g.Seal(append(out, nonce...), nonce, plain, with), nil
}

func unlock(key, box, with []byte) ([]byte, error) {
	g, err := aead(key)
	if err != nil {
		return nil, err
	}
	plain, err := g.Open(nil, box[:nonceLen], box[nonceLen:], with)
	if err != nil {
		return nil, errBroken
	}
	return plain, nil
}

func (m master) head() []byte { return append([]byte(sealMark), m.id[:]...) }

func (m master) seal(id, purpose string, secret []byte) ([]byte, error) {
	data := make([]byte, keyLen)
	if _, err := rand.Read(data); err != nil {
		return nil, err
	}
	defer wipe(data)
	with := bound(m.head(), id, purpose)
	out, err := lock(m.head(), m.key.Reveal(), data, with)
	if err != nil {
		return nil, err
	}
	return lock(out, data, secret, with)
}

// shape checks what can be checked without a key.
func shape(sealed []byte) error {
	if len(sealed) < minSealed || len(sealed) > minSealed+maxSecret || string(sealed[:len(sealMark)]) != sealMark {
		return errShape
	}
	return nil
}

func (r ring) open(id, purpose string, sealed []byte) ([]byte, error) {
	if err := shape(sealed); err != nil {
		return nil, err
	}
	head, box := sealed[:headLen], sealed[headLen:]
	m, ok := r.find(head[len(sealMark):])
	if !ok {
		return nil, errNoKey
	}
	with := bound(head, id, purpose)
	data, err := unlock(m.key.Reveal(), box[:wrapLen], with)
	if err != nil {
		return nil, err
	}
	defer wipe(data)
	return unlock(data, box[wrapLen:], with)
}

func unreadable(err error) error {
	if errors.Is(err, errNoKey) {
		return problem.Wrap(err, problem.Damaged, "这份授权是用另一把密钥加密的，本机打不开",
			"稿件、留言和记录不受影响", "请恢复原来的密钥，或重新授权这个账号")
	}
	return problem.Wrap(err, problem.Damaged, "存下的授权读不出来，内容和写入时不一样",
		"稿件、留言和记录不受影响", "请重新授权这个账号")
}
