#!/usr/bin/env bash
# Runs a command with a private PostgreSQL cluster and a private screen, and takes both away afterwards, also when the
# command fails or is interrupted.
#   scripts/with-services.sh [--durable] COMMAND...
# The command finds HUIYING_TEST_POSTGRES (how to connect) and DISPLAY (an Xvfb with a window manager).
set -uo pipefail
cd "$(dirname "$0")/.."

durable=()
if [ "${1:-}" = --durable ]; then durable=(--durable); shift; fi

cluster="" xvfb="" manager="" running="" shed=$(mktemp -d)
cleanup() {
  trap - EXIT INT TERM HUP
  [ -z "$running" ] || kill -TERM -- "-$running" 2>/dev/null
  [ -z "$manager" ] || kill "$manager" 2>/dev/null
  [ -z "$xvfb" ] || kill "$xvfb" 2>/dev/null
  [ -z "$cluster" ] || scripts/pg-test.sh stop "$cluster"
  wait 2>/dev/null
  rm -rf "$shed"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

cluster=$(scripts/pg-test.sh start ${durable[@]+"${durable[@]}"} $$) || exit 1
HUIYING_TEST_POSTGRES=$(scripts/pg-test.sh dsn "$cluster")
export HUIYING_TEST_POSTGRES

# Xvfb takes the first free display by itself and says which; locks that a killed server left behind do not matter.
mkfifo "$shed/number"
Xvfb -displayfd 3 -screen 0 1366x768x24 -nolisten tcp -noreset 3<>"$shed/number" >"$shed/xvfb.log" 2>&1 &
xvfb=$!
if ! read -r -t 30 number <>"$shed/number"; then
  cat "$shed/xvfb.log" >&2
  echo "Xvfb did not start; its own words are above. Nothing was tested." >&2
  exit 1
fi
export DISPLAY=:$number
# Nothing of the developer's own session is touched: no bus, no keyring, no settings, no files of the real program.
unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS
GOENV=$(go env GOENV)
mkdir -m 700 "$shed/run"
export GOENV XDG_RUNTIME_DIR="$shed/run" XDG_CONFIG_HOME="$shed/config" XDG_DATA_HOME="$shed/data"
# Without a DRM device Mesa paints in software; saying so spares it the search.
export LIBGL_ALWAYS_SOFTWARE=1
openbox >"$shed/openbox.log" 2>&1 &
manager=$!

# In a process group of its own, so that an interruption reaches the tests and everything that they started.
set -m
"$@" </dev/null &
running=$!
set +m
wait "$running"
code=$?
running=""
exit "$code"
