#!/bin/bash
# Files are the same on both processors: each makes the same model, reads what the
# other has made, and makes the same of it.  $BUILD has the programs for ARM, two
# folders below those of this processor.
. tests/fail.sh

arm=$(cd "$BUILD" && pwd)
native=$(cd "$arm/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# make_sound FILE SEED: half a minute, steps of tones over noise
make_sound() {
  ffmpeg -nostdin -v error -f lavfi -i "aevalsrc=0.2*sin(2*PI*t*(220+40*floor(t*$2)))+0.2*sin(2*PI*t*(1330+70*floor(3*t))):s=48000:d=30" \
    -f lavfi -i "anoisesrc=seed=$2:amplitude=0.1:r=48000:d=30" \
    -filter_complex amix -c:a pcm_s16le "$1" || fail 'ffmpeg makes no sound'
}
make_sound "$work/one.wav" 1
make_sound "$work/two.wav" 2

for built in native arm; do
  ${!built}/tests/hosts/make_model "$work/$built.safetensors" 7 1 ||
    fail "make_model, $built"
  "${!built}/byline" recordings add --index="$work/$built.index" \
    "$work/one.wav" "$work/two.wav" 2>"$work/log" ||
    fail "recordings add, $built" "$work/log"
done
cmp "$work/native.safetensors" "$work/arm.safetensors" || fail 'other models'

# Of sound, peaks are found by the processor's own sums; of peaks, all follows
for made in native arm; do
  for built in native arm; do
    cp "$work/$made.index" "$work/of_$built.index"
    for action in check list "remove $work/two.wav" list; do
      # shellcheck disable=SC2086 # an action and its argument
      "${!built}/byline" recordings $action --index="$work/of_$built.index" \
        >>"$work/$made.said_by_$built" 2>"$work/log" ||
        fail "$action, made by $made, run by $built" "$work/log"
    done
  done
  cmp "$work/of_native.index" "$work/of_arm.index" ||
    fail "other indexes of what $made made"
  grep -q 'one.wav' "$work/$made.said_by_arm" || fail 'nothing listed'
  sed 's/of_arm/of_native/' "$work/$made.said_by_arm" |
    cmp - "$work/$made.said_by_native" || fail "another list of what $made made"
done

# The same answers, from the other's files
mkdir -p "$work/data/byline"
cp "$work/arm.index" "$work/data/byline/recordings.index"
for built in native arm; do
  XDG_DATA_HOME=$work/data "${!built}/byline" identify \
    --model="$work/native.safetensors" "$work/one.wav" \
    >"$work/$built.answer" 2>"$work/log" || fail "identify, $built" "$work/log"
done
grep -q 'Artist n' "$work/arm.answer" || fail 'no answer' "$work/arm.answer"
grep -q ' - one$' "$work/arm.answer" || fail 'not known' "$work/arm.answer"
cmp "$work/native.answer" "$work/arm.answer" || fail 'other answers' "$work/arm.answer"
