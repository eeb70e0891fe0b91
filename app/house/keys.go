package house

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"huiying/internal/people"
	"huiying/internal/problem"
	"huiying/internal/trail"
	"huiying/internal/vault"
)

// openVault opens the vault where no person has to type for it; otherwise it stays locked and nothing is armed. A first key
// is made only while nothing is sealed: a new one beside the secrets of a lost one would lose them without a word. What
// stands in the way of a key that is gone is in NoKey, and the house opens locked.
func (h *House) openVault(ctx context.Context) error {
	if h.keys == nil {
		return nil
	}
	v, err := vault.Open(ctx, h.keys)
	switch problem.KindOf(err) {
	case problem.Missing:
		any, err := h.sealed(ctx)
		if err != nil {
			return err
		}
		if any {
			h.NoKey = problem.New(problem.Missing, "密钥不见了，"+h.keys.Name()+"里没有", "数据完好，没有改动；到点的稿件和答复不会发出",
				"请找回密钥，比如登录平时用的系统账户；找不回来，可以另做一把，再给各个账号重新授权")
			return nil
		}
		return h.newKey(ctx)
	case problem.Damaged: // the key, not the data: no backup of the data helps
		return problem.Wrap(err, problem.Unavailable, "密钥读不出来了", "数据文件完好，没有改动", "请找回密钥文件 vault.key；找不回来，就要给各个账号重新授权")
	}
	if err != nil {
		return err
	}
	h.Vault = v
	return nil
}

// sealed tells whether the data hold any secret that a key was used for.
func (h *House) sealed(ctx context.Context) (bool, error) {
	n := 0
	_, err := h.Store.One(ctx, []any{&n}, "SELECT count(*) FROM secrets")
	return n > 0, err
}

func (h *House) newKey(ctx context.Context) error {
	if _, err := vault.Create(ctx, h.keys); err != nil {
		return err
	}
	return h.Vault.Unlock(ctx, h.keys)
}

// FindKey looks again for a key that was gone, where no person has to type for it.
func (h *House) FindKey(ctx context.Context) error {
	if h.keys == nil {
		return problem.New(problem.Missing, "密钥要用口令打开", "什么都没有改动", "请输入口令")
	}
	return h.Unlock(ctx, h.keys)
}

// ReplacePassphrase makes a new key under a new passphrase in the place of one whose passphrase is forgotten or whose file is
// lost. The old file stays beside it under another name. What the old key sealed stays unreadable: each account has to be
// authorised anew.
func (h *House) ReplacePassphrase(ctx context.Context, fresh vault.PassphraseFile) error {
	if h.keys != nil || !h.Vault.Locked() {
		return problem.New(problem.Conflict, "密钥没有用口令保管，或者已经打开，不用另做", "什么都没有改动", "")
	}
	at := fresh.Path
	aside := at + "." + h.Clock.Now().UTC().Format("20060102T150405Z")
	fresh.Path = at + ".new"
	if err := os.Remove(fresh.Path); err != nil && !errors.Is(err, fs.ErrNotExist) { // of a try that was cut short
		return notReplaced(err)
	}
	if _, err := vault.Create(ctx, fresh); err != nil {
		return err
	}
	if err := os.Rename(at, aside); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return notReplaced(err)
	}
	if err := os.Rename(fresh.Path, at); err != nil {
		return notReplaced(err)
	}
	fresh.Path = at
	if err := h.Unlock(ctx, fresh); err != nil {
		return err
	}
	return h.work.Do(ctx, func(ctx context.Context) error {
		return h.Trail.Record(people.With(ctx, people.System("登录前")), "另做密钥", trail.On{Kind: "file", ID: filepath.Base(at)}, map[string]string{"kept": filepath.Base(aside)})
	})
}

func notReplaced(err error) error {
	return problem.Wrap(err, problem.Unavailable, "密钥文件换不了", "原来的密钥文件没有丢", "请检查数据文件夹的权限和磁盘空间")
}

// ReplaceKey makes a new key in the place of one that is lost for good. What the old one sealed stays unreadable: each
// account has to be authorised anew.
func (h *House) ReplaceKey(ctx context.Context) error {
	if h.NoKey == nil || !h.Vault.Locked() {
		return problem.New(problem.Conflict, "密钥还在，不用另做", "什么都没有改动", "")
	}
	if _, err := vault.Create(ctx, h.keys); err != nil {
		return err
	}
	return h.Unlock(ctx, h.keys)
}
