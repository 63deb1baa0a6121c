#!/bin/bash
# The window in jalv.gtk3: it opens, shows something, follows the size that it
# is given, closes, and opens again.
. tests/host/stage.sh
need Xvfb jackd jalv.gtk3 xdotool import convert

# How many colours a picture has
colors() {
  convert "$1" -unique-colors -format '%w' info:
}

# The share of a picture that has its most frequent colour, in percent
uniform() {
  convert "$1" -format %c histogram:info:- | sort -rn | awk -v pixels="$(
    convert "$1" -format '%[fx:w*h]' info:
  )" 'NR == 1 { sub(":", "", $1); printf "%d", 100 * $1 / pixels }'
}

start_screen
start_sound
for size in '800 480' '640 400' '1300 800'; do
  start_host
  window=$(find_window) || fail 'no window' "$work/host.log"
  outer=$(xdotool search --onlyvisible --class '^jalv' | head -n 1)
  [ "$size" = '800 480' ] || xdotool windowsize --sync "$outer" $size
  sleep 1
  kill -0 "$host" || fail 'the host is gone' "$work/host.log"
  import -window "$window" "$work/picture.png" ||
    fail 'no picture of the window'
  mkdir -p "$build/view"
  cp "$work/picture.png" "$build/view/window-${size% *}.png"
  width=$(convert "$work/picture.png" -format '%w' info:)
  [ "$width" = "${size% *}" ] || fail "$width pixels wide, not ${size% *}"
  [ "$(colors "$work/picture.png")" -gt 30 ] || fail 'too few colours'
  [ "$(uniform "$work/picture.png")" -lt 90 ] || fail 'the window is empty'
  kill -INT "$host"
  wait "$host" || fail "the host ended with status $?" "$work/host.log"
  xdotool search --class '^Byline$' 2>/dev/null && fail 'the window stayed'
done
exit 0
