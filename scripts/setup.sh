#!/usr/bin/env bash
# Installs what building, running or testing the program needs and this computer lacks.
#   scripts/setup.sh run | test | windows
# Debian and Ubuntu: with apt-get, as root or through sudo. Elsewhere: names what is missing and the command for it.
# When nothing is missing it changes nothing and needs no network.
set -euo pipefail
cd "$(dirname "$0")/.."

what=${1:-run}
case $what in run | test | windows) ;; *)
  echo "usage: scripts/setup.sh run | test | windows" >&2
  exit 2 ;;
esac

say() { printf '%s\n' "$*"; }
die() { printf '%s\n' "$*" >&2; exit 1; }

# What the window is built with, and what it needs to find at run time.
debian_run="gcc libc6-dev pkg-config ca-certificates libgl1-mesa-dev libx11-dev libxcursor-dev libxrandr-dev
  libxinerama-dev libxi-dev libxxf86vm-dev libwayland-dev libxkbcommon-dev libgl1 libgl1-mesa-dri"
# What the tests drive it with: a real database, a screen that nobody sees, and the input methods that people type Chinese with.
debian_test="xvfb xdotool openbox imagemagick x11-utils x11-xkb-utils xclip dbus-daemon dbus-bin fcitx5 fcitx5-pinyin libime-data
  ibus ibus-libpinyin"
# What the programs for Windows are built with, and what a window under Wine is shown and driven with; Wine itself is asked
# for by has_wine.
debian_windows="gcc-mingw-w64-x86-64 ca-certificates xvfb xdotool openbox imagemagick xclip libgl1 libgl1-mesa-dri
  libxcomposite1 libxcursor1 libxfixes3 libxi6 libxinerama1 libxrandr2 libxrender1 libxxf86vm1"

check_go() {
  command -v go >/dev/null || die "Go is not installed. Install Go 1.26 or later from https://go.dev/dl/ (unpack it to /usr/local/go and add /usr/local/go/bin to PATH), then run this again."
  local v major minor
  v=$(go env GOVERSION 2>/dev/null) || v=$(GOTOOLCHAIN=local go env GOVERSION 2>&1) ||
    die "Go does not run here. Its own words: $v"
  IFS=. read -r major minor _ <<<"${v#go}"
  minor=${minor%%[!0-9]*}
  if [ "$major" -lt 1 ] || { [ "$major" -eq 1 ] && [ "${minor:-0}" -lt 26 ]; }; then
    die "Go is too old: this is $v, and the program needs 1.26 or later. Install it from https://go.dev/dl/, then run this again."
  fi
}

installed() { [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# A server of version 14 or later, wherever it came from.
has_postgres() { scripts/pg-test.sh bin >/dev/null 2>&1; }

# Any Wine, wherever it came from; scripts/wine.sh says what it cannot do.
has_wine() { command -v wine >/dev/null; }

missing_debian() {
  local p
  case $what in
    run) set -- $debian_run ;;
    test) set -- $debian_run $debian_test ;;
    windows) set -- $debian_windows ;;
  esac
  for p; do installed "$p" || printf '%s ' "$p"; done
  if [ "$what" = test ] && ! has_postgres; then printf 'postgresql '; fi
  if [ "$what" = windows ] && ! has_wine; then printf 'wine wine64 '; fi
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

install_debian() {
  local log options none=/etc/postgresql-common/createcluster.d/no-main-cluster.conf
  if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
    die "These packages are missing and only root can install them. As root: apt-get install --no-install-recommends $*"
  fi
  say "Installing what is missing: $*"
  log=$(mktemp)
  options=(-q -y --no-install-recommends -o DPkg::Lock::Timeout=120 -o Acquire::Retries=3 -o Dpkg::Use-Pty=0)
  # The tests run a cluster of their own; the one that the package would create and start is not wanted.
  case " $* " in *" postgresql "*)
    as_root mkdir -p "${none%/*}"
    echo "create_main_cluster = false" | as_root tee "$none" >/dev/null
    trap 'as_root rm -f /etc/postgresql-common/createcluster.d/no-main-cluster.conf' EXIT
    ;;
  esac
  # A source that cannot be reached is no reason to stop as long as the others have the packages.
  as_root env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 apt-get -q update >"$log" 2>&1 || true
  if ! as_root env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 apt-get "${options[@]}" install "$@" >>"$log" 2>&1; then
    grep -E '^(E|W|Err):?' "$log" | tail -n 8 >&2 || true
    if grep -qE 'Temporary failure resolving|Could not resolve|Could not connect|Failed to fetch|Unable to locate package|no installation candidate|Network is unreachable' "$log"; then
      die "The packages could not be fetched: no network, or no package source (see /etc/apt/sources.list) can be reached. Nothing was changed. Connect this computer or mend its package sources, then run this again. Whole record: $log"
    fi
    die "apt-get could not install: $*. Its whole record is in $log. Mend what it names, or install the packages by hand, then run this again."
  fi
  rm -f "$log"
}

# setup_debian installs what is missing, and looks again whether it is there now.
setup_debian() {
  local missing
  missing=$(missing_debian)
  if [ -n "$missing" ]; then
    # shellcheck disable=SC2086
    install_debian $missing
    missing=$(missing_debian)
    [ -z "$missing" ] || die "apt-get said that it was done, but these are still missing: $missing(PostgreSQL has to be version 14 or later)"
  fi
}

