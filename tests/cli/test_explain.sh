#!/bin/sh
# byline explain: which moments and bands speak for an artist, as text, JSON and
# a picture, and what it says of bad input.

set -eu
. "$(dirname "$0")/common.sh"
need jq

explain()
{
  "$byline" explain "$@"
}
samples=$OLDPWD/presets/samples
song="$samples/Obsidian Shell - Second Birth.opus"
export BYLINE_MODEL="$OLDPWD/presets/models/default.safetensors"
ffmpeg -v error -nostdin -f lavfi -i "anullsrc=d=20" silent.wav
ffmpeg -v error -nostdin -i "$song" -t 1 short.wav
ffmpeg -v error -nostdin -i "$song" -t 6 -ac 1 -ar 44100 six.wav

# ---- of whom, where, and how much
expect 0 '^ *[0-9.]* %  Obsidian Shell$' explain "$song"
grep -qE '^ +[0-9]+ %  0:[0-9.]+ - 0:[0-9.]+$' out || fail 'no moments'
grep -qE '^ +[0-9]+ %  [0-9]+ - [0-9]+ Hz$' out || fail 'no bands'
expect 0 '' explain --json "$song"
jq -e '.artist == "Obsidian Shell" and .probability > 0.5 and
  (.end - .begin | . > 9.8 and . <= 10) and
  (.evidence | length) == (.times | length) and
  (.evidence[0] | length) == (.bands | length) and
  ([.times[].share] | add | . > 0.999 and . < 1.001) and
  ([.bands[].share] | add | . > 0.999 and . < 1.001) and
  ([.bands[] | .high > .low] | all) and
  ([.evidence[][]] | max > 0.1)' out >/dev/null || fail 'JSON is not as told'

# There is where it is most probable; elsewhere it is less so
most=$(jq .probability out)
expect 0 '' explain --json --at=0:12.5 --artist='Obsidian Shell' "$song"
jq -e --argjson most "$most" '.artist == "Obsidian Shell" and
  (.begin - 12.5 | fabs) < 0.05 and .probability <= $most + 0.01' out >/dev/null ||
  fail 'another place is not as told'

# For somebody else, the same moments count otherwise
expect 0 '' explain --json --at=0 "$song"
cp out first
expect 0 '' explain --json --at=0 --artist='Roberto Lorenz' "$song"
jq -e -s '.[1].artist == "Roberto Lorenz" and .[0].evidence != .[1].evidence and
  .[0].probability > .[1].probability' first out >/dev/null ||
  fail 'somebody else is not as told'

export BYLINE_MODEL="$OLDPWD/presets/models/small.safetensors"

# What is shorter than ten seconds is explained as a whole
expect 0 '0:00 - 0:05.[0-9]$' explain six.wav

# ---- pictures
for end in png svg pdf; do
  expect 0 '' explain -o why.$end six.wav
done
head -c 4 why.png | grep -q PNG || fail 'no PNG'
grep -q '<svg' why.svg || fail 'no SVG'
head -c 4 why.pdf | grep -q %PDF || fail 'no PDF'
echo mine >why.txt
expect 1 'why.txt' explain -o why.txt six.wav
grep -qx mine why.txt || fail 'written over'

# ---- bad input
name=$("$byline" info --json "$BYLINE_MODEL" | jq -r '.artists[0]')
expect 2 "did you mean '$name'" explain --artist="${name}x" six.wav
expect 2 "byline artists" explain --artist=Zzyzx six.wav
expect 1 'among the five' explain --artist='Eric Matyas' six.wav
expect 1 'it ends at 0:0' explain --at=1:00:00 six.wav
expect 1 'short.wav' explain short.wav
expect 1 'too short' explain --at=0 short.wav
expect 1 'silent' explain silent.wav
for wrong in x 1:x -1 1:2:3:4 '' 1:2.5:3 1e999; do
  expect 2 '' explain --at="$wrong" six.wav
done
