#!/bin/bash
# Make the picture of the window that the README shows: the real plugin in
# jalv, with the default model, while two songs play one after the other: the
# second, 8 % faster, is among the known recordings.
# usage: tests/hosts/screenshot.sh PICTURE   ('make screenshot' does it)

model=${BUILD:-build}/byline.lv2/default.safetensors
. tests/hosts/stage.sh
need Xvfb jackd jalv.gtk3 xdotool import ffmpeg
picture=$1
first='presets/samples/Roberto Lorenz - toxcity.opus'
second='presets/samples/Obsidian Shell - Second Birth.opus'

export XDG_DATA_HOME=$work/data
"${BUILD:-build}/byline" recordings add "$second" >"$work/add.log" 2>&1 ||
  fail 'the recording is not known' "$work/add.log"
ffmpeg -v error -i "$second" -af asetrate=48000*1.08,aresample=48000 \
  "$work/faster.wav" || fail 'no faster song'

start_screen
start_sound
start_host
window=$(find_window) || fail 'no window' "$work/host.log"
for song in "$first" "$work/faster.wav"; do
  play "$song"
  sleep 22
  import -window "$window" "$picture" || fail 'no picture'
  end $player
done
exit 0
