#!/bin/bash
# Who plays is told to other programs by a plugin that nobody can give a window:
# in a file of its own, laid out as the environment says, and by OSC; what makes
# no sense there is one line, and harms nothing.
model=${BUILD:-build}/byline.lv2/default.safetensors
. tests/hosts/common.sh

so=$build/byline_ladspa.so
export BYLINE_MODEL=$model
export XDG_RUNTIME_DIR=$work/run
mkdir -m 700 "$XDG_RUNTIME_DIR"
usual=$XDG_RUNTIME_DIR/byline/now-playing.txt
song='presets/samples/Obsidian Shell - Second Birth.opus'

# in_host LOG [NAME=VALUE...]: as fast as a sound card plays, in the background
in_host() {
  local log=$1
  shift
  env "$@" ffmpeg -nostdin -v error -re -stream_loop 3 -i "$song" \
    -af "ladspa=f=$so:p=byline" -f null - >"$log" 2>&1 &
  hosted=$!
  started $hosted
}

# holds FILE LINE: whether that is all that is in it
holds() {
  [ "$(cat "$1" 2>/dev/null)" = "$2" ]
}

python3 tests/hosts/osc_receiver.py "$work/port" >"$work/osc" 2>"$work/osc.log" &
started $!
until_true 20 test -e "$work/port" || fail 'no receiver' "$work/osc.log"

# ---- a file without being asked, and OSC

in_host "$work/log" "BYLINE_OSC=$(cat "$work/port")"
until_true 90 holds "$usual" 'Obsidian Shell' || fail "$usual" "$work/log"
until_true 10 grep -qx '/byline/artist Obsidian Shell' "$work/osc" ||
  fail 'no OSC' "$work/osc"
grep -Eq '^/byline/probability (0\.[5-9]|1\.0)' "$work/osc" || fail 'OSC' "$work/osc"
kill -INT $hosted
await_end 20 $hosted || fail 'the host does not end'
holds "$usual" '' || fail 'still playing, though the host has gone'
until_true 10 eval '[ "$(tail -n 1 "$work/osc")" = "/byline/artist " ]' ||
  fail 'still playing, says OSC' "$work/osc"
grep -q byline "$work/log" && fail 'a complaint' "$work/log"

# ---- a file and a template that were asked for

rm "$usual"
in_host "$work/log" "BYLINE_NOW_PLAYING=$work/obs.txt" \
  'BYLINE_TEMPLATE=Now: {artist}[ - {title}] {x}' BYLINE_OSC=nowhere:9
until_true 90 holds "$work/obs.txt" 'Now: Obsidian Shell {x}' ||
  fail 'no such file' "$work/log"
kill -INT $hosted
await_end 20 $hosted || fail 'the host does not end'
[ -e "$usual" ] && fail 'the usual file, too'
grep -q "BYLINE_TEMPLATE: no key '{x}'" "$work/log" ||
  fail 'no word about the template' "$work/log"
grep -q "BYLINE_OSC: OSC to 'nowhere:9'" "$work/log" ||
  fail 'no word about the address' "$work/log"
[ "$(grep -c byline: "$work/log")" = 2 ] || fail 'not two lines' "$work/log"

# ---- a file that is somebody else's, and one that is no text

echo 'Dear diary' >"$work/diary.txt"
in_host "$work/log" "BYLINE_NOW_PLAYING=$work/diary.txt"
until_true 90 grep -q 'diary.txt.*did not write it' "$work/log" ||
  fail 'no word about a file that is there' "$work/log"
kill -INT $hosted
await_end 20 $hosted || fail 'the host does not end'
holds "$work/diary.txt" 'Dear diary' || fail 'it is gone'
in_host "$work/log" "BYLINE_NOW_PLAYING=$HOME/.bashrc"
until_true 90 grep -q 'must end with .txt' "$work/log" ||
  fail 'no word about its name' "$work/log"
kill -INT $hosted
await_end 20 $hosted || fail 'the host does not end'
[ -e "$HOME/.bashrc" ] && fail 'written all the same'

# ---- no folder for it: nobody minds

in_host "$work/log" XDG_RUNTIME_DIR=/proc/none
sleep 2
kill -INT $hosted
await_end 20 $hosted || fail 'the host does not end'
grep -q byline "$work/log" && fail 'a complaint' "$work/log"
exit 0
