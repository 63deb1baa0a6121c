#!/bin/bash
# The window in jalv.gtk3 while music plays: it opens, shows something that
# moves, follows the size that it is given, closes, and opens again.
. tests/hosts/stage.sh
need Xvfb jackd jalv.gtk3 xdotool import convert

# How many colours a picture has
colors() {
  convert "$1" -unique-colors -format '%w' info:
}

# picture FILE: of the window
picture() {
  import -window "$window" "$1" || fail 'no picture of the window'
}

# Whether the window shows something else than in the picture before
moves() {
  picture "$work/after.png"
  ! cmp -s "$work/before.png" "$work/after.png"
}

start_screen
start_sound
# What the host is closed by, and whether the window goes along
close_host() {
  kill -INT "$host"
  until_ended 60 "$host" jalv || fail "the host ended with status $?" "$work/host.log"
  xdotool search --class '^Byline$' 2>/dev/null && fail 'the window stayed'
}

for size in '800 500' '640 400' '1300 800'; do
  start_host -c interval=0.5 -c threshold=0.1 -c smoothing=0 -c hold=0
  window=$(find_window) || fail 'no window' "$work/host.log"
  outer=$(xdotool search --onlyvisible --class '^jalv' | head -n 1)
  [ "$size" = '800 500' ] || xdotool windowsize --sync "$outer" $size
  play 'presets/samples/Obsidian Shell - Second Birth.opus'
  sleep 5
  kill -0 "$host" || fail 'the host is gone' "$work/host.log"
  picture "$work/before.png"
  until_true 30 moves || fail 'nothing moves' "$work/host.log"
  mkdir -p "$build/view"
  cp "$work/after.png" "$build/view/window-${size% *}.png"
  width=$(convert "$work/after.png" -format '%w' info:)
  [ "$width" = "${size% *}" ] || fail "$width pixels wide, not ${size% *}"
  [ "$(colors "$work/after.png")" -gt 100 ] || fail 'too few colours'
  end $player
  close_host
done

# The other two plugins have the same window, though their ports have other
# numbers: it is told who plays, and what is clicked reaches the plugin
for variant in mono analyser; do
  start_host_of "$uri/$variant" -c interval=0.5 -c threshold=0.1 -c smoothing=0 \
    -c hold=0
  window=$(find_window) || fail "no window of $variant" "$work/host.log"
  play 'presets/samples/Obsidian Shell - Second Birth.opus'
  sleep 5
  picture "$work/before.png"
  until_true 30 moves || fail "nothing moves in $variant" "$work/host.log"
  cp "$work/after.png" "$build/view/window-$variant.png"
  end $player
  close_host
done
exit 0
