#!/bin/bash
# The lines of plugin/without-a-host.md, as they stand there: each lets Byline name
# a song.  What is not installed is skipped, with a word.  Sound cards, which are
# not there, are replaced by what takes sound as fast as they do; and paths by those
# of what was built.
# Time limit: 900 s
model=${BUILD:-build}/byline.lv2/default.safetensors
. tests/hosts/stage.sh
need python3 ffmpeg

page=$PWD/plugin/without-a-host.md
export LADSPA_PATH=$build BYLINE_MODEL=$build/byline.lv2/default.safetensors
export XDG_RUNTIME_DIR=$work/run
export TERM=dumb GST_REGISTRY=$work/gst.bin
mkdir -m 700 "$XDG_RUNTIME_DIR"
now_playing=$XDG_RUNTIME_DIR/byline/now-playing.txt
for name in song.flac song.wav; do
  ffmpeg -nostdin -v error -i 'presets/samples/Obsidian Shell - Second Birth.opus' \
    "$work/$name" || fail ffmpeg
done
cd "$work" || exit 1

# lines HEADING [N]: the Nth block of code below a heading
lines() {
  awk -v heading="$1" -v wanted="${2:-1}" '
    !inside && /^#+ / { sub(/^#+ /, ""); on = $0 == heading; next }
    /^```/ { inside = !inside; n += on && inside; next }
    on && inside && n == wanted { print; found = 1 }
    END { exit !found }' "$page" |
    sed "s|/usr/lib/ladspa|$build|; s|autoaudiosink|fakesink sync=true|
      s|-o alsa|-o rtnull|; s|^play \([^ ]*\)|sox \1 -n|"
}

# The receiver of OSC tells it also where nobody plays in real time
python3 "$OLDPWD/tests/hosts/osc_receiver.py" "$work/port" >"$work/osc" &
started $!
until_true 20 test -e "$work/port" || fail 'no receiver'
BYLINE_OSC=$(cat "$work/port")
export BYLINE_OSC

is_named() {
  grep -q '^/byline/artist Obsidian Shell$' <(tail -n +$((seen + 1)) "$work/osc")
}

skipped=
# check HEADING PROGRAM [N]: its lines name the song
check() {
  if ! command -v "$2" >/dev/null; then
    skipped="$skipped${skipped:+, }$2"
    return
  fi
  echo "$1"
  lines "$1" "${3:-1}" >"$work/line.sh" || fail "no lines for $1"
  seen=$(wc -l <"$work/osc")
  sh "$work/line.sh" </dev/null >"$work/log" 2>&1 || fail "$1" "$work/log"
  until_true 20 is_named || fail "$1: nobody is named" "$work/osc"
}

check ffmpeg ffmpeg
check GStreamer gst-launch-1.0
check sox sox
check ecasound ecasound

# ---- the program itself

export PATH=$build:$PATH
lines 'No plugin at all' 3 >line.sh && sh line.sh >"$work/log" 2>&1 ||
  fail 'byline identify' "$work/log"
grep -q 'Obsidian Shell' set.csv || fail 'no set list' "$work/log"

# In JACK, to a player that has Mixxx's name
if command -v jackd >/dev/null; then
  echo JACK
  start_sound
  "$build/tests/hosts/play" song.wav '' Mixxx >"$work/player.log" 2>&1 &
  player=$!
  started $player
  lines 'No plugin at all' 2 | sed 's/^/exec /' >mixxx.sh
  seen=$(wc -l <"$work/osc")
  sh mixxx.sh >"$work/log" 2>&1 &
  listens=$!
  started $listens
  until_true 60 is_named || fail 'byline listen: nobody is named' "$work/log"
  kill -INT $listens
  until_ended 20 $listens 'byline listen' || fail 'Ctrl-C' "$work/log"
  grep -q 'Obsidian Shell' "$work/log" || fail 'no line' "$work/log"
  end $player
else
  skipped="$skipped${skipped:+, }jackd"
fi

# ---- PipeWire

pipewire_there() {
  local program
  for program in pipewire wireplumber pw-cat pw-cli pw-jack dbus-run-session; do
    command -v $program >/dev/null || return 1
  done
}
if pipewire_there; then
  echo PipeWire
  mkdir -p "$HOME/.config/pipewire/pipewire.conf.d"
  lines PipeWire 1 >"$HOME/.config/pipewire/pipewire.conf.d/byline.conf"
  lines PipeWire 2 >play.sh
  lines 'No plugin at all' 1 | sed 's/^/exec /' >listen.sh
  lines 'Without a host' 1 >tell.sh
  dbus-run-session -- "$OLDPWD/tests/hosts/large/in_pipewire.sh" "$work" \
    >"$work/log" 2>&1 || fail PipeWire "$work/log"
else
  skipped="$skipped${skipped:+, }PipeWire"
fi
[ -z "$skipped" ] || echo "not installed, so not run: $skipped"
exit 0
