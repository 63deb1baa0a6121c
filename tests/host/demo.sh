#!/bin/bash
# Byline as a plugin in jalv, with a screen and a sound card that are not there:
# play the sample songs through it, show its top five as they change, and leave
# a picture of its window.
# usage: tests/host/demo.sh   (after 'make all'; 'make demo' does both)

build=${BUILD:-build}
picture=$build/demo.png
uri=$(sed -n 's/^#define BYLINE_URI "\(.*\)"$/\1/p' include/byline/plugin.h)
work=$(mktemp -d)
pids=()
# Ends what was started, the last first
finish() {
  for ((i = ${#pids[@]} - 1; i >= 0; --i)); do
    kill "${pids[i]}" 2>/dev/null && wait "${pids[i]}" 2>/dev/null
  done
  rm -rf "$work"
}
trap finish EXIT
fail() {
  echo "byline demo: $1" >&2
  [ -s "$2" ] && tail -n 5 "$2" >&2
  exit 1
}

mapfile -t artists < <("$build/byline" info --artists \
  "$build/byline.lv2/default.safetensors")
[ ${#artists[@]} -gt 0 ] || fail 'no default model'

# A screen
exec 3>"$work/display"
Xvfb -displayfd 3 -screen 0 1280x800x24 -nolisten tcp >"$work/xvfb.log" 2>&1 &
pids+=($!)
for _ in {1..50}; do
  [ -s "$work/display" ] && break
  sleep 0.1
done
[ -s "$work/display" ] || fail 'Xvfb does not start' "$work/xvfb.log"
DISPLAY=:$(tr -d '\n' <"$work/display")
export DISPLAY

# A sound card
export JACK_DEFAULT_SERVER=byline-demo-$$ JACK_NO_START_SERVER=1
export JACK_NO_AUDIO_RESERVATION=1
jackd -r -n "$JACK_DEFAULT_SERVER" -t 5000 -d dummy -r 48000 -p 1024 \
  >"$work/jackd.log" 2>&1 &
pids+=($!)
jack_wait -s "$JACK_DEFAULT_SERVER" -w -t 10 >/dev/null 2>&1 ||
  fail 'jackd does not start' "$work/jackd.log"

# The host, with the plugin and its window
export LV2_PATH=$PWD/$build
mkfifo "$work/output"
stdbuf -oL jalv.gtk3 --print-controls --jack-name byline "$uri" \
  >"$work/output" 2>"$work/jalv.log" &
pids+=($!)
exec 4<"$work/output"
for _ in {1..100}; do
  jack_lsp 2>/dev/null | grep -q '^byline:' && break
  sleep 0.1
done
mapfile -t inputs < <(jack_lsp 2>/dev/null | grep '^byline:.*[Ii]n')
[ ${#inputs[@]} -ge 2 ] || fail 'the host does not load the plugin' \
  "$work/jalv.log"

declare -A port   # the last value of each output port
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
  jack-play -u -n byline-player "$sample" >"$work/player.log" 2>&1 &
  player=$!
  pids+=($player)
  for _ in {1..50}; do
    jack_lsp 2>/dev/null | grep -q '^byline-player:out_2' && break
    sleep 0.1
  done
  jack_connect byline-player:out_1 "${inputs[0]}" 2>/dev/null
  jack_connect byline-player:out_2 "${inputs[1]}" 2>/dev/null
  follow $player
  current=${port[current]%.*}
  played=$((played + 1))
  if [ "${current:--1}" -ge 0 ]; then
    echo "  named: ${artists[current]}"
    [ "${artists[current]}" = "${name%% - *}" ] && named=$((named + 1))
  else
    echo '  named: nobody'
  fi
  window=$(xdotool search --onlyvisible --class jalv 2>/dev/null | tail -n 1)
  import -window "${window:-root}" "$picture" 2>/dev/null
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
