# What tests of the plugin in hosts share; read with '.'.
# Gives each test a folder of its own ($work) with a bundle in it, whose model
# is small, random, and always the same, unless $model names one.

. tests/wait.sh

build=${BUILD:-build}
case $build in /*) ;; *) build=$PWD/$build ;; esac
host=$build/tests/hosts/lv2_host
work=$(mktemp -d)
sound_lock= # see start_sound
pids=

# end PID: by force where it does not end when asked
end() {
  kill "$1" 2>/dev/null || return 0
  await_end 5 "$1" || kill -KILL "$1" 2>/dev/null
  wait "$1" 2>/dev/null
}

# Ends what was started, by process id, the last first
finish() {
  local IFS=' ' pid # a signal may come within 'IFS= read'
  trap '' HUP INT TERM
  for pid in $pids; do
    end "$pid"
  done
  rm -rf "$work" "$sound_lock"
}
trap finish EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
started() {
  pids="$1 $pids"
}

. tests/fail.sh

uri=$(sed -n 's/^#define BYLINE_URI "\(.*\)"$/\1/p' include/byline/plugin.h)

# make_bundle FOLDER: the plugin with the model $model, or a random one
make_bundle() {
  mkdir -p "$1/byline.lv2"
  cp "$build"/byline.lv2/*.so "$build"/byline.lv2/*.ttl \
    "$build"/byline.lv2/small.safetensors "$1/byline.lv2"
  if [ -n "$model" ]; then
    cp "$model" "$1/byline.lv2/default.safetensors"
  else
    "$build/tests/hosts/make_model" "$1/byline.lv2/default.safetensors" 7 1
  fi || fail 'no model'
}

# make_sound FILE SECONDS [RATE]: stereo, and never the same for long
make_sound() {
  ffmpeg -nostdin -v error -f lavfi -i \
    "aevalsrc=0.4*sin(2*PI*t*(220+40*floor(t)))|0.3*sin(2*PI*t*(330+7*floor(3*t))):s=${3:-48000}:d=$2" \
    -c:a pcm_s16le "$1" || fail 'ffmpeg makes no sound'
}

# link_specifications FOLDER: to those that are installed, and to no plugin: of
# Byline, there may be another one
link_specifications() {
  local manifest
  mkdir -p "$1"
  for manifest in /usr/lib/lv2/*/manifest.ttl; do
    grep -q 'lv2:Specification' "$manifest" &&
      ln -s "${manifest%/*}" "$1"
  done
  return 0
}

make_bundle "$work/lv2"
link_specifications "$work/specifications"
export LV2_PATH=$work/lv2:$work/specifications
