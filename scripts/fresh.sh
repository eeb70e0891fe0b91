#!/usr/bin/env bash
# Tries the two commands as a newcomer would: in a fresh debootstrap of Debian with nothing but git, make and Go, twice.
# Needs root, debootstrap and the network. Nothing of this computer is visible inside but what is named here:
#   FRESH_DIR     folder for the system (default: a new one in /var/tmp); kept when the trial fails or FRESH_KEEP=1
#   FRESH_SUITE   Debian release (default bookworm)        FRESH_MIRROR  where its packages come from
#   FRESH_GO      Go toolchain, shown read-only at /usr/local/go (default: the one in use)
#   FRESH_PROXY   GOPROXY inside; a module cache to read from is file:///modules/cache/download with FRESH_MODULES
#   FRESH_MODULES folder shown read-only at /modules        FRESH_CA      certificates to trust in addition (a PEM file)
#   FRESH_STEPS   what is run, separated by commas (default "make test,make run,make test,make run")
set -euo pipefail
top=$(cd "$(dirname "$0")/.." && pwd)

if [ "${1:-}" != inside-namespace ]; then
  [ "$(id -u)" = 0 ] || { echo "debootstrap and chroot need root: run this as root." >&2; exit 1; }
  command -v debootstrap >/dev/null || { echo "debootstrap is missing: apt-get install debootstrap" >&2; exit 1; }
  # A mount namespace of its own: whatever happens, no mount is left behind.
  exec unshare --mount --propagation private "$0" inside-namespace
fi

dir=${FRESH_DIR:-$(mktemp -d /var/tmp/huiying-fresh.XXXXXX)}
root=$dir/root
go=${FRESH_GO:-$(go env GOROOT)}
mkdir -p "$dir"

finish() {
  code=$?
  trap - EXIT
  umount "$root/proc" "$root/usr/local/go" "$root/modules" 2>/dev/null || true
  if [ "$code" = 0 ] && [ "${FRESH_KEEP:-}" != 1 ]; then rm -rf "$dir"; else echo "The system is kept in $dir"; fi
  exit "$code"
}
trap finish EXIT

if [ ! -d "$root/etc" ]; then
  echo "== debootstrap ${FRESH_SUITE:-bookworm} into $root"
  debootstrap --variant=minbase --include=git,make "${FRESH_SUITE:-bookworm}" "$root" \
    "${FRESH_MIRROR:-http://deb.debian.org/debian}" >"$dir/debootstrap.log" || { tail -n 20 "$dir/debootstrap.log"; exit 1; }
fi
mkdir -p "$root/usr/local/go" "$root/proc" "$root/modules"
mount --bind "$go" "$root/usr/local/go"
mount -o remount,bind,ro "$root/usr/local/go"
mount -t proc proc "$root/proc"
if [ -n "${FRESH_MODULES:-}" ]; then
  mount --bind "$FRESH_MODULES" "$root/modules"
  mount -o remount,bind,ro "$root/modules"
fi
cp /etc/resolv.conf "$root/etc/resolv.conf"
if [ -n "${FRESH_CA:-}" ]; then
  mkdir -p "$root/usr/local/share/ca-certificates"
  cp "$FRESH_CA" "$root/usr/local/share/ca-certificates/fresh.crt"
fi

rm -rf "$root/root/huiying"
git clone -q --no-local "$top" "$root/root/huiying"
echo "== $(git -C "$root/root/huiying" log -1 --format='%h %s')"

inside() {
  env -i HOME=/root PATH=/usr/local/go/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin TERM=dumb \
    GOTOOLCHAIN=local GOPROXY="${FRESH_PROXY:-https://proxy.golang.org,direct}" \
    chroot "$root" /bin/sh -c "cd /root/huiying && $1"
}

IFS=, read -r -a steps <<<"${FRESH_STEPS:-make test,make run,make test,make run}"
number=0
for step in "${steps[@]}"; do
  number=$((number + 1))
  begin=$SECONDS
  echo "== $number. $step"
  if ! inside "$step" >"$dir/$number.log" 2>&1; then
    tail -n 60 "$dir/$number.log"
    echo "== $number. $step FAILED after $((SECONDS - begin)) s; its whole record is $dir/$number.log"
    exit 1
  fi
  tail -n 3 "$dir/$number.log"
  echo "== $number. $step: $((SECONDS - begin)) s"
  for p in /proc/[0-9]*; do
    if [ "$(readlink "$p/root" 2>/dev/null)" = "$root" ]; then
      echo "== $step left a process running: $(tr '\0' ' ' <"$p/cmdline")"
      exit 1
    fi
  done
done
[ -z "$(inside 'git status --porcelain')" ] || { echo "== the commands changed the repository:"; inside 'git status --short'; exit 1; }
echo "== all steps held, in a fresh ${FRESH_SUITE:-bookworm}"
