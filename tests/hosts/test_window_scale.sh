#!/bin/bash
# How large the window is: as the environment, the screen and the command line
# ask for, in a locale with a decimal comma, too.
. tests/hosts/stage.sh
need Xvfb xdotool xprop

start_screen
sound='presets/samples/Obsidian Shell - Second Birth.opus'

# start_window [OPTION...]: as $shown, in an environment with $settings
start_window() {
  env "${settings[@]}" "$build/byline-window" "$@" --speed=0.1 \
    --model="$build/byline.lv2/small.safetensors" "$sound" \
    >"$work/out" 2>"$work/log" &
  shown=$!
  started $shown
}

has_window() {
  xdotool search --onlyvisible --class '^Byline$'
}

# expect_width PIXELS WHAT [VARIABLE=VALUE...] [OPTION...]
expect_width() {
  local wanted=$1 what=$2 settings=()
  shift 2
  while [[ ${1-} == *=* && $1 != --* ]]; do
    settings+=("$1")
    shift
  done
  start_window "$@"
  until_true 10 has_window || ! grep -q 'no X server' "$work/log" ||
    start_window "$@" # who looked for it made the server begin anew just then
  window=$(find_window) || fail "no window: $what" "$work/log"
  eval "$(xdotool getwindowgeometry --shell "$window")"
  kill "$shown"
  wait "$shown"
  [ "$WIDTH" = "$wanted" ] || fail "$what: $WIDTH pixels, not $wanted"
}

expect_width 800 'as usual'
expect_width 1200 'asked for' BYLINE_SCALE=1.5
expect_width 1200 'asked for with a comma' BYLINE_SCALE=1,5
expect_width 1200 'in German' LC_ALL=de_DE.UTF-8 BYLINE_SCALE=1.5
expect_width 800 'as no number' BYLINE_SCALE=large
expect_width 1600 "GTK's" GDK_SCALE=2
expect_width 1000 "Qt's" QT_SCALE_FACTOR=1.25
xprop -root -f RESOURCE_MANAGER 8s -set RESOURCE_MANAGER 'Xft.dpi:	144
'
expect_width 1200 "the screen's"
expect_width 1600 'the largest of them' GDK_SCALE=2 QT_SCALE_FACTOR=1.25
expect_width 1000 'asked for, too' BYLINE_SCALE=1.25 GDK_SCALE=2
expect_width 800 'as the command line says' BYLINE_SCALE=2 --scale=1

# A server that nobody else uses begins anew whenever its last program leaves
Xvfb -displayfd 7 -screen 0 1600x1000x24 -nolisten tcp 7>"$work/alone" \
  >"$work/xvfb.log" 2>&1 &
started $!
until_true 30 test -s "$work/alone" || fail 'Xvfb does not start' "$work/xvfb.log"
DISPLAY=:$(tr -d '\n' <"$work/alone")
expect_width 1200 'alone' GDK_SCALE=1.5

# A screen of many pixels of which nobody has said anything
Xvfb -displayfd 7 -screen 0 3000x2000x24 -nolisten tcp 7>"$work/fine" \
  >"$work/xvfb.log" 2>&1 &
started $!
until_true 30 test -s "$work/fine" || fail 'Xvfb does not start' "$work/xvfb.log"
DISPLAY=:$(tr -d '\n' <"$work/fine")
expect_width 1200 'on a fine screen'
expect_width 800 'on a fine screen, against it' BYLINE_SCALE=1

"$build/byline-window" --scale=large "$sound" >"$work/log" 2>&1
[ $? = 2 ] || fail 'a scale that is no number'
grep -q "not 'large'" "$work/log" || fail 'no word about it' "$work/log"
"$build/byline-window" --version | grep -qx 'byline-window [0-9.]*' ||
  fail 'no version'
exit 0
