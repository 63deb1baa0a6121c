#!/bin/bash
# The window without a host: it names somebody on a recording, saves the history
# from its menu as in a host, and closes with an error where a model, a file or
# the screen is missing.
. tests/hosts/stage.sh
need Xvfb xdotool xprop import convert ffmpeg

program=$build/byline-window
model=$build/byline.lv2/small.safetensors
sound='presets/samples/Obsidian Shell - Second Birth.opus'
start_screen
answer_dialogs 'Dora Döring'
mkdir -p "$build/view"
ffmpeg -nostdin -v error -stream_loop 39 -i "$sound" -c copy "$work/long.opus" ||
  fail 'no long song'
"$program" --model="$model" --speed=2 "$work/long.opus" >"$work/names" 2>"$work/log" &
shown=$!
started $shown
window=$(find_window) || fail 'no window' "$work/log"
until_true 30 grep -q 'Obsidian Shell' "$work/names" || fail 'nobody is named'
sleep 1
is_named() {
  [ "$(xprop -id "$window" -notype _NET_WM_NAME)" = "_NET_WM_NAME = \"$1\"" ]
}
until_true 30 is_named 'Obsidian Shell - Byline' ||
  fail "called $(xprop -id "$window" _NET_WM_NAME)"
xprop -id "$window" _NET_WM_ICON | grep -q '48 x 48' || fail 'no picture'
import -window "$window" "$build/view/byline-window.png" || fail 'no picture'
[ "$(convert "$build/view/byline-window.png" -unique-colors -format '%w' info:)" \
  -gt 100 ] || fail 'too few colours'
# Whoever plays is taught, in a dialog
taught() {
  "$build/byline" artists --model="$model" 2>/dev/null | grep -q '^taught *Dora Döring'
}
is_answered() {
  grep -q 'was taught' "$work/names" || [ "$(wc -l <"$work/log")" -ge "$attempt" ]
}
for attempt in {1..6}; do # the first ten seconds are too little
  keys ctrl+t
  until_true 60 is_answered || fail 'nobody was taught' "$work/log"
  ! grep -q 'was taught' "$work/names" || break
  sleep 2
done
until_true 60 taught || fail 'nobody was taught' "$work/log"
import -window "$window" "$build/view/byline-window-taught.png" || fail 'no picture'
# What speaks for the name is shown in the spectrogram, whose rest is veiled
brightness() {
  import -window "$window" -crop 330x140+400+230 "$work/plot.png" &&
    convert "$work/plot.png" -colorspace Gray -format '%[fx:round(1000*mean)]' info:
}
before=$(brightness)
is_veiled() {
  [ $((10 * $(brightness))) -lt $((7 * before)) ]
}
# By a thread that lets everybody go first, so of as few seconds as can be; not
# where what was taught comes in between, out of its file
xdotool mousemove --window "$window" 18 461 click 1
for attempt in {1..6}; do
  keys ctrl+e
  until_true 30 is_veiled && break
  [ "$attempt" -lt 6 ] || fail "as bright as before: $before"
  keys Escape
done
import -window "$window" "$build/view/byline-window-why.png" || fail 'no picture'
keys Escape
is_clear() {
  [ $((10 * $(brightness))) -gt $((8 * before)) ]
}
until_true 10 is_clear || fail "still veiled: $(brightness) of $before"
answer_dialogs "$work/saved"
# Save as JSON: from below, as above there is more while there is a name
keys shift+F10 Up Up Up Up Up Up Up Up Up Right Right Return
until_true 30 grep -q 'Obsidian Shell' "$work/saved.json" ||
  fail 'the history is not saved' "$work/log"
# The lesson is undone in the menu, above the list
keys shift+F10 Up Up Up Up Up Up Up Up Up Up Up Return
not_taught() {
  ! taught
}
until_true 30 not_taught || fail 'it is not undone' "$work/log"
kill -0 "$shown" || fail 'it has gone' "$work/log"
kill "$shown"
# What is wrong with the environment is said, and the rest works
BYLINE_TEMPLATE='{artits}' BYLINE_OSC=70000 "$program" --model="$model" \
  --speed=8 "$sound" >"$work/names" 2>"$work/log" &
shown=$!
started $shown
until_true 30 grep -q 'Obsidian Shell' "$work/names" || fail 'nobody is named'
kill "$shown"
grep -q "^byline-window: BYLINE_TEMPLATE: no key '{artits}'" "$work/log" ||
  fail 'no word about the template' "$work/log"
grep -q "^byline-window: BYLINE_OSC: .*70000" "$work/log" ||
  fail 'no word about the port' "$work/log"
"$program" --model=/dev/null "$sound" >"$work/log" 2>&1 && fail 'no model'
grep -q '^byline-window: ' "$work/log" || fail 'no message' "$work/log"
"$program" "$work/none.wav" >"$work/log" 2>&1 && fail 'no sound'
DISPLAY=:987654 "$program" --model="$model" "$sound" >"$work/log" 2>&1 &&
  fail 'no screen'
grep -q DISPLAY "$work/log" || fail 'no word about the screen' "$work/log"
"$program" "$sound" "$sound" >"$work/log" 2>&1
[ $? = 2 ] || fail 'two recordings'
"$program" --connect=somebody "$sound" >"$work/log" 2>&1
[ $? = 2 ] || fail 'a recording and JACK'
exit 0
