#!/bin/bash
# The window without a host in JACK: it listens to a program that plays, names
# the artist, and ends with an error when the server goes or there is none.
model=${BUILD:-build}/byline.lv2/default.safetensors
. tests/hosts/stage.sh
need Xvfb jackd jack_lsp jack_wait xdotool import

program=$build/byline-window
start_screen
export JACK_NO_START_SERVER=1
"$program" --model="$model" >"$work/log" 2>&1 && fail 'without a server'
grep -q 'without JACK' "$work/log" && echo 'built without JACK' && exit 77
grep -q 'no JACK server' "$work/log" || fail 'no word about JACK' "$work/log"

start_sound
play 'presets/samples/Obsidian Shell - Second Birth.opus' ''
"$program" --model="$model" --connect=byline-player --full-screen \
  >"$work/names" 2>"$work/log" &
shown=$!
started $shown
window=$(find_window) || fail 'no window' "$work/log"
until_true 30 grep -q 'Obsidian Shell' "$work/names" ||
  fail 'nobody is named' "$work/names"
sleep 1
mkdir -p "$build/view"
import -window "$window" "$build/view/byline-window-jack.png"
kill -0 $shown || fail 'it has gone' "$work/log"
kill "$sound"
until_ended 60 $shown byline-window && fail 'nobody misses the server'
grep -q 'JACK server has gone' "$work/log" || fail 'no last word' "$work/log"
exit 0
