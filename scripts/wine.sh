#!/usr/bin/env bash
# Tries what `make windows` built under Wine: the tests of the input method against real windows, the terminal, the window.
# It says one line a part. A test or a terminal that fails is a failure; a window that Wine cannot show is not.
# The Wine, the screen and the data are private and are gone afterwards; out/wine.png stays.
set -uo pipefail
cd "$(dirname "$0")/.."

say() { printf 'wine: %s\n' "$*"; }

for tool in wine wineserver Xvfb openbox xdotool import xclip x86_64-w64-mingw32-gcc; do
  command -v "$tool" >/dev/null || {
    say "nothing was run: this computer has no $tool"
    exit 0
  }
done

[ "$(uname -m)" = x86_64 ] || { # another processor's Wine starts, and runs none of these programs
  say "nothing was run: this computer is $(uname -m), and the programs are for x86_64"
  exit 0
}

top=$PWD shed=$(mktemp -d) xvfb="" manager="" window="" failed=0
stop() { [ -z "$1" ] || kill "$1" 2>/dev/null; }
cleanup() {
  trap - EXIT INT TERM HUP
  stop "$window"
  timeout 20 wineserver -k 2>/dev/null
  stop "$manager"
  stop "$xvfb"
  wait 2>/dev/null
  rm -rf "$shed"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# The tests first: the go command wants the home that is hidden below. The tags are those of the tests; nothing here is C.
begin=$SECONDS
if ! GOOS=windows GOARCH=amd64 CGO_ENABLED=0 go test -c -tags "${TAGS:-sqlite_fts5,migrated_fynedo},ci" -o "$shed/imm32.test.exe" \
  ./app/ui/typing/methods/imm32; then
  say "the tests of the input method do not build for Windows"
  exit 1
fi
say "built the tests of the input method for Windows, without C ($((SECONDS - begin)) s)"

mkfifo "$shed/number"
Xvfb -displayfd 3 -screen 0 1440x900x24 -nolisten tcp -noreset 3<>"$shed/number" >"$shed/xvfb.log" 2>&1 &
xvfb=$!
if ! read -r -t 30 number <>"$shed/number"; then
  cat "$shed/xvfb.log" >&2
  say "nothing was run: Xvfb did not start; its own words are above"
  exit 0
fi
mkdir -m 700 "$shed/home" "$shed/run"
unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS XMODIFIERS
export DISPLAY=:$number HOME=$shed/home XDG_RUNTIME_DIR=$shed/run LIBGL_ALWAYS_SOFTWARE=1
# No questions about .NET and HTML, no entries in anybody's menus; words of Wine itself only where it was started in vain.
export WINEPREFIX=$shed/prefix WINEARCH=win64 WINEDEBUG=-all WINEDLLOVERRIDES="mscoree=;mshtml=;winemenubuilder.exe="
openbox >"$shed/openbox.log" 2>&1 &
manager=$!

begin=$SECONDS
system=$WINEPREFIX/drive_c/windows/system32
if ! WINEDEBUG=err+all timeout -k 5 180 wineboot -i >"$shed/boot.log" 2>&1 || [ ! -d "$system" ]; then
  tail -n 5 "$shed/boot.log" >&2
  say "nothing was run: this Wine does not start; its own words are above"
  exit 0
fi
timeout 60 wineserver -w # its registry is written now
# Go takes its random numbers from a library that Windows has since 10 and Wine since 9; an older Wine is given one.
lent=""
if [ ! -e "$system/bcryptprimitives.dll" ]; then
  cat >"$shed/random.c" <<'C'
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(void *, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(BYTE *to, SIZE_T n) { return SystemFunction036(to, (ULONG)n); }
C
  if ! x86_64-w64-mingw32-gcc -O2 -shared -o "$system/bcryptprimitives.dll" "$shed/random.c" -ladvapi32; then
    say "nothing was run: this Wine lacks bcryptprimitives.dll, and it could not be built"
    exit 0
  fi
  lent=", which was given a bcryptprimitives.dll"
fi
say "$(timeout 20 wine --version) started with a folder of its own$lent ($((SECONDS - begin)) s)"

# inside SECONDS LOG PROGRAM... runs a program under Wine.
inside() {
  local limit=$1 log=$2
  shift 2
  timeout -k 5 "$limit" wine "$@" >"$log" 2>&1 </dev/null
}
# there FILE is what Wine calls a file.
there() { printf 'Z:%s' "${1//\//\\}"; }

# failure LOG WHAT... shows how a part ended.
failure() {
  tail -n 40 "$1" >&2
  shift
  say "$*"
  failed=1
}

# 1. The tests, with real windows: what was set is what the system tells back.
begin=$SECONDS
if ! inside 120 "$shed/tests" "$shed/imm32.test.exe" -test.v -test.timeout=100s; then
  failure "$shed/tests" "the tests of the input method FAILED; their words are above"
else
  say "$(grep -c '^--- PASS' "$shed/tests") tests of the input method held ($((SECONDS - begin)) s)"
  sed -n 's/^ *system_windows_test.go:[0-9]*: /wine:   /p' "$shed/tests" | tr -d '\r' | grep -v HUIYING_TEST_CARET
fi

# 2. The terminal: a whole day with its database and both stand-ins, and every screen painted.
terminal=bin/huiying-terminal.exe
begin=$SECONDS
if inside 300 "$shed/day" "$terminal" day; then
  say "the terminal ran the whole day ($((SECONDS - begin)) s): $(tr -d '\r' <"$shed/day" | grep '首尾相接' | sed 's/^.*  //')"
else
  failure "$shed/day" "the terminal did not run the day; its words are above"
fi
begin=$SECONDS
if inside 600 "$shed/said" "$terminal" pictures "$(there "$shed/pictures")" && [ -n "$(find "$shed/pictures" -name '*.png' -size +4k)" ]; then
  say "the terminal painted $(find "$shed/pictures" -name '*.png' -size +4k | wc -l) pictures ($((SECONDS - begin)) s)"
else
  failure "$shed/said" "the terminal painted no pictures; its words are above"
fi

# 3. The window, as far as Wine goes.
# until_true SECONDS COMMAND... tries a command until it succeeds.
until_true() {
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 1
  done
}
shown() { id=$(xdotool search --onlyvisible --class huiying 2>/dev/null | tail -n 1) && [ -n "$id" ]; }
# The first page is left by Enter once the drill is prepared, and then the window has a longer name.
entered() {
  [ "$(xdotool getwindowname "$id" 2>/dev/null)" != "$1" ] && return 0
  xdotool key Return
  return 1
}
# holds TEXT says whether the field with the focus has the text: it is copied to the clipboard.
holds() {
  xdotool key ctrl+a
  sleep 0.5
  xdotool key ctrl+c
  sleep 0.5
  copied=$(timeout 5 xclip -o -selection clipboard 2>/dev/null)
  [ "$copied" = "$1" ]
}
# caret writes where the system's caret of the window is: across, down, height.
caret() {
  HUIYING_TEST_CARET=1 inside 30 "$shed/caret" "$shed/imm32.test.exe" -test.v -test.run TheCaretOfTheWindowInFront
  tr -d '\r' <"$shed/caret" | sed -n 's/^.*: caret \([0-9-]* [0-9-]* [0-9-]*\)$/\1/p'
}
photograph() { mkdir -p "$top/out" && timeout 30 import -window root "$top/out/wine.png"; }

try_window() {
  local begin=$SECONDS name before after
  timeout -k 5 300 wine bin/huiying.exe --drill --dir "$(there "$shed/drill")" >"$shed/window" 2>&1 </dev/null &
  window=$!
  if ! until_true 60 shown; then
    tail -n 10 "$shed/window" >&2
    say "Wine opened no window; the program's words are above"
    return
  fi
  name=$(xdotool getwindowname "$id")
  say "the window opened ($((SECONDS - begin)) s)"
  if ! until_true 90 entered "$name"; then
    photograph
    say "the window did not get past its first page: Wine brings it no keys, or no picture; see out/wine.png"
    return
  fi
  sleep 4
  xdotool key ctrl+n # a new post, with the caret in its title
  sleep 4
  xdotool type --delay 60 'typed 123'
  sleep 1
  if ! until_true 10 holds 'typed 123'; then
    photograph
    say "what was typed did not come back from the field: $copied; see out/wine.png"
    return
  fi
  say "a field took what was typed, and gave it to the clipboard: $copied"
  xdotool key Tab # to the summary below
  sleep 1
  before=$(caret)
  xdotool type --delay 60 'abc'
  sleep 1
  after=$(caret)
  photograph
  if [ -n "$before" ] && [ "${before#* }" = "${after#* }" ] && [ "${before%% *}" -lt "${after%% *}" ]; then
    say "the system's caret stands in the next field and goes along with what is typed there: from $before to $after (across, down, height)"
  else
    say "the system's caret did not go along with what was typed: from ${before:-nowhere} to ${after:-nowhere} (across, down, height)"
    failed=1
  fi
  say "out/wine.png is a photograph of it ($((SECONDS - begin)) s)"
}
try_window
[ "$failed" = 0 ] || say "something FAILED, see above"
exit "$failed"
