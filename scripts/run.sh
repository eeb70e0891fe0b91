#!/usr/bin/env bash
# Opens the window in 演练; where there is no display, runs the whole day in the terminal and writes pictures to out/.
set -euo pipefail
cd "$(dirname "$0")/.."

# DISPLAY and WAYLAND_DISPLAY are often inherited from a session that cannot be reached from here, so the socket is
# looked for as well.
has_display() {
  case $(uname) in Darwin | MINGW* | MSYS*) return 0 ;; esac
  if [ -n "${WAYLAND_DISPLAY:-}" ]; then
    case $WAYLAND_DISPLAY in
      /*) [ -S "$WAYLAND_DISPLAY" ] && return 0 ;;
      *) [ -S "${XDG_RUNTIME_DIR:-/nowhere}/$WAYLAND_DISPLAY" ] && return 0 ;;
    esac
  fi
  local name=${DISPLAY:-} number
  [ -n "$name" ] || return 1
  case $name in
    :* | unix:*)
      number=${name#*:}
      number=${number%%.*}
      [ -S "/tmp/.X11-unix/X$number" ] && return 0
      echo "DISPLAY=$name is set, but no X server answers there."
      return 1
      ;;
  esac
}

if has_display; then
  exec bin/huiying --drill
fi
echo "No display: the whole day runs in the terminal, pictures of the screens go to out/."
exec bin/huiying-terminal day --pictures out
