# Two commands for everybody:   make run   and   make test
# The rest is for those who work on the program:
#   build      both programs into bin/           bench      timings; never part of make test
#   lint       golangci-lint, pinned             chaos      200 kills instead of 40
#   pictures   every screen into out/            fuzz       every fuzz test, FUZZTIME each
#   windows    cross build into bin/, tried      clean      what was built and written
#              under Wine where there is one

# One set of tags, settled: a changed flag compiles Fyne and SQLite again, which takes minutes.
# sqlite_fts5 is full-text search in mattn/go-sqlite3; migrated_fynedo says that goroutines call Fyne through fyne.Do.
TAGS := sqlite_fts5,migrated_fynedo
LINT := v2.15.0

# A copy whose git history cannot be read (another owner, an archive) builds all the same, without the revision.
VCS := $(shell git status >/dev/null 2>&1 && echo auto || echo false)

# SQLite and the window are C; with a C compiler just installed Go must not have decided otherwise.
export CGO_ENABLED = 1
export TAGS
# A bare shell may have no HOME; the go command needs a place for its caches.
ifeq ($(HOME),)
export HOME := $(CURDIR)/.cache/home
endif
# Go finds its own library through /proc; a chroot without it needs to be told.
ifeq ($(shell uname)$(wildcard /proc/self),Linux)
export GOROOT := $(patsubst %/bin/go,%,$(realpath $(shell command -v go)))
endif

.PHONY: run test build window window-under-test terminal lint bench chaos fuzz pictures windows clean
.NOTPARALLEL:

run:
	@scripts/setup.sh run
	@$(MAKE) --no-print-directory build
	@scripts/run.sh

test:
	@scripts/setup.sh test
	@$(MAKE) --no-print-directory build window-under-test
	@HUIYING_TEST_WINDOW="$(CURDIR)/bin/window.test" HUIYING_TEST_TERMINAL="$(CURDIR)/bin/huiying-terminal" \
		scripts/with-services.sh scripts/test.sh

build: terminal window

# The tests of the window as a program of its own: without the tag ci it opens real windows, which the tests drive.
window-under-test:
	go test -c -buildvcs=$(VCS) -tags $(TAGS) -o bin/window.test ./app/desktop

window:
	go build -buildvcs=$(VCS) -tags $(TAGS) -o bin/huiying .

terminal:
	go build -buildvcs=$(VCS) -tags $(TAGS) -o bin/huiying-terminal ./app/terminal

pictures:
	@scripts/setup.sh run
	@$(MAKE) --no-print-directory terminal
	bin/huiying-terminal pictures out

# Timings are printed beside those of the disk and never fail a build; the cluster writes through to the disk here.
bench:
	@scripts/setup.sh test
	@$(MAKE) --no-print-directory window-under-test
	HUIYING_TEST_WINDOW="$(CURDIR)/bin/window.test" scripts/with-services.sh --durable go test -tags $(TAGS),ci -run '^$$' -bench . -benchmem -p 1 -timeout 2h ./...

chaos:
	@scripts/setup.sh test
	@$(MAKE) --no-print-directory build window-under-test
	@HUIYING_TEST_WINDOW="$(CURDIR)/bin/window.test" HUIYING_TEST_TERMINAL="$(CURDIR)/bin/huiying-terminal" \
		scripts/with-services.sh scripts/chaos.sh

fuzz:
	@scripts/setup.sh test
	scripts/with-services.sh scripts/fuzz.sh

lint: .cache/bin/golangci-lint-$(LINT)
	.cache/bin/golangci-lint-$(LINT) run ./...

.cache/bin/golangci-lint-$(LINT):
	@mkdir -p .cache/bin
	GOBIN="$(CURDIR)/.cache/bin" go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(LINT)
	@mv .cache/bin/golangci-lint $@

windows:
	@scripts/setup.sh windows
	GOOS=windows GOARCH=amd64 CC=x86_64-w64-mingw32-gcc go build -buildvcs=$(VCS) -tags $(TAGS) -ldflags -H=windowsgui -o bin/huiying.exe .
	GOOS=windows GOARCH=amd64 CC=x86_64-w64-mingw32-gcc go build -buildvcs=$(VCS) -tags $(TAGS) -o bin/huiying-terminal.exe ./app/terminal
	@scripts/wine.sh

clean:
	rm -rf bin out .cache/tests
