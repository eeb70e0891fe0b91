#!/usr/bin/env bash
# Runs every test: the arrows first, because they are quick and say most, then all packages under the race detector.
# Called by `make test` inside scripts/with-services.sh.
set -uo pipefail
cd "$(dirname "$0")/.."

tags=${TAGS:-sqlite_fts5,migrated_fynedo},ci
begin=$SECONDS
record=$(mktemp)
# Here the tests say what they saw, which the go command keeps to itself as long as they pass.
HUIYING_TEST_REPORT=$(mktemp)
export HUIYING_TEST_REPORT
# The race detector holds every test binary back for a second at its end.
export GORACE=atexit_sleep_ms=50
trap 'rm -f "$record" "$HUIYING_TEST_REPORT"' EXIT

if ! go test -count=1 -tags "$tags" ./internal/arrows; then
  echo "make test: FAILED. An arrow or a measure of the house is broken; the lines above name it and the reason."
  exit 1
fi
# Four packages at a time: many mostly wait, for a process that is killed or for a clock.
go test -race -tags "$tags" -count=1 -p 4 -timeout 20m ./... 2>&1 | tee "$record"
code=${PIPESTATUS[0]}
# The race detector makes painting ten times as slow and finds nothing there; screens are painted in a run without it.
if [ "$code" = 0 ]; then
  # shellcheck disable=SC2046
  go test -tags "$tags" -count=1 -p 4 -timeout 10m -run 'Paint|Picture|Fits' \
    $(grep -rlE --include='*_test.go' 'app/ui/gallery/gallerytest|^//go:build !race' ./app | xargs -n1 dirname | sort -u) 2>&1 | tee -a "$record"
  code=${PIPESTATUS[0]}
fi

passed=$(grep -c '^ok ' "$record")
spent=$((SECONDS - begin))
if [ "$code" != 0 ]; then
  failed=$(grep -cE '^FAIL[[:space:]]+[^[:space:]]' "$record")
  echo "make test: FAILED. $failed packages failed, $passed passed, in $((spent / 60)) min $((spent % 60)) s."
  exit 1
fi
cat "$HUIYING_TEST_REPORT"
echo "make test: all is well. $passed packages passed in $((spent / 60)) min $((spent % 60)) s."
