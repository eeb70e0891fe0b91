#!/usr/bin/env bash
# Runs every test: the arrows first, because they are quick and say most, then all packages under the race detector.
# Called by `make test` inside scripts/with-services.sh.
#
# The test programs stay in .cache/tests, where the go command links anew only what has changed: linking a hundred of them in
# every run took a quarter of its time. They are run as the go command runs them, each in the folder of its package, every time.
set -uo pipefail
cd "$(dirname "$0")/.."

tags=${TAGS:-sqlite_fts5,migrated_fynedo},ci
programs=.cache/tests
begin=$SECONDS
shed=$(mktemp -d)
trap 'rm -rf "$shed"' EXIT
# Here the tests say what they saw, which is told when all of them passed.
export HUIYING_TEST_REPORT=$shed/report
# The race detector holds every test program back for a second at its end.
export GORACE=atexit_sleep_ms=50
export shed
touch "$shed/record" "$HUIYING_TEST_REPORT"

# link NAME [FLAG...] links the tests of the packages on standard input, an import path a line, and writes program, import path
# and folder to $shed/NAME. A program is named by the last word of its import path; packages that share it go into
# folders of their own.
link() {
  local name=$1 folder
  shift
  awk -v into="$programs/$name" '{ n = split($1, w, "/"); print into "/" seen[w[n]]++ "/" w[n] ".test", $1, "." substr($1, length("huiying") + 1) }' >"$shed/$name"
  for folder in $(cut -d' ' -f1 "$shed/$name" | xargs -n1 dirname | sort -u); do
    mkdir -p "$folder"
    awk -v folder="$folder/" 'index($1, folder) == 1 { print $2 }' "$shed/$name" |
      xargs go test -c -tags "$tags" -ldflags '-s -w' -o "$folder/" "$@" || return 1
  done
}

# one PROGRAM PACKAGE FOLDER runs the tests of a package, with the flags in $flags, and tells of it in the words of the go command.
one() {
  local program=$PWD/$1 said spent
  said=$(mktemp "$shed/said.XXXXXX")
  TIMEFORMAT=%R
  # shellcheck disable=SC2086
  if spent=$({ time (cd "$3" && "$program" -test.paniconexit0 $flags >"$said" 2>&1); } 2>&1); then
    printf 'ok  \t%s\t%ss\n' "$2" "$spent"
  else
    printf 'FAIL\t%s\t%ss\n' "$2" "$spent"
    (cat "$said" && printf 'FAIL\t%s\n\n' "$2") >"$shed/failed.$$"
    return 1
  fi
}
export -f one

# run NAME FLAGS runs what link wrote, four at a time: many mostly wait, for a process that is killed or for a clock. What took
# longest the last time goes first, so that nothing long is left alone at the end.
run() {
  local last=$programs/$1.took code
  touch "$last"
  flags=$2
  export flags
  awk -v last="$last" 'BEGIN { while ((getline line < last) > 0) { split(line, w, "\t"); took[w[2]] = w[3] + 0 } }
    { print ($2 in took ? took[$2] : 1000), $0 }' "$shed/$1" | sort -rn -k1,1 | cut -d' ' -f2- |
    xargs -P 4 -L 1 bash -c 'one "$@"' one 2>&1 | tee "$shed/ran"
  code=${PIPESTATUS[3]}
  cat "$shed/ran" >>"$shed/record"
  cat "$shed"/failed.* 2>/dev/null
  [ "$code" = 0 ] && cp "$shed/ran" "$last"
  return "$code"
}

packages='{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}}{{end}}'
everything() {
  if ! go test -race -count=1 -tags "$tags" ./internal/arrows | tee -a "$shed/record"; then
    echo "An arrow or a measure of the house is broken; the lines above name it and the reason."
    return 1
  fi
  go vet -tags "$tags" ./... || return 1
  go list -race -tags "$tags" -f "$packages" ./... | grep -v '^huiying/internal/arrows$' | link race -race || return 1
  # Tests of the window side by side mostly wait for one another's keys.
  run race '-test.timeout=20m -test.parallel=6' || return 1
  # The race detector makes painting ten times as slow and finds nothing there; screens are painted in a run without it.
  grep -rlE --include='*_test.go' 'app/ui/gallery/gallerytest|^//go:build !race' ./app | xargs -n1 dirname | sort -u |
    xargs go list -tags "$tags" -f "$packages" | link painted || return 1
  run painted '-test.timeout=10m -test.run=Paint|Picture|Fits'
}

everything
code=$?
passed=$(grep -c '^ok ' "$shed/record")
spent=$((SECONDS - begin))
if [ "$code" != 0 ]; then
  echo "make test: FAILED. $(grep -cE '^FAIL[[:space:]]+huiying' "$shed/record") packages failed, $passed passed, in $((spent / 60)) min $((spent % 60)) s."
  exit 1
fi
cat "$HUIYING_TEST_REPORT"
echo "make test: all is well. $passed packages passed in $((spent / 60)) min $((spent % 60)) s."
