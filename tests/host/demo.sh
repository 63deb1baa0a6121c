#!/bin/bash
# Byline as a plugin in jalv, with a screen and a sound card that are not there:
# play the sample songs through it, show its top five as they change, and leave
# a picture of its window.
# usage: tests/host/demo.sh   (after 'make all'; 'make demo' does both)

model=${BUILD:-build}/byline.lv2/default.safetensors
. tests/host/stage.sh
picture=$build/demo.png

mapfile -t artists < <("$build/byline" info --artists \
  "$build/byline.lv2/default.safetensors")
[ ${#artists[@]} -gt 0 ] || fail 'no default model'

# The host, with the plugin and its window
start_screen
start_sound
start_host --print-controls
window=$(find_window) || fail 'the host does not show the window' \
  "$work/host.log"
exec 4< <(exec tail -n +1 -f "$work/host.out")
started $!

declare -A port # the last value of each output port
show_ranking() {
  local line='' n artist percent
  for n in 1 2 3 4 5; do
    artist=${port[artist_$n]%.*}
    [ "${artist:--1}" -ge 0 ] || continue
    percent=$(printf '%.0f' "${port[probability_$n]}e2")
    line="$line${line:+ · }${artists[artist]} $percent %"
  done
  [ -n "$line" ] && [ "$line" != "$shown" ] &&
    printf '  %2d s  %s\n' $(((${EPOCHREALTIME/./} - start) / 1000000)) "$line"
  shown=$line
}

# Follow the host's output while process $1 runs.  A host tick's values come in
# one burst: the ranking is shown when it ends.
follow() {
  local symbol equals value
  while kill -0 "$1" 2>/dev/null; do
    if read -r -t 0.1 symbol equals value <&4; then
      [ "$equals" = '=' ] && port[$symbol]=$value
      continue
    fi
    show_ranking
  done
}

echo "Byline in jalv: three excerpts of songs that its training never saw"
named=0 played=0
for sample in presets/samples/*.opus; do
  name=$(basename "$sample" .opus)
  echo
  echo "playing: ${name#* - } by ${name%% - *}"
  shown='' start=${EPOCHREALTIME/./}
  play "$sample"
  follow "$player"
  current=${port[current]%.*}
  played=$((played + 1))
  if [ "${current:--1}" -ge 0 ]; then
    echo "  named: ${artists[current]}"
    [ "${artists[current]}" = "${name%% - *}" ] && named=$((named + 1))
  else
    echo '  named: nobody'
  fi
  import -window "$window" "$picture"
  sleep 4 & # silence between the songs
  follow $!
done

echo
echo "$named of $played named rightly; the window: $picture"
echo "Open it in Ardour or Carla: 'make install', then insert 'Byline' on a" \
  'track or the master bus.'
echo "Teach it your own artists: 'byline scan MUSIC -o library.tsv', 'byline" \
  "prepare', 'byline train'; see README.md."
[ "$named" -gt 0 ]
