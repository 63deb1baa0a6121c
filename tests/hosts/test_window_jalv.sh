#!/bin/bash
# The window in jalv.gtk3 and jalv.qt5 while two songs play: it shows the right
# artist, then the other, and its controls reach the plugin.
. tests/hosts/window.sh
need jack-play jalv.gtk3 jalv.qt5

start_desktop
make_songs "$work/songs.wav"
for host_program in jalv.gtk3 jalv.qt5; do
  "$host_program" "$uri" >"$work/host.log" 2>&1 &
  host=$!
  started $host
  window=$(find_window) || fail 'no window' "$work/host.log"
  rm -f "$announced"
  keep_announced
  play "$work/songs.wav" Byline
  see_songs "$host_program"
  kill "$player"
  wait "$player" 2>/dev/null
  kill -INT "$host"
  wait "$host"
done
exit 0
