#!/bin/bash
# In Audacity 3.2, on a screen that is not there: Byline is in the menu of what
# analyses, and makes a label track of who plays.
. tests/hosts/stage.sh
need audacity Xvfb xdotool python3 ffmpeg import
. tests/hosts/large/audacity.sh

has_plugin() {
  grep -aqi "byline.*artists" "$config/pluginregistry.cfg"
}

export VAMP_PATH=$build/vamp BYLINE_MODEL=$build/byline.lv2/default.safetensors LV2_PATH=$work/none
start_screen
ffmpeg -nostdin -v error -i 'presets/samples/Obsidian Shell - Second Birth.opus' \
  -ar 44100 -c:a pcm_s16le "$work/in.wav" || fail 'ffmpeg'

start
until_true 240 has_plugin || fail 'it is not found' "$work/audacity.log"
sleep 2 # while the others are looked for
stop
start
drive "Import2: Filename=$work/in.wav" 'SelectAll:' ||
  fail 'no import' "$work/log"

# Scripts cannot call it, since its name has a colon: the last in the menu
window=$(xdotool search --onlyvisible --name '^in$') || fail 'no window'
xdotool windowfocus "$window"
for key in alt+a Up Right Return; do
  sleep 1
  xdotool key "$key"
done
labelled() {
  drive 'GetInfo: Type=Labels Format=JSON' &&
    grep -q 'Obsidian Shell' "$work/log"
}
until_true 60 labelled || fail 'no label' "$work/log"
sleep 1
mkdir -p "$build/view/hosts"
import -window root "$build/view/hosts/audacity-vamp.png"
exit 0
