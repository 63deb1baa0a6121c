#!/bin/bash
# The index of known recordings, in a host: a title with the name; and one that is
# damaged is told and harms nothing, wherever the damage is, nor does one that takes
# the place of a good one while the plugin runs.
. tests/hosts/common.sh

ffmpeg -nostdin -v error -i 'presets/samples/Obsidian Shell - Second Birth.opus' \
  -t 20 -c:a pcm_s16le "$work/song.wav" || fail ffmpeg
export XDG_DATA_HOME=$work/data
index=$XDG_DATA_HOME/byline/recordings.index
printf 'path\tartist\ttitle\n%s\tSomebody\tA Title\n' "$work/song.wav" >"$work/table.tsv"
"$build/byline" recordings add "$work/table.tsv" 2>"$work/log" ||
  fail 'no index' "$work/log"
cp "$index" "$work/good.index"
size=$(stat -c %s "$index")

# in_host [OPTION...]: what it prints is left in $work/log
in_host() {
  "$host" --input "$work/song.wav" --quiet "$@" "$uri" >"$work/log" 2>&1
}

# damage AT BYTES: in a copy of the good one
damage() {
  cp "$work/good.index" "$work/bad.index"
  head -c "$2" <(yes damage) |
    dd of="$work/bad.index" bs=1 seek="$1" conv=notrunc 2>"$work/dd"
  mv "$work/bad.index" "$index"
}

in_host || fail 'a good index' "$work/log"
grep -q '^log: byline: .*Somebody - A Title' "$work/log" ||
  fail 'no title' "$work/log"

# The header, the segment's header, all before the peaks: told in one line
for place in '0 64' '20 4' '70 8' '140 400'; do
  # shellcheck disable=SC2086
  damage $place
  in_host || fail "damaged at $place" "$work/log"
  [ "$(grep -c 'recordings.index: ' "$work/log")" = 1 ] ||
    fail "damaged at $place: no line" "$work/log"
  grep -q 'A Title' "$work/log" && fail "damaged at $place: a title" "$work/log"
done

# Peaks, buckets, postings, and all of it: nobody looks there before it is used
for place in "1000 2000" "$((size / 2)) 4000" "$((size - 9000)) 8900" "400 $((size - 500))"; do
  # shellcheck disable=SC2086
  damage $place
  in_host || fail "damaged at $place" "$work/log"
done
for cut in 0 10 63 100 $((size - 1)); do
  head -c $cut "$work/good.index" >"$index"
  in_host || fail "cut to $cut bytes" "$work/log"
  grep -q 'A Title' "$work/log" && fail "cut to $cut bytes: a title" "$work/log"
done

# While it runs: a damaged one comes, then the good one again
cp "$work/good.index" "$index"
in_host --real-time &
hosted=$!
started $hosted
sleep 2
damage 70 8
sleep 6
cp "$work/good.index" "$work/again.index"
mv "$work/again.index" "$index"
wait $hosted || fail 'changed while it runs' "$work/log"
grep -q 'recordings.index: .*damaged' "$work/log" ||
  fail 'no word about what has come' "$work/log"
grep -q '^log: byline: .*Somebody - A Title' "$work/log" ||
  fail 'no title at last' "$work/log"
exit 0
