#!/bin/sh
# In lv2file, lv2bench and lv2apply, which offer next to nothing, the sound
# comes out bit by bit as it went in.
. tests/hosts/common.sh

samples() {
  ffmpeg -nostdin -v error -i "$1" -f s16le -c:a pcm_s16le - | md5sum
}

make_sound "$work/in.wav" 20
lv2file -i "$work/in.wav" -o "$work/out.wav" "$uri" >"$work/log" 2>&1 ||
  fail lv2file "$work/log"
[ "$(samples "$work/in.wav")" = "$(samples "$work/out.wav")" ] ||
  fail 'lv2file changes the sound'

lv2apply -i "$work/in.wav" -o "$work/out.wav" "$uri" >"$work/log" 2>&1 ||
  fail lv2apply "$work/log"
[ "$(samples "$work/in.wav")" = "$(samples "$work/out.wav")" ] ||
  fail 'lv2apply changes the sound'

for plugin in "$uri" "$uri/mono" "$uri/analyser"; do
  lv2bench -n 480000 "$plugin" >"$work/log" 2>&1
  grep -q "$plugin" "$work/log" || fail "lv2bench $plugin" "$work/log"
done

ffmpeg -nostdin -v error -i "$work/in.wav" -ac 1 -c:a pcm_s16le "$work/mono.wav"
lv2apply -i "$work/mono.wav" -o "$work/out.wav" "$uri/mono" >"$work/log" 2>&1 ||
  fail 'lv2apply, mono' "$work/log"
[ "$(samples "$work/mono.wav")" = "$(samples "$work/out.wav")" ] ||
  fail 'lv2apply changes mono sound'

# A folder with spaces and other letters, and no model in it
odd="$work/Größe und Maß"
make_bundle "$odd"
rm "$odd/byline.lv2/default.safetensors"
LV2_PATH=$odd lv2file -i "$work/in.wav" -o "$work/out.wav" "$uri" \
  >"$work/log" 2>&1 || fail 'lv2file without a model' "$work/log"
[ "$(samples "$work/in.wav")" = "$(samples "$work/out.wav")" ] ||
  fail 'without a model the sound changes'
grep -q 'byline: .*default.safetensors: No such file' "$work/log" ||
  fail 'a missing model is not mentioned' "$work/log"
exit 0