# want NAME COMMAND HOW: for systems where this script installs nothing itself.
lacking=0
want() {
  if ! eval "$2" >/dev/null 2>&1; then
    say "missing: $1; install it with: $3"
    lacking=1
  fi
}

has_header() { printf '#include <%s>\n' "$1" | cc -E - ; }

setup_fedora() {
  want "C compiler" "command -v gcc" "sudo dnf install gcc"
  want "pkg-config" "command -v pkg-config" "sudo dnf install pkgconf-pkg-config"
  if [ "$what" = windows ]; then want "cross compiler" "command -v x86_64-w64-mingw32-gcc" "sudo dnf install mingw64-gcc"; return; fi
  want "OpenGL headers" "has_header GL/gl.h" "sudo dnf install mesa-libGL-devel"
  want "X11 headers" "has_header X11/Xlib.h" "sudo dnf install libX11-devel"
  want "Xcursor headers" "has_header X11/Xcursor/Xcursor.h" "sudo dnf install libXcursor-devel"
  want "Xrandr headers" "has_header X11/extensions/Xrandr.h" "sudo dnf install libXrandr-devel"
  want "Xinerama headers" "has_header X11/extensions/Xinerama.h" "sudo dnf install libXinerama-devel"
  want "Xi headers" "has_header X11/extensions/XInput2.h" "sudo dnf install libXi-devel"
  want "Xxf86vm headers" "has_header X11/extensions/xf86vmode.h" "sudo dnf install libXxf86vm-devel"
  want "Wayland headers" "pkg-config --exists wayland-client" "sudo dnf install wayland-devel"
  want "xkbcommon headers" "pkg-config --exists xkbcommon" "sudo dnf install libxkbcommon-devel"
  [ "$what" = test ] || return 0
  want "PostgreSQL 14 or later" has_postgres "sudo dnf install postgresql-server"
  want "Xvfb" "command -v Xvfb" "sudo dnf install xorg-x11-server-Xvfb"
  want "xdotool" "command -v xdotool" "sudo dnf install xdotool"
  want "openbox" "command -v openbox" "sudo dnf install openbox"
  want "ImageMagick" "command -v import" "sudo dnf install ImageMagick"
  want "xdpyinfo" "command -v xdpyinfo" "sudo dnf install xdpyinfo"
  want "xclip" "command -v xclip" "sudo dnf install xclip"
  want "setxkbmap" "command -v setxkbmap" "sudo dnf install setxkbmap"
  want "dbus-daemon" "command -v dbus-daemon" "sudo dnf install dbus-daemon"
  want "dbus-send" "command -v dbus-send" "sudo dnf install dbus-tools"
  want "fcitx5 with pinyin" "test -e /usr/share/fcitx5/inputmethod/pinyin.conf" "sudo dnf install fcitx5 fcitx5-chinese-addons"
  want "ibus with libpinyin" "test -e /usr/share/ibus/component/libpinyin.xml" "sudo dnf install ibus ibus-libpinyin"
}

setup_mac() {
  if [ "$what" = windows ]; then want "cross compiler" "command -v x86_64-w64-mingw32-gcc" "brew install mingw-w64"; return; fi
  want "Xcode command line tools" "xcode-select -p" "xcode-select --install"
  [ "$what" = test ] || return 0
  want "PostgreSQL 14 or later" has_postgres "brew install postgresql@17"
  want "Xvfb" "command -v Xvfb" "brew install --cask xquartz"
  want "xdotool" "command -v xdotool" "brew install xdotool"
  want "ImageMagick" "command -v import" "brew install imagemagick"
  want "xclip" "command -v xclip" "brew install xclip"
}

# Any other system: no command is known, so the tools are named as such.
setup_other() {
  local how="your system's package manager"
  want "C compiler" "command -v cc || command -v gcc" "$how"
  want "pkg-config" "command -v pkg-config" "$how"
  if [ "$what" = windows ]; then want "x86_64-w64-mingw32-gcc" "command -v x86_64-w64-mingw32-gcc" "$how"; return; fi
  want "development files of OpenGL (Mesa)" "pkg-config --exists gl" "$how"
  for lib in x11 xcursor xrandr xinerama xi xxf86vm wayland-client xkbcommon; do
    want "development files of $lib" "pkg-config --exists $lib" "$how"
  done
  [ "$what" = test ] || return 0
  want "PostgreSQL 14 or later" has_postgres "$how"
  for tool in Xvfb xdotool openbox import xdpyinfo xclip setxkbmap dbus-daemon dbus-send fcitx5 ibus-daemon; do want "$tool" "command -v $tool" "$how"; done
}

check_go
if command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; then
  setup_debian
elif [ "$(uname)" = Darwin ]; then
  setup_mac
elif command -v dnf >/dev/null; then
  setup_fedora
else
  case $(uname) in MINGW* | MSYS*) want "C compiler" "command -v gcc" "pacman -S mingw-w64-ucrt-x86_64-gcc" ;; *) setup_other ;; esac
fi
[ "$lacking" = 0 ] || die "Install what is named above, then run this again."
