#!/bin/bash
# Make the pictures that the READMEs show, of the real plugin with the default
# model: screenshot.png, in jalv while two songs play one after the other, the
# second of which, 8 % faster, is among the known recordings; set-list.png, of a
# mix of known recordings; teaching.png, after somebody was taught.
# usage: tests/hosts/screenshot.sh FOLDER   ('make screenshot' does it)

model=${BUILD:-build}/byline.lv2/default.safetensors
. tests/hosts/stage.sh
need Xvfb openbox jackd jalv.gtk3 xdotool import convert ffmpeg sox
folder=$1
export XDG_DATA_HOME=$work/data
automat='presets/samples/Nikola Whallon - automat.opus'
toxcity='presets/samples/Roberto Lorenz - toxcity.opus'
birth='presets/samples/Obsidian Shell - Second Birth.opus'

# at SPEED SONG FILE: the song as a turntable plays it
at() {
  ffmpeg -v error -i "$2" -af "asetrate=48000*$1,aresample=48000" -ac 2 "$3" ||
    fail "no song at $1"
}

# picture NAME: of the window, in as many colours as are seen
picture() {
  import -window "$window" "$work/picture.png" &&
    convert "$work/picture.png" -colors 160 "PNG8:$folder/$1.png" ||
    fail "no picture $1"
}

know() {
  "$build/byline" recordings add "$@" >"$work/add.log" 2>&1 ||
    fail 'the recordings are not known' "$work/add.log"
}

# show FILE [OPTION]...: byline-window, as $window
show() {
  "$build/byline-window" "${@:2}" "$1" >"$work/names" 2>"$work/log" &
  shown=$!
  started $shown
  window=$(find_window) || fail 'no window' "$work/log"
}

names() {
  grep -q "$1" "$work/names"
}

start_screen
start_window_manager

# Somebody new: the ear has not learnt the model's artists well enough for this
# one, or has not learnt them at all
at 1 "$toxcity" "$work/teach.wav"
ffmpeg -v error -stream_loop 3 -i "$work/teach.wav" -c copy "$work/long.wav" ||
  fail 'no long song'
answer_dialogs 'Roberto Lorenz'
show "$work/long.wav"
sleep 24
keys ctrl+t
until_true 60 names 'Roberto Lorenz' || fail 'nobody was taught' "$work/log"
sleep 8
xdotool mousemove --window "$window" 560 200 click 3
keys Down Down Down Down
sleep 1
picture teaching
end $shown

know "$birth" "$automat" "$toxcity"
mix=
for song in "1 $automat" "0.97 $toxcity" "1.08 $birth" "1.021 $toxcity" \
  "0.955 $automat" "1 $birth"; do
  at "${song%% *}" "${song#* }" "$work/${#mix}.wav"
  mix="$mix$work/${#mix}.wav "
done
# shellcheck disable=SC2086
sox $mix "$work/mix.wav" || fail 'no mix'
show "$work/mix.wav" --speed=4
sleep 33
eval "$(xdotool getwindowgeometry --shell "$window")"
xdotool mousemove --window "$window" $((WIDTH - 23)) $((HEIGHT - 15)) click 1
xdotool mousemove --window "$window" 1 1
sleep 1
picture set-list
end $shown

start_sound
start_host
window=$(find_window) || fail 'no window' "$work/host.log"
at 1.08 "$birth" "$work/faster.wav"
for song in "$toxcity" "$work/faster.wav"; do
  play "$song"
  sleep 22
  picture screenshot
  end $player
done
exit 0
