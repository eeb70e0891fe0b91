#!/usr/bin/env bash
# The long form of the kill tests: HUIYING_KILLS random kills instead of the 40 of `make test`.
set -uo pipefail
cd "$(dirname "$0")/.."

export HUIYING_KILLS=${HUIYING_KILLS:-200}
record=$(mktemp)
trap 'rm -f "$record"' EXIT
go test -race -tags "${TAGS:-sqlite_fts5,migrated_fynedo},ci" -count=1 -p 1 -v -timeout 4h -run 'Kill' ./... 2>&1 |
  tee "$record" | grep --line-buffered -vE 'no tests to run|no test files|^PASS$'
[ "${PIPESTATUS[0]}" = 0 ] || { echo "make chaos: FAILED with $HUIYING_KILLS kills."; exit 1; }
ran=$(grep -c '^--- PASS: Test[A-Za-z0-9_]*Kill' "$record")
[ "$ran" -gt 0 ] || { echo "make chaos: no kill test ran."; exit 1; }
echo "make chaos: all is well. $ran kill tests with HUIYING_KILLS=$HUIYING_KILLS."
