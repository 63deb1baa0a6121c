#!/bin/bash
# The window in Ardour 7 while two songs of a session play: it shows the right
# artist, then the other, and its controls reach the plugin.  The mixer strip
# beside it shows the same.
# Time limit: 900 s
. tests/hosts/window.sh
need ardour ardour7-lua python3

# Whether Ardour shows the session
shown() {
  xdotool search --onlyvisible --name '^session - Ardour$' | grep -q .
}

# A session with the songs and the plugin, whose window opens by itself
make_session() {
  local name=session folder=$work/session
  make_songs "$work/songs.wav"
  timeout 120 ardour7-lua tests/ardour/new.lua "$folder" $name &&
    python3 tests/ardour/place.py "$folder" $name "$work/songs.wav" &&
    timeout 120 ardour7-lua tests/ardour/insert.lua "$folder" $name "$uri" 0 &&
    python3 tests/ardour/show.py "$folder" $name
}

start_desktop
make_session >"$work/log" 2>&1 || fail 'no session' "$work/log"
settings=$HOME/.config/ardour7
mkdir -p "$settings"
cp tests/ardour/settings/* "$settings"
touch "$settings/.a7" # it has been started before
ardour -n -a "$work/session/session.ardour" >"$work/host.log" 2>&1 &
started $!
# It asks whether the sound card has changed
for attempt in {1..24}; do
  until_true 5 shown && break
  xdotool key Return
done
shown || fail 'the session does not open' "$work/host.log"
window=$(find_window) || fail 'no window' "$work/host.log"
keep_announced
main=$(xdotool search --onlyvisible --name '^session - Ardour$')
xdotool windowactivate --sync "$main"
xdotool key alt+m # the mixer, whose strip shows it, too
xdotool key space # play
see_songs ardour
strips=$(compare -extract 90x60+405+360 -metric AE "$view/ardour-first-screen.png" \
  "$view/ardour-second-screen.png" null: 2>&1)
[ "${strips%%[!0-9]*}" -gt 100 ] || fail "the mixer strip is the same: $strips"
exit 0
