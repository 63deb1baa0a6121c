#!/bin/bash
# The window used by keyboard and mouse in jalv.gtk3, while music plays: the
# menu opens, and the history is saved where a dialog says.
. tests/hosts/stage.sh
need Xvfb jackd jalv.gtk3 xdotool import

answer_dialogs "$work/saved.csv"
start_screen
start_sound
mkdir -p "$build/view"
start_host -c interval=0.5 -c threshold=0 -c smoothing=0 -c hold=0
window=$(find_window) || fail 'no window' "$work/host.log"
play 'presets/samples/Obsidian Shell - Second Birth.opus'
until_true 60 grep -q '^byline: 0:.*%' "$work/host.log" || fail 'nobody is named' "$work/host.log"
sleep 1
xdotool mousemove --window "$window" 300 400 click 1
xdotool mousemove --window "$window" 300 100 click 3
keys Down Down Down Down Down Right # copy, why, This is, the set list, save as text, as CSV
import -window "$window" "$build/view/window-menu.png"
keys Return
until_true 30 test -s "$work/saved.csv" ||
  fail 'the history is not saved' "$work/host.log"
head -n 1 "$work/saved.csv" | grep -q artist || fail 'no table' "$work/saved.csv"
keys Escape
kill -0 "$host" || fail 'the host is gone' "$work/host.log"
kill -INT "$host"
until_ended 60 "$host" jalv || fail "the host ended with status $?" "$work/host.log"
exit 0
