package desktop

import (
	"context"
	"os"
	"path/filepath"

	"huiying/app/day"
	"huiying/app/house"
	"huiying/internal/platforms/drill"
	"huiying/internal/problem"
	"huiying/internal/vault"
)

// opened is an open house with what runs beside it.
type opened struct {
	house   *house.House
	server  *drill.Server // the stand-ins of a drill
	endLogs func()
}

func (o *opened) close() {
	if o.house != nil {
		_ = o.house.Close()
	}
	if o.server != nil {
		_ = o.server.Close()
	}
	if o.endLogs != nil {
		o.endLogs()
	}
}

// openHouse opens the data folder of a mode. keys is nil while a passphrase has yet to be typed: the house opens with its
// vault locked then, and nothing is sent.
func (p *program) openHouse(ctx context.Context, mode house.Mode, dir string, keys vault.Source) (o *opened, err error) {
	o = &opened{}
	defer func() {
		if err != nil {
			o.close()
			o = nil
		}
	}()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return o, problem.Wrap(err, problem.Unavailable, "建不了数据文件夹", "什么都没有写", "请检查 "+dir+" 的权限和磁盘空间")
	}
	log, end := logTo(dir)
	o.endLogs = end
	options := house.Options{Dir: dir, Mode: mode, Outside: p.outside, Keys: keys, Log: log}
	var seed drill.Seed
	if mode == house.Drill {
		if o.server, err = drill.Start(ctx, drill.Prepared(filepath.Join(dir, "platforms"))); err != nil {
			return o, err
		}
		if options.Outside, seed, err = house.StandIns(ctx, o.server.Control()); err != nil {
			return o, err
		}
		options.Keys = vault.DrillFile{Path: filepath.Join(dir, "vault.key")}
	}
	if o.house, err = house.Open(ctx, options); err != nil {
		return o, err
	}
	if err := o.house.Start(ctx); err != nil {
		return o, err
	}
	if mode == house.Drill {
		d := &day.Day{House: o.house, Drill: o.server.Control(), Seed: seed, Out: nowhere{}}
		if err := d.Prepare(ctx); err != nil {
			return o, err
		}
	}
	return o, nil
}

// nowhere is where the prepared unit says its steps.
type nowhere struct{}

func (nowhere) Write(b []byte) (int, error) { return len(b), nil }

// keySource is where the key of a unit's vault lies; nil when a person has to type a passphrase first.
func (f folders) keySource(c config) vault.Source {
	if c.Keys == "keyring" {
		return vault.Keyring{Service: appID, Entry: f.base}
	}
	return nil
}

func (f folders) passphrase(c config, typed string) vault.PassphraseFile {
	return vault.PassphraseFile{Path: filepath.Join(f.dirOf(c), "vault.key"), Passphrase: vault.SecretText(typed)}
}

// dirOf is the data folder that the config names, or the usual one of its mode.
func (f folders) dirOf(c config) string {
	if c.Dir != "" {
		return c.Dir
	}
	return f.data(c.Mode)
}
