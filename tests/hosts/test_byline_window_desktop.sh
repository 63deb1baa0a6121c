#!/bin/bash
# The window as one of a desktop's, with a window manager: F11 covers the screen
# and uncovers it, models are dragged onto it out of a GTK program, and it is
# closed.
. tests/hosts/stage.sh
need Xvfb openbox xprop xdotool import compare convert
/usr/bin/python3 -c 'import gi; gi.require_version("Gtk", "3.0")' 2>/dev/null ||
  { echo 'GTK for Python is not installed' && exit 77; }

geometry() {
  xdotool getwindowgeometry --shell "$window" | grep -E '^(WIDTH|HEIGHT)=' |
    tr '\n' ' '
}

is_large() {
  [ "$(geometry)" = "$1" ]
}

# find NAME: a window
find_named() {
  xdotool search --onlyvisible --name "$1" | tail -n 1 | grep .
}

# drag: from the middle of the source to that of the window, as a hand does
drag() {
  xdotool mousemove --window "$from" 100 50 mousedown 1 sleep 0.2
  xdotool mousemove_relative 10 10 sleep 0.1 mousemove_relative 10 10 sleep 0.1
  xdotool mousemove --window "$window" 300 200 sleep 0.2 \
    mousemove_relative 5 5 sleep 0.3 mouseup 1
}

# offer FILE: in a program that it can be dragged out of
offer() {
  /usr/bin/python3 tests/hosts/drag_source.py "$1" >"$work/source.log" 2>&1 &
  source=$!
  started $source
  until_true 30 find_named '^Byline drag source$' ||
    fail 'no source' "$work/source.log"
  from=$(find_named '^Byline drag source$')
  xdotool windowmove --sync "$from" 1200 20
}

put_away() {
  end "$source"
}

# status NAME: a picture of the line that tells the model
status() {
  import -window "$window" +repage -crop 400x30+400+470 +repage "$work/$1.png"
}

export HOME=$work/home
mkdir -p "$HOME" "$build/view"
start_screen
start_window_manager
"$build/byline-window" --model="$work/lv2/byline.lv2/default.safetensors" \
  'presets/samples/Obsidian Shell - Second Birth.opus' \
  >"$work/names" 2>"$work/log" &
shown=$!
started $shown
window=$(find_window) || fail 'no window' "$work/log"
xdotool windowfocus --sync "$window"
xdotool key F11
until_true 30 is_large 'WIDTH=1600 HEIGHT=1000 ' || fail "F11: $(geometry)"
sleep 1
import -window root "$build/view/byline-window-full-screen.png"
xdotool key F11
until_true 30 is_large 'WIDTH=800 HEIGHT=500 ' || fail "F11 again: $(geometry)"

# A model, in a folder whose name is not plain, and something that is none
folder="$work/Müller & Söhne 100%"
mkdir "$folder"
"$build/tests/hosts/make_model" "$folder/others.safetensors" 3 2
echo 'no model' >"$folder/none.safetensors"
xdotool windowmove --sync "$window" 100 400
sleep 1
status before
offer "$folder/others.safetensors"
drag
until_true 30 grep -q taken "$work/source.log" || fail 'it is not taken'
sleep 1
status after
import -window root "$build/view/byline-window-dropped.png"
[ "$(compare -metric AE "$work/before.png" "$work/after.png" null: 2>&1)" -gt 50 ] ||
  fail 'the window shows the same model'
put_away
offer "$folder/none.safetensors"
drag
until_true 30 grep -q 'none.safetensors' "$work/log" ||
  fail 'what is no model is not refused' "$work/log"
kill -0 $shown || fail 'it has gone' "$work/log"
xdotool windowactivate --sync "$window" key alt+F4
until_ended 60 $shown 'a window that its user closes' || fail 'closed by its user, that is an error' "$work/log"
exit 0
