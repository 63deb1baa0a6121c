#!/bin/bash
# The window in Ardour 7 while two songs of a session play: it shows the right
# artist, then the other, and its controls reach the plugin.  The mixer strip
# beside it shows the same.  Whatever is clicked in the window, the space bar
# starts and stops Ardour's transport.
# Time limit: 900 s
. tests/hosts/large/window.sh
. tests/hosts/large/ardour.sh

start_desktop
make_songs "$work/songs.wav"
start_ardour "$work/songs.wav"
keep_announced
activate_ardour
xdotool key alt+m # the mixer, whose strip shows it, too
xdotool key space # play
see_songs ardour
teach ardour
strips=$(compare -extract 90x60+405+360 -metric AE "$view/ardour-first-screen.png" \
  "$view/ardour-second-screen.png" null: 2>&1)
[ "${strips%%[!0-9]*}" -gt 100 ] || fail "the mixer strip is the same: $strips"

# Whether the transport rolls: Ardour's clock moves
rolls() {
  import -window "$main" -crop 700x60+0+20 "$work/clock-1.png"
  sleep 0.4
  import -window "$main" -crop 700x60+0+20 "$work/clock-2.png"
  [ "$(compare -metric AE "$work/clock-1.png" "$work/clock-2.png" null: 2>&1)" != 0 ]
}

rests() {
  ! rolls
}

# toggles WHAT: the space bar starts or stops the transport, after WHAT
rolling=
toggles() {
  xdotool key space
  if [ -n "$rolling" ]; then
    rolling=
    until_true 20 rests || fail "the space bar does not stop Ardour after $1"
  else
    rolling=1
    until_true 20 rolls || fail "the space bar does not start Ardour after $1"
  fi
}

# click X Y [BUTTON]: into the window, with the pointer over the host afterwards
click() {
  xdotool mousemove --window "$window" "$1" "$2" click "${3:-1}"
}

rests || { xdotool key space && until_true 20 rests; } ||
  fail 'Ardour does not rest'
frame=$(xdotool search --onlyvisible --name '^Track: Byline' | tail -n 1)
xdotool windowactivate --sync "$frame"
toggles 'the window has come up'
for x in 60 200 360 500 650 760; do
  click $x 461
  toggles "a click on the control at $x"
done
click 300 100
toggles 'a click on the name'
click 150 300
toggles 'a click on the ranking'
click 600 391
toggles 'a click on the history'
click 600 300
toggles 'a click on the spectrogram'
click 340 484
toggles 'a click on an empty part'
click 300 100 3
xdotool key Escape
toggles 'a menu that was closed by Escape'
click 300 100 3
click 600 300
toggles 'a menu that was closed by a click'
click 740 484 # the model
toggles 'the panel about the model, open'
click 5 5
toggles 'the panel about the model, closed'
exit 0
