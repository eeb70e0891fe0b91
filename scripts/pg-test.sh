#!/usr/bin/env bash
# A private PostgreSQL cluster for tests, in a temporary folder, reachable only through a socket in that folder.
#   scripts/pg-test.sh bin                      prints the folder of the server's programs (version 14 or later)
#   scripts/pg-test.sh start [--durable] OWNER  prints the folder of a running cluster; OWNER is the process it belongs to
#   scripts/pg-test.sh dsn FOLDER               prints how to connect to it
#   scripts/pg-test.sh stop FOLDER              stops it and removes the folder
set -euo pipefail

die() { printf '%s\n' "$*" >&2; exit 1; }

# The newest server on this computer, by the version that it reports itself.
find_bin() {
  local d v best=0 found=""
  for d in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql*/bin /usr/local/opt/postgresql*/bin \
    /usr/local/pgsql/bin "$(dirname "$(command -v initdb 2>/dev/null || echo /nowhere/initdb)")"; do
    [ -x "$d/initdb" ] && [ -x "$d/pg_ctl" ] && [ -x "$d/postgres" ] || continue
    v=$("$d/postgres" --version 2>/dev/null | sed -E 's/^[^0-9]*([0-9]+).*/\1/')
    if [ "${v:-0}" -ge 14 ] && [ "$v" -gt "$best" ]; then best=$v found=$d; fi
  done
  [ -n "$found" ] && printf '%s\n' "$found"
}

# initdb refuses to work as root; then the cluster belongs to the system's user for it.
account() {
  if [ "$(id -u)" != 0 ]; then return; fi
  if id -u postgres >/dev/null 2>&1; then echo postgres; else echo nobody; fi
}

as_server() {
  local who
  who=$(account)
  if [ -n "$who" ]; then (cd / && runuser -u "$who" -- "$@"); else "$@"; fi
}

# The socket's path must stay under 104 bytes, so it is /tmp and not TMPDIR, which is long on some systems.
base=/tmp/huiying-pg

# Clusters whose owner was killed are stopped and removed; nobody else can do it.
sweep() {
  local d pid
  for d in "$base".*; do
    [ -f "$d/owner" ] || continue
    pid=$(cat "$d/owner")
    if [ -n "$pid" ] && ! kill -0 "$pid" 2>/dev/null && [ ! -d "/proc/$pid" ]; then stop "$d"; fi
  done
}

start() {
  local bin dir durable=off
  if [ "${1:-}" = --durable ]; then durable=on; shift; fi
  [ -n "${1:-}" ] || die "usage: scripts/pg-test.sh start [--durable] OWNER"
  bin=$(find_bin) || die "No PostgreSQL of version 14 or later was found. Install it (Debian, Ubuntu: apt-get install postgresql), then run this again."
  sweep
  dir=$(mktemp -d "$base.XXXXXX")
  echo "$1" >"$dir/owner"
  : >"$dir/log"
  [ "$(id -u)" != 0 ] || chown -R "$(account)" "$dir"
  if ! as_server "$bin/initdb" -D "$dir/data" -U huiying --auth=trust --encoding=UTF8 --locale=C --no-sync >"$dir/log" 2>&1; then
    tail -n 20 "$dir/log" >&2
    stop "$dir"
    die "The test cluster of PostgreSQL could not be created; its own words are above."
  fi
  # No TCP. Without fsync: a cluster that is thrown away after the tests has nothing to survive a power cut for, and
  # locks, isolation and errors are the same; measurements ask for --durable. Memory from files: /dev/shm may be missing
  # or tiny. The time zone is that of the offices, so that a time stored without one shows at once.
  cat >>"$dir/data/postgresql.conf" <<CONF
listen_addresses = ''
unix_socket_directories = '$dir'
unix_socket_permissions = 0700
max_connections = 200
dynamic_shared_memory_type = mmap
fsync = $durable
full_page_writes = $durable
timezone = 'Asia/Shanghai'
CONF
  if ! as_server "$bin/pg_ctl" -D "$dir/data" -l "$dir/log" -w -t 60 start </dev/null >/dev/null 2>&1; then
    tail -n 20 "$dir/log" >&2
    stop "$dir"
    die "The test cluster of PostgreSQL did not start; its own words are above."
  fi
  printf '%s\n' "$dir"
}

dsn() { printf 'host=%s port=5432 user=huiying dbname=postgres sslmode=disable\n' "$1"; }

stop() {
  local bin
  case $1 in "$base".*) ;; *) die "$1 is no cluster of this script" ;; esac
  if [ -f "$1/data/postmaster.pid" ] && bin=$(find_bin); then
    as_server "$bin/pg_ctl" -D "$1/data" -m immediate -w -t 30 stop >/dev/null 2>&1 || true
  fi
  rm -rf "$1"
}

case ${1:-} in
  bin) find_bin ;;
  start) shift; start "$@" ;;
  dsn | stop) "$1" "${2:?a folder is needed}" ;;
  *) die "usage: scripts/pg-test.sh bin | start [--durable] OWNER | dsn FOLDER | stop FOLDER" ;;
esac
