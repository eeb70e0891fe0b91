package main

import (
	"context"
	"flag"
	"fmt"
	"io"

	"huiying/internal/platforms/drill"
)

// runDrill serves the stand-ins until it is stopped. It prints the control address in a line of its own, for a program
// that waits for it.
func runDrill(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("drill", flag.ContinueOnError)
	flags.SetOutput(out)
	dir := flags.String("dir", "drill", "记录放在哪个文件夹")
	if err := flags.Parse(args); err != nil {
		return err
	}
	server, err := drill.Start(ctx, drill.Prepared(*dir))
	if err != nil {
		return err
	}
	a := server.Addresses()
	_, _ = fmt.Fprintf(out, "微信 %s\n微博 %s\n控制 %s\n", a.WeChat, a.Weibo, a.Control)
	<-ctx.Done()
	return server.Close()
}
