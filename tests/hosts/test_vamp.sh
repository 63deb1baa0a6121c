#!/bin/bash
# The Vamp plugin is found by hosts, tells the same segments as byline identify,
# and a curve of the voice; whatever size the blocks and whatever rate the sound
# has.  What it cannot do it refuses, with a line.
model=${BUILD:-build}/byline.lv2/default.safetensors
. tests/hosts/common.sh

so=$build/vamp/byline.so
symbols=$(nm -D --defined-only "$so" | awk '{ print $3 }' | tr '\n' ' ')
[ "$symbols" = 'vampGetPluginDescriptor ' ] || fail "exported symbols: $symbols"
ldd "$so" | grep -E 'libav|libsqlite|libjack|libX11' && fail 'hosts would get these'

mkdir -p "$work/lib/vamp" "$work/lib/lv2"
cp "$build"/vamp/byline.* "$work/lib/vamp"
cp -r "$work/lv2/byline.lv2" "$work/lib/lv2"
so=$work/lib/vamp/byline.so
export VAMP_PATH=$work/lib/vamp

# Two songs and a pause between
ffmpeg -nostdin -v error -i 'presets/samples/Obsidian Shell - Second Birth.opus' \
  -f lavfi -t 8 -i anullsrc=r=48000:cl=stereo \
  -i 'presets/samples/Roberto Lorenz - toxcity.opus' \
  -filter_complex '[0][1][2]concat=n=3:v=0:a=1' -c:a pcm_s16le \
  "$work/set.wav" || fail 'ffmpeg'

# ---- in the SDK's host

vamp-simple-host --list-outputs >"$work/ids" 2>"$work/log"
grep -qx 'vamp:byline:byline:artists' "$work/ids" &&
  grep -qx 'vamp:byline:byline:voice' "$work/ids" || fail 'not found' "$work/ids"
vamp-simple-host byline:byline:artists "$work/set.wav" >"$work/segments" \
  2>"$work/log" || fail vamp-simple-host "$work/log"
grep -q '^ *0\.[0-9]*, 2[45]\.[0-9]*: [0-9]* Obsidian Shell$' "$work/segments" ||
  fail 'nobody is named' "$work/segments"

# ---- in our own

vamp() {
  "$build/tests/hosts/vamp_host" "$@"
}

# Where each begins, and who it is, as byline identify has it
"$build/byline" identify --json -m "$model" "$work/set.wav" 2>"$work/log" |
  jq -r '.timeline[] | "\(.begin * 100 | round / 100) \(.artist // "unknown")"' \
    >"$work/expected"
[ "$(wc -l <"$work/expected")" -ge 2 ] || fail 'a short story' "$work/expected"
segments() {
  awk '$1 == 0 { name = $5; for (i = 6; i <= NF; ++i) name = name " " $i
    print int($2 * 100 + 0.5) / 100, name }' "$1"
}
# The voice but for its end, where blocks of many sizes add silence
voice() {
  awk '$1 == 1 && $2 < 55' "$1"
}
vamp "$so" "$work/set.wav" 4096 4096 >"$work/usual" || fail 'our host'
segments "$work/usual" >"$work/told"
diff "$work/expected" "$work/told" || fail 'not as byline identify'
awk '$1 == 1 && !($4 >= 0 && $4 <= 1) { exit 1 }' "$work/usual" ||
  fail 'no probability' "$work/usual"
[ "$(voice "$work/usual" | wc -l)" -gt 200 ] || fail 'no voice' "$work/usual"

for size in '1 1' '7 5' '65536 65536' '8192 1000'; do
  # shellcheck disable=SC2086
  vamp "$so" "$work/set.wav" $size >"$work/other" || fail "blocks of $size"
  segments "$work/other" | diff "$work/told" - || fail "blocks of $size"
  diff <(voice "$work/usual") <(voice "$work/other") >"$work/log" ||
    fail "blocks of $size: voice" "$work/log"
done

# Again after a reset; and from another time on
vamp "$so" "$work/set.wav" 4096 4096 2 2 >"$work/other" || fail 'a reset'
cat "$work/usual" "$work/usual" | diff - "$work/other" >"$work/log" ||
  fail 'a reset changes it' "$work/log"
vamp "$so" "$work/set.wav" 4096 4096 2 1 100 >"$work/other" || fail 'later'
segments "$work/other" | head -n 1 | grep -q '^100.* Obsidian Shell$' ||
  fail 'not from the first block on' "$work/other"

for rate in 8000 192000; do
  ffmpeg -nostdin -v error -y -i "$work/set.wav" -t 25 -ar $rate "$work/rate.wav"
  vamp "$so" "$work/rate.wav" 4096 4096 1 >"$work/other" || fail "$rate Hz"
  [ $rate = 8000 ] || grep -q 'Obsidian Shell' "$work/other" ||
    fail "$rate Hz" "$work/other"
done

# ---- with an index of recordings, titles; a damaged one is told and does no harm

export XDG_DATA_HOME=$work/data
printf 'path\tartist\ttitle\n%s\tRoberto Lorenz\tToxcity\n' \
  "$PWD/presets/samples/Roberto Lorenz - toxcity.opus" >"$work/table.tsv"
"$build/byline" recordings add "$work/table.tsv" 2>"$work/log" ||
  fail 'no index' "$work/log"
vamp "$so" "$work/set.wav" 4096 4096 >"$work/other" || fail 'an index'
segments "$work/other" | grep -q ' Roberto Lorenz - Toxcity$' ||
  fail 'no title' "$work/other"
dd if=/dev/zero of="$XDG_DATA_HOME/byline/recordings.index" bs=1 seek=16 \
  count=200 conv=notrunc 2>"$work/log"
vamp "$so" "$work/set.wav" 4096 4096 >"$work/other" 2>"$work/log" ||
  fail 'a damaged index'
grep -q 'recordings.index: .*damaged' "$work/log" || fail 'no word' "$work/log"
segments "$work/other" | diff "$work/told" - || fail 'a damaged index'
unset XDG_DATA_HOME

# ---- what it cannot do

for wrong in '1024 2048' '1024 0' '1024 1024 3' '1024 1024 0'; do
  # shellcheck disable=SC2086
  vamp "$so" "$work/set.wav" $wrong >"$work/other"
  [ $? = 3 ] || fail "not refused: $wrong"
done
ffmpeg -nostdin -v error -y -i "$work/set.wav" -t 1 "$work/short.wav"
vamp "$so" "$work/short.wav" 1024 1024 >"$work/other" 2>"$work/log" ||
  fail 'a short sound' "$work/log"
[ "$(grep -c ^0 "$work/other")" = 0 ] && [ "$(wc -l <"$work/log")" = 1 ] &&
  grep -q '^byline: this sound: too short' "$work/log" ||
  fail 'no word about a short sound' "$work/log"
BYLINE_MODEL=/nowhere.safetensors vamp "$so" "$work/set.wav" 1024 1024 \
  >"$work/other" 2>"$work/log"
[ $? = 3 ] && [ "$(wc -l <"$work/log")" = 1 ] &&
  grep -q '^byline: .*nowhere' "$work/log" || fail 'a missing model' "$work/log"
exit 0
