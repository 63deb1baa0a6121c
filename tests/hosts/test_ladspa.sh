#!/bin/sh
# The LADSPA plugin is found, described, loaded, and changes no sample.
. tests/hosts/common.sh

samples() {
  ffmpeg -nostdin -v error -i "$1" -f s16le -c:a pcm_s16le - | md5sum
}

settings() {
  analyseplugin "$so" byline |
    sed -n 's/.*input, control,.* default \([0-9.]*\)$/\1/p'
}

so=$build/byline_ladspa.so
symbols=$(nm -D --defined-only "$so" | awk '{ print $3 }' | tr '\n' ' ')
[ "$symbols" = 'ladspa_descriptor ' ] || fail "exported symbols: $symbols"

export LADSPA_PATH="$work"
cp "$so" "$work"
listplugins >"$work/log" 2>&1
grep -q 'Byline .*(7401/byline)' "$work/log" || fail listplugins "$work/log"
analyseplugin "$so" byline >"$work/log" 2>&1 || fail analyseplugin "$work/log"
grep -q '"Threshold" input, control, 0 to 1, default 0.5' "$work/log" ||
  fail 'analyseplugin shows other ports' "$work/log"
grep -q '"Smoothing (s)" input, control, 0 to 32, default 8' "$work/log" ||
  fail 'analyseplugin shows other defaults' "$work/log"

make_sound "$work/in.wav" 20
export BYLINE_MODEL="$work/lv2/byline.lv2/default.safetensors"
# shellcheck disable=SC2046  # a word a setting: the defaults, however many
applyplugin "$work/in.wav" "$work/out.wav" "$so" byline $(settings) \
  >"$work/log" 2>&1 || fail applyplugin "$work/log"
grep -q 'byline:' "$work/log" && fail 'the model is not loaded' "$work/log"
[ "$(samples "$work/in.wav")" = "$(samples "$work/out.wav")" ] ||
  fail 'applyplugin changes the sound'

BYLINE_MODEL=/nowhere.safetensors applyplugin "$work/in.wav" "$work/out.wav" \
  "$so" byline $(settings) >"$work/log" 2>&1 || fail applyplugin "$work/log"
grep -q 'byline: /nowhere.safetensors: No such file' "$work/log" ||
  fail 'a missing model is not mentioned' "$work/log"
exit 0
