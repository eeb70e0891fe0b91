package desktop

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"huiying/app/house"
	"huiying/internal/problem"
)

// config is all that lies outside the data file: how the program is run, where the file is, how the window looks. It is
// small enough to be written anew whole.
type config struct {
	Mode  house.Mode `json:"mode,omitempty"` // empty before the first run
	Dir   string     `json:"dir,omitempty"`
	Keys  string     `json:"keys,omitempty"` // "keyring" or "passphrase"
	Theme string     `json:"theme,omitempty"`
	Scale int        `json:"scale,omitempty"` // per cent
	Last  string     `json:"last,omitempty"`  // who signed in last
}

// folders are where this program keeps what. Base holds config.json; each mode has a data folder of its own below it
// unless the config names another.
type folders struct{ base string }

// base returns the folder of this program: the one given on the command line, or the system's place for it.
func base(given string) (folders, error) {
	if given != "" {
		abs, err := filepath.Abs(given)
		return folders{abs}, err
	}
	dir, err := os.UserConfigDir()
	if err != nil {
		return folders{}, problem.Wrap(err, problem.Unavailable, "找不到放数据的文件夹", "什么都没有写", "请用 --dir 指定一个文件夹")
	}
	return folders{filepath.Join(dir, "huiying")}, nil
}

func (f folders) data(m house.Mode) string { return filepath.Join(f.base, string(m)) }

func (f folders) read() (config, error) {
	var c config
	b, err := os.ReadFile(filepath.Join(f.base, "config.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	} else if err != nil {
		return c, problem.Wrap(err, problem.Unavailable, "读不出程序的设置", "数据没有动", "请检查 "+f.base+" 的权限")
	}
	if err := json.Unmarshal(b, &c); err != nil {
		return c, problem.Wrap(err, problem.Damaged, "程序的设置文件坏了", "数据没有动", "请删去 "+filepath.Join(f.base, "config.json")+" 再打开，会重新问一遍")
	}
	return c, nil
}

// write replaces the config in one step: a kill leaves the old one or the new one.
func (f folders) write(c config) error {
	b, err := json.MarshalIndent(c, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(f.base, 0o700); err != nil {
		return problem.Wrap(err, problem.Unavailable, "建不了数据文件夹", "设置没有存下", "请检查 "+f.base+" 的权限")
	}
	part := filepath.Join(f.base, "config.json.part")
	if err := os.WriteFile(part, b, 0o600); err != nil {
		return problem.Wrap(err, problem.Full, "设置没有写进去，磁盘可能满了", "原来的设置还在", "请腾出一些空间再试")
	}
	return os.Rename(part, filepath.Join(f.base, "config.json"))
}
