#!/bin/bash
# In Sonic Visualiser, with no other Vamp plugin beside it: both outputs are found,
# and who plays becomes a layer of segments.
# Time limit: 300 s
. tests/hosts/stage.sh
need sonic-visualiser Xvfb openbox jackd xdotool import ffmpeg

export HOME=$work/home VAMP_PATH=$PWD/$build/vamp QT_QPA_PLATFORM=xcb
[ "${build#/}" = "$build" ] || VAMP_PATH=$build/vamp
mkdir -p "$HOME" "$build/view/hosts"
start_screen
start_window_manager
start_sound
ffmpeg -nostdin -v error -i 'presets/samples/Obsidian Shell - Second Birth.opus' \
  "$work/song.wav" || fail 'no song'
sonic-visualiser "$work/song.wav" >"$work/host.log" 2>&1 &
started $!

# titled PATTERN: a window whose title matches
titled() {
  xdotool search --onlyvisible --name "$1" | grep -q .
}

# press PATTERN KEY: in the window of that title
press() {
  xdotool windowactivate --sync "$(xdotool search --onlyvisible --name "$1" |
    tail -n 1)" && xdotool key "$2"
}

# At its first start it asks whether it may use the network
until_true 60 titled '^Welcome' || fail 'it does not start' "$work/host.log"
sleep 1
press '^Welcome' 'shift+Tab'
xdotool key space Return
song='^Sonic Visualiser: .*song'
until_true 60 titled "$song" || fail 'it does not open the song' "$work/host.log"
for attempt in {1..6}; do # it may still be looking for plugins
  press "$song" ctrl+m
  until_true 10 titled '^Find a Transform' && break
done
xdotool type 'Artists'
until_true 10 titled '^Find a Transform' && sleep 3
import -window root "$build/view/hosts/sonic-visualiser-find.png"
press '^Find a Transform' Return
until_true 20 titled '^Plugin Parameters' ||
  fail 'the plugin is not found' "$work/host.log"
press '^Plugin Parameters' Return
is_done() {
  titled 'song.*(modified)' || titled '^Failed'
}
until_true 60 is_done || fail 'nothing is made' "$work/host.log"
sleep 10
import -window root "$build/view/hosts/sonic-visualiser.png"
titled '^Failed' && fail 'there is no layer' "$work/host.log"
exit 0
