#!/bin/bash
# The window in jalv.gtk3 and jalv.qt5 while two songs play: it shows the right
# artist, then the other, its controls reach the plugin, and who plays is taught.
# Time limit: 900 s
. tests/hosts/large/window.sh
need jalv.gtk3 jalv.qt5

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
  teach "$host_program"
  rm -r "$HOME/.local/share/byline"
  end $player
  kill -INT "$host"
  until_ended 20 "$host" "$host_program"
done
exit 0
