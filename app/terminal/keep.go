package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"runtime/debug"
	"time"

	"huiying/app/house"
	"huiying/internal/store/sqlite"
	"huiying/internal/store/sqlstore/core"
	"huiying/internal/trail"
)

// runTrail verifies the trail of a data folder, beside an open window.
func runTrail(ctx context.Context, args []string, out io.Writer) error {
	if len(args) == 0 || args[0] != "verify" {
		return fmt.Errorf("%w：trail verify --dir 数据文件夹", errUsage)
	}
	dir, err := folder("trail verify", args[1:], out)
	if err != nil {
		return err
	}
	s, err := sqlite.OpenRead(ctx, filepath.Join(dir, house.File))
	if err != nil {
		return err
	}
	defer s.Close()
	r, err := trail.Verify(ctx, core.NewTrail(s.DB))
	if err != nil {
		return err
	}
	zone := time.FixedZone("Asia/Shanghai", 8*3600)
	_, _ = fmt.Fprintf(out, "留痕 %d 条，首尾相接，没有改动。\n从 %s 到 %s\n最后一条的封印 %s\n", r.Entries,
		r.First.In(zone).Format("2006-01-02 15:04:05"), r.Last.In(zone).Format("2006-01-02 15:04:05"), r.Head)
	return nil
}

// runBackup copies the data file of a folder and its media into its backups, beside an open window.
func runBackup(ctx context.Context, args []string, out io.Writer) error {
	dir, err := folder("backup", args, out)
	if err != nil {
		return err
	}
	s, err := sqlite.OpenRead(ctx, filepath.Join(dir, house.File))
	if err != nil {
		return err
	}
	defer s.Close()
	c, err := house.Copy(ctx, dir, s, time.Now())
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintf(out, "备份好了：%s（%d 字节）\n", c.Path, c.Size)
	return nil
}

func folder(name string, args []string, out io.Writer) (string, error) {
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	flags.SetOutput(out)
	dir := flags.String("dir", "", "数据文件夹")
	if err := flags.Parse(args); err != nil {
		return "", err
	}
	if *dir == "" {
		return "", fmt.Errorf("%w：%s 要写 --dir 数据文件夹", errUsage, name)
	}
	return *dir, nil
}

func runVersion(_ context.Context, _ []string, out io.Writer) error {
	info, ok := debug.ReadBuildInfo()
	version := "开发版"
	if ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" && len(s.Value) >= 12 {
				version = s.Value[:12]
			}
		}
	}
	_, err := fmt.Fprintln(out, "回应", version, info.GoVersion)
	return err
}
