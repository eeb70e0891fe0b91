package vault

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"strings"

	"github.com/emmansun/gmsm/sm3"
)

const (
	keyLen  = 16 // SM4
	idLen   = 4
	maxKeys = 8
	// ringMark stands before the keys in a keyring entry or a key file.
	ringMark = "huiying-keys-1:"
)

var errRing = errors.New("vault: these are not keys of ours")

// master is one master key with the short name by which sealed secrets refer to it.
type master struct {
	id  [idLen]byte
	key Secret
}

// ring holds the master keys, the current one first. Older ones stay until every secret is sealed under the current one.
type ring []master

func newMaster() (master, error) {
	k := make([]byte, keyLen)
	if _, err := rand.Read(k); err != nil {
		return master{}, err
	}
	return nameKey(k), nil
}

func nameKey(k []byte) master {
	m := master{key: hide(k)}
	sum := sm3.Sum(append([]byte("huiying master key name"), k...))
	copy(m.id[:], sum[:])
	return m
}

func (r ring) find(id []byte) (master, bool) {
	for _, m := range r {
		if bytes.Equal(m.id[:], id) {
			return m, true
		}
	}
	return master{}, false
}

func (r ring) wipe() {
	for _, m := range r {
		m.key.Destroy()
	}
}

func (r ring) encode() []byte {
	var all []byte
	for _, m := range r {
		all = append(all, m.key.Reveal()...)
	}
	defer wipe(all)
	return []byte(ringMark + base64.StdEncoding.EncodeToString(all))
}

func decodeRing(b []byte) (ring, error) {
	text, ok := strings.CutPrefix(strings.TrimSpace(string(b)), ringMark)
	if !ok || strings.ContainsAny(text, "\r\n") { // which the decoder would skip
		return nil, errRing
	}
	all, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil || len(all) == 0 || len(all)%keyLen != 0 || len(all)/keyLen > maxKeys {
		return nil, errRing
	}
	defer wipe(all)
	var r ring
	for k := range len(all) / keyLen {
		m := nameKey(append([]byte(nil), all[k*keyLen:(k+1)*keyLen]...))
		if _, twice := r.find(m.id[:]); twice {
			return nil, errRing
		}
		r = append(r, m)
	}
	return r, nil
}
