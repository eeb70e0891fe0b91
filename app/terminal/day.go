package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"

	"huiying/app/day"
	"huiying/app/house"
	"huiying/internal/platforms/drill"
	"huiying/internal/problem"
	"huiying/internal/vault"
)

func runDay(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("day", flag.ContinueOnError)
	flags.SetOutput(out)
	dir := flags.String("dir", "", "数据文件夹；不写就用一个临时的，用完删去")
	control := flags.String("drill", "", "演练平台的控制地址；不写就自己开")
	pictures := flags.String("pictures", "", "演练完把每一页画进这个文件夹")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *dir == "" {
		tmp, err := os.MkdirTemp("", "huiying-day-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(tmp)
		*dir = tmp
	}
	if err := invented(*dir); err != nil {
		return err
	}
	c := drill.NewControl(*control, nil)
	if *control == "" {
		server, err := drill.Start(ctx, drill.Prepared(filepath.Join(*dir, "platforms")))
		if err != nil {
			return err
		}
		defer server.Close()
		c = server.Control()
	}
	return wholeDay(ctx, *dir, c, *pictures, out)
}

// dayLog lies in every folder of a day, from before its unit is there.
const dayLog = "day.log"

// invented refuses a folder with a unit that no day has founded: its people would find an invented day among their work.
func invented(dir string) error {
	if _, err := os.Stat(filepath.Join(dir, house.File)); err != nil {
		return nil //nolint:nilerr // nothing is there, or opening says why it cannot be read
	}
	if _, err := os.Stat(filepath.Join(dir, dayLog)); err == nil {
		return nil
	}
	return problem.New(problem.Forbidden, "这个文件夹里是一个单位的数据", "什么都没有动", "演示用的一天请另选一个空文件夹，或者不写 --dir")
}

func wholeDay(ctx context.Context, dir string, control *drill.Control, pictures string, out io.Writer) error {
	outside, seed, err := house.StandIns(ctx, control)
	if err != nil {
		return err
	}
	logs, err := os.OpenFile(filepath.Join(dir, dayLog), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer logs.Close()
	h, err := house.Open(ctx, house.Options{Dir: dir, Mode: house.Solo, Outside: outside, Log: slog.New(slog.NewTextHandler(logs, nil)),
		Keys: vault.DrillFile{Path: filepath.Join(dir, "vault.key")},
		// Its people are invented and their passwords known: nothing is gained by hashing them dearly.
		Passwords: vault.Cost{Memory: 1 << 10, Time: 1, Threads: 1}})
	if err != nil {
		return err
	}
	defer h.Close()
	if err := h.Start(ctx); err != nil {
		return err
	}
	d := &day.Day{House: h, Drill: control, Seed: seed, Out: out}
	if err := d.Run(ctx); err != nil {
		return err
	}
	if err := d.Tally(ctx); err != nil || pictures == "" {
		return err
	}
	n, err := paint(ctx, h, pictures)
	if err == nil {
		_, _ = fmt.Fprintf(out, "\n%d 张图画好了，在 %s\n", n, pictures)
	}
	return err
}
