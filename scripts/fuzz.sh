#!/usr/bin/env bash
# Runs every fuzz test of the module for a while, one after the other (the go command takes one at a time).
#   FUZZTIME=60s scripts/fuzz.sh
set -euo pipefail
cd "$(dirname "$0")/.."

found=$(grep -rEo --include='*_test.go' '^func Fuzz[A-Za-z0-9_]*' . | sort) || {
  echo "make fuzz: there is no fuzz test in this module." >&2
  exit 1
}
while IFS=: read -r file name; do
  name=${name#func }
  echo "== $(dirname "$file") $name"
  go test -tags "${TAGS:-sqlite_fts5,migrated_fynedo},ci" -run '^$' -fuzz "^$name\$" -fuzztime "${FUZZTIME:-60s}" "$(dirname "$file")"
done <<<"$found"
