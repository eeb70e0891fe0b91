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
	options := house.Options{Dir: dir, Mode: mode, Outside: p.outside, Keys: keys, Log: log, Passwords: p.passwords}
	var seed drill.Seed
	if mode == house.Drill {
		options.Keys = vault.DrillFile{Path: filepath.Join(dir, "vault.key")}
		options.Ready = func(ctx context.Context) (at house.Outside, err error) {
			if o.server, err = drill.Start(ctx, drill.Prepared(filepath.Join(dir, "platforms"))); err != nil {
				return at, err
			}
			at, seed, err = house.StandIns(ctx, o.server.Control())
			return at, err
		}
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

// shut closes the house that is open, if one is.
func (p *program) shut() {
	if p.open != nil {
		p.open.close()
		p.open = nil
	}
}

// nowhere is where the prepared unit says its steps.
type nowhere struct{}

func (nowhere) Write(b []byte) (int, error) { return len(b), nil }
