// Command huiying is the desk of a government body's new-media office.
package main

import (
	"context"
	"os"

	"huiying/app/desktop"
)

func main() { os.Exit(desktop.Main(context.Background(), os.Args[1:])) }
