#!/bin/bash
# Installed models in the window: chosen from a list, and made the default of what is
# started from then on; where that cannot be written, one line says so.
. tests/hosts/stage.sh
need Xvfb xdotool import convert

data=$work/data # of the user; only for Byline, since others need theirs
in_there=(env -u BYLINE_MODEL "XDG_DATA_HOME=$data" "XDG_DATA_DIRS=$work/share")
mkdir -p "$work/share/byline"
for n in 1 2; do
  "$build/tests/hosts/make_model" "$work/share/byline/house-$n.safetensors" 7 $n ||
    fail 'no model'
done
ffmpeg -nostdin -v error -f lavfi -i anullsrc=r=48000:cl=stereo -t 600 \
  -c:a flac "$work/silence.flac" || fail ffmpeg
start_screen
start_window_manager

# Whether the window names its model, below at the right, in more words than before
tells_model() {
  import -window "$window" "$work/told.png"
  [ "$(convert "$work/told.png" -crop 50x20+670+474 +repage -format \
    '%[fx:standard_deviation > 0.02]' info:)" = 1 ]
}

# open_window: as $shown, with the list of models open.  The row is the sixth from
# below: about (if there is a model), colours, size, window, full screen
open_window() {
  "${in_there[@]}" "$build/byline-window" \
    --model="$work/share/byline/house-1.safetensors" "$work/silence.flac" \
    >"$work/names" 2>"$work/log" &
  shown=$!
  started $shown
  window=$(find_window) || fail 'no window' "$work/log"
  until_true 20 tells_model || fail 'no model is told' "$work/log"
  xdotool windowfocus --sync "$window"
  keys shift+F10 Up Up Up Up Up Up Return
}
own=$data/byline/default.safetensors
default_is() {
  [ "$(readlink "$own")" = "$work/share/byline/$1.safetensors" ]
}

open_window
keys Down Down Right Return
until_true 20 default_is house-2 || {
  import -window root "$build/view/window-models.png"
  fail 'house-2 is not the default' "$work/log"
}
mkdir -p "$build/view"
import -window "$window" "$build/view/window-models.png"
"${in_there[@]}" "$build/byline" identify "$work/silence.flac" >"$work/out" 2>"$work/named"
grep -q "$own" "$work/named" || fail 'byline does not use it' "$work/named"

# Another one
keys Up Return
until_true 20 default_is house-1 || fail 'house-1 is not the default'

# A folder that cannot be made
end $shown
rm -r "$data"
echo 'a file' >"$data"
open_window
keys Down Right Return
sleep 1
import -window "$window" "$build/view/window-models-refused.png"
kill -0 $shown || fail 'it has gone' "$work/log"
[ "$(cat "$data")" = 'a file' ] || fail 'what was there is gone'
exit 0
