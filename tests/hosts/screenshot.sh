#!/bin/bash
# Make the picture of the window that the README shows: the real plugin in
# jalv, with the default model, while two songs play one after the other.
# usage: tests/hosts/screenshot.sh PICTURE   ('make screenshot' does it)

model=${BUILD:-build}/byline.lv2/default.safetensors
. tests/hosts/stage.sh
need Xvfb jackd jalv.gtk3 xdotool import
picture=$1

start_screen
start_sound
start_host
window=$(find_window) || fail 'no window' "$work/host.log"
for song in 'Roberto Lorenz - toxcity' 'Obsidian Shell - Second Birth'; do
  play "presets/samples/$song.opus"
  sleep 22
  import -window "$window" "$picture" || fail 'no picture'
  end $player
done
exit 0
