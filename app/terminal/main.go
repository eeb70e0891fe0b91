// Command terminal is the program without a window: the whole drill day, the stand-ins by themselves, pictures of every
// screen, and the verifiers and backups that work beside an open window.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"huiying/internal/problem"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// command is one word of the command line.
type command struct {
	name string
	say  string
	run  func(ctx context.Context, args []string, out io.Writer) error
}

func commands() []command {
	return []command{
		{"day", "演练一整天：建单位、登记、撰稿、审核、发布、答复、监测、核验", runDay},
		{"drill", "只开两个演练平台，供别的程序连接", runDrill},
		{"pictures", "把每一页画成图片：pictures 文件夹", runPictures},
		{"trail", "trail verify：核验留痕", runTrail},
		{"backup", "备份数据文件，窗口开着也可以", runBackup},
		{"version", "版本", runVersion},
	}
}

// run does one command and returns the exit code: 0 done, 1 a problem, 2 a wrong command line.
func run(ctx context.Context, args []string, out, errs io.Writer) int {
	if len(args) > 0 {
		for _, c := range commands() {
			if c.name != args[0] {
				continue
			}
			switch err := c.run(ctx, args[1:], out); {
			case err == nil:
				return 0
			case errors.Is(err, flag.ErrHelp), errors.Is(err, errUsage):
				_, _ = fmt.Fprintln(errs, err)
				return 2
			default:
				_, _ = fmt.Fprintln(errs, words(err))
				return 1
			}
		}
	}
	_, _ = fmt.Fprintln(errs, "回应 · 终端\n\n用法：huiying-terminal 命令 [选项]")
	for _, c := range commands() {
		_, _ = fmt.Fprintf(errs, "  %-10s %s\n", c.name, c.say)
	}
	return 2
}

var errUsage = errors.New("命令写得不对")

// words says an error of the terminal: those of the house in words for people, others as they are.
func words(err error) string {
	if k := problem.KindOf(err); k != problem.Internal {
		return problem.Words(err)
	}
	return err.Error()
}
