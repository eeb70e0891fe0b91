package desktop

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"huiying/app/house"
	"huiying/internal/problem"
	"huiying/internal/store/disk"
	"huiying/internal/vault"
)

// config is all that lies outside the data file: how the program is run, where the file is, how the window looks. It is
// small enough to be written anew whole.
type config struct {
	Mode  house.Mode `json:"mode,omitempty"` // empty before the first run
	Dir   string     `json:"dir,omitempty"`
	Keys  string     `json:"keys,omitempty"` // byKeyring or byPassphrase
	Theme string     `json:"theme,omitempty"`
	Scale int        `json:"scale,omitempty"` // per cent
	Last  string     `json:"last,omitempty"`  // who signed in last
}

// Where the key of a unit's vault lies.
const (
	byKeyring    = "keyring"
	byPassphrase = "passphrase"
)

// folders are where this program keeps what. Base holds config.json; each mode has a data folder of its own below it
// unless the config names another.
type folders struct {
	base string
	cost vault.Cost // of a passphrase; the zero is the usual
}

// base returns the folder of this program: the one given on the command line, or the system's place for it.
func base(given string) (folders, error) {
	if given != "" {
		abs, err := filepath.Abs(given)
		return folders{base: abs}, err
	}
	dir, err := os.UserConfigDir()
	if err != nil {
		return folders{}, problem.Wrap(err, problem.Unavailable, "找不到放数据的文件夹", "什么都没有写", "请用 --dir 指定一个文件夹")
	}
	return folders{base: filepath.Join(dir, "huiying")}, nil
}

func (f folders) data(m house.Mode) string { return filepath.Join(f.base, string(m)) }

func (f folders) file() string { return filepath.Join(f.base, "config.json") }

func (f folders) read() (config, error) {
	var c config
	b, err := os.ReadFile(f.file())
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	} else if err != nil {
		return c, problem.Wrap(err, problem.Unavailable, "读不出程序的设置", "数据没有动", "请检查 "+f.base+" 的权限")
	}
	if err := json.Unmarshal(b, &c); err != nil {
		return config{}, problem.Wrap(err, problem.Damaged, "程序的设置文件坏了", "数据没有动", "可以另起一份设置，坏的那份改名留着")
	}
	return c, nil
}

// write replaces the config in one step: a kill or a power cut leaves the old one or the new one.
func (f folders) write(c config) error {
	b, err := json.MarshalIndent(c, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(f.base, 0o700); err != nil {
		return problem.Wrap(err, problem.Unavailable, "建不了数据文件夹", "设置没有存下", "请检查 "+f.base+" 的权限")
	}
	part, err := os.CreateTemp(f.base, "config-*.part")
	if err != nil {
		return unwritten(err)
	}
	if _, err := part.Write(b); err != nil {
		_ = part.Close()
		_ = os.Remove(part.Name())
		return unwritten(err)
	}
	if err := disk.Commit(part, f.file(), 0o600); err != nil {
		return unwritten(err)
	}
	if err := disk.SyncDir(f.base); err != nil {
		return unwritten(err)
	}
	return nil
}

func unwritten(err error) error {
	if disk.Full(err) {
		return problem.Wrap(err, problem.Full, "磁盘满了，设置没有写进去", "原来的设置还在", "请腾出一些空间再试")
	}
	return problem.Wrap(err, problem.Unavailable, "设置没有写进去", "原来的设置还在", "请看文件夹是否还在、您是否有权写它")
}

// setAside gives a config that cannot be read another name, so that the next reading finds none.
func (f folders) setAside(now time.Time) error {
	err := os.Rename(f.file(), f.file()+".damaged-"+now.UTC().Format("20060102T150405"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return problem.Wrap(err, problem.Unavailable, "坏掉的设置文件改不了名", "数据没有动", "请检查 "+f.base+" 的权限")
	}
	return nil
}

// keySource is where the key of a unit's vault lies; nil when a person has to type a passphrase first.
func (f folders) keySource(c config) vault.Source {
	if c.Keys == byKeyring {
		return vault.Keyring{Service: appID, Entry: f.base}
	}
	return nil
}

func (f folders) passphrase(c config, typed string) vault.PassphraseFile {
	return vault.PassphraseFile{Path: f.keyFile(c), Passphrase: vault.SecretText(typed), Cost: f.cost}
}

func (f folders) keyFile(c config) string { return filepath.Join(f.dirOf(c), "vault.key") }

// guess is the config of a unit that is there and of which no config speaks: it was lost, or the program ended between
// founding the unit and writing it.
func (f folders) guess(c config) config {
	c.Mode, c.Dir, c.Keys = house.Solo, "", byKeyring
	if _, err := os.Stat(f.keyFile(c)); err == nil {
		c.Keys = byPassphrase
	}
	return c
}

// dirOf is the data folder that the config names, or the usual one of its mode.
func (f folders) dirOf(c config) string {
	if c.Dir != "" {
		return c.Dir
	}
	return f.data(c.Mode)
}
