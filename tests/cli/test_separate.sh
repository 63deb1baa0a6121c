#!/bin/sh
# byline train --task=separate and byline separate: from stems to a network that
# takes voices out, resumed bit for bit; bad input

artists=$(realpath presets/models/default.safetensors)
. "$(dirname "$0")/common.sh"
need ffmpeg

sound() # usage: sound FILE SECONDS EXPRESSION...
{
  mkdir -p "$(dirname "$1")"
  ffmpeg -nostdin -v error -f lavfi -i "aevalsrc=$3:d=$2:s=16000" "$1" || exit 1
}

voice='0.2*(sin(2*PI*180*t+3*sin(30*t))+sin(2*PI*360*t+6*sin(30*t))/2)*(0.6+0.4*sin(7*t))'
for singer in a b; do
  sound "stems/voices/$singer/1.wav" 8 "$voice"
  sound "stems/accompaniments/$singer/1.flac" 8 \
    '0.1*sin(2*PI*110*t)+0.1*sin(2*PI*990*t)|0.1*sin(2*PI*110*t)'
done
# As MUSDB18-HQ has it: an accompaniment in parts, of unlike lengths
sound stems/song/vocals.wav 6 "$voice"
sound stems/song/bass.wav 6 '0.1*sin(2*PI*60*t)'
sound stems/song/drums.wav 4 '0.2*random(0)*(1-mod(4*t\,1))'
sound stems/song/mixture.wav 6 0
sound stems/voices/silent/1.wav 3 0
echo "no sound" >stems/voices/a/broken.wav

recipe='-s architecture=separator:width=4-4 -s clip_frames=64 -s batch=4
  -s clips_per_epoch=8 -s warmup_epochs=0 -j 1'
# shellcheck disable=SC2086
train() { "$byline" train stems --task=separate $recipe "$@"; }

expect 0 "of 3 voices" train -o whole -s epochs=2
grep -q "silent: passed by" log || fail "silence was learnt from"
grep -q "song/vocals.wav lasts 6.0 s, but .*drums.wav 4.0 s" log ||
  fail "no word of stems of unlike lengths"
grep -q "bass.wav" log && fail "a stem as long as the voice is complained about"
grep -q "broken.wav.*passed by" log || fail "no word of a broken file"
[ "$(wc -l <whole/metrics.jsonl)" = 2 ] || fail "no line for each epoch"

# Stopped in the middle, and resumed
expect 2 "is there already" train -o whole -s epochs=2
train -o parts -s epochs=2 2>err &
pid=$!
while kill -0 $pid 2>/dev/null && [ ! -s parts/metrics.jsonl ]; do sleep 0.05; done
kill -INT $pid 2>/dev/null
wait $pid
expect 0 "" train -o parts -s epochs=2 --resume
cmp whole/model.safetensors parts/model.safetensors || fail "resumed, other bits"
cmp -s whole/checkpoint parts/checkpoint || fail "resumed, another checkpoint"
expect 1 "another recipe" train -o parts -s epochs=3 --resume

# A page about it: what it makes of what was held out, pictures, the curve
expect 0 "wrote page.html" "$byline" report whole stems -o page.html \
  --figures=figures --pdf=page.pdf
grep -q 'the mean of 12 mixtures' page.html || fail "no figures in the report"
[ "$(grep -o '<td>[-0-9.]* to [-0-9.]*</td>' page.html | wc -l)" = 3 ] ||
  grep -q ' to -*[0-9.]*<' page.html || fail "no line for each level"
for name in parts sdr learning; do
  [ -s "figures/$name.png" ] || fail "no picture of $name"
done
grep -q 'architecture = separator' page.html || fail "no recipe in the report"
expect 0 "" "$byline" report whole -o page.html
grep -q 'Not measured' page.html || fail "measured on nothing"
expect 2 "finds voices" "$byline" report whole --unknown=stems -o page.html
expect 1 "no voices to learn from" "$byline" report whole stems/voices -o page.html

# What comes out adds up to what went in, at its rate
ffmpeg -nostdin -v error -i stems/song/vocals.wav -ar 44100 -ac 2 mix.wav
expect 0 "" "$byline" separate mix.wav -o v.wav --rest r.wav \
  -m whole/model.safetensors
level=$(ffmpeg -nostdin -i v.wav -i r.wav -i mix.wav -filter_complex \
  "[0][1]amix=2:normalize=0[s];[2]volume=-1[n];[s][n]amix=2:normalize=0,volumedetect" \
  -f null - 2>&1 | sed -n 's/.*max_volume: \(-[0-9]*\).*/\1/p')
[ "${level:-0}" -le -80 ] || fail "voice and rest miss the mix by $level dB"
length=$(ffprobe -v error -show_entries format=duration -of csv=p=0 v.wav)
[ "$length" = 6.000000 ] || fail "6 s become $length"
expect 0 "" "$byline" separate mix.wav -o own.wav --seconds 2

# Bad input
expect 2 "tells artists and cannot find voices" \
  "$byline" train stems --task=separate -o x -s architecture=resnet
expect 1 "this model tells artists" "$byline" train stems --task=separate -o x \
  --from="$artists"
expect 1 "this model tells artists" "$byline" separate mix.wav -o x.wav \
  -m "$artists"
expect 0 "" train -o further -s epochs=1 --from=whole/model.safetensors
cmp -s whole/model.safetensors further/model.safetensors && fail "nothing learnt"
for kind in voice music; do
  sound "swapped-$kind/song/vocals.wav" 3 "$([ $kind = music ] && echo 0 || echo "$voice")"
  sound "swapped-$kind/song/accompaniment.wav" 3 \
    "$([ $kind = voice ] && echo 0 || echo "$voice")"
done
expect 1 "no voices to learn from" \
  "$byline" train swapped-music --task=separate -o x3
expect 1 "no accompaniments to learn from" \
  "$byline" train swapped-voice --task=separate -o x4
# A voice that is called accompaniment, and stems that may be as they are: of
# other rates, mono and stereo, shifted against each other
mkdir -p odd/swapped odd/fine
buzz='0.1*sin(2*PI*(150*t+3*sin(5*t)))'
for h in 2 3 4 5 6 7 8; do
  buzz="$buzz+0.1/$h*sin($h*2*PI*(150*t+3*sin(5*t)))"
done
sound odd/fine/vocals.wav 8 "($buzz)*(0.6+0.4*sin(9*t))"
sound odd/fine/accompaniment.wav 8 \
  '0.1*sin(2*PI*440*t)+0.1*sin(2*PI*550*t)|0.1*sin(2*PI*660*t)'
cp odd/fine/vocals.wav odd/swapped/accompaniment.wav
cp odd/fine/accompaniment.wav odd/swapped/vocals.wav
ffmpeg -nostdin -v error -y -i odd/fine/accompaniment.wav -ar 44100 \
  -af adelay=300:all=1,atrim=end=8 odd/fine/x.wav
mv odd/fine/x.wav odd/fine/accompaniment.wav
# shellcheck disable=SC2086
expect 0 "swapped/vocals.wav holds less of a voice than .*each other's names" \
  "$byline" train odd --task=separate $recipe -o x5 -s epochs=1
! grep -q odd/fine err || fail "complains about what is fine: $(cat err)"

expect 2 "the tasks are classify and separate" \
  "$byline" train stems --task=sing -o x
expect 1 "no voices to learn from" \
  "$byline" train stems/accompaniments --task=separate -o x2
expect 2 "cannot tell artists" "$byline" info separator
expect 1 "finds voices" "$byline" info whole/model.safetensors
for command in 'identify mix.wav' 'explain mix.wav' 'teach Somebody mix.wav' \
  artists; do
  # shellcheck disable=SC2086
  expect 1 "finds voices" "$byline" $command -m whole/model.safetensors
done
expect 1 "finds voices" "$byline" ensemble whole/model.safetensors "$artists" \
  -o x.safetensors
for command in evaluate robustness; do
  expect 1 "finds voices" "$byline" $command whole/model.safetensors dataset
done

# What is no sound; silence has no voice
: >empty.wav
head -c 5000 mix.wav | tail -c 3000 >middle.wav
for file in "$work/stems/voices/a/broken.wav" empty.wav middle.wav "$artists"; do
  expect 1 "not a sound file" "$byline" separate "$file" -o x.wav
  [ "$(wc -l <err)" = 1 ] || fail "more than a line: $(cat err)"
done
expect 1 "Is a directory" "$byline" separate stems -o x.wav
[ ! -e x.wav ] || fail "wrote a voice out of nothing"
expect 0 "" "$byline" separate stems/voices/silent/1.wav -o silence.wav \
  --rest rest.wav
ffmpeg -nostdin -i silence.wav -i rest.wav -filter_complex \
  amix=2:normalize=0,volumedetect -f null - 2>&1 |
  grep -q 'max_volume: -\(9[0-9]\|inf\)' || fail "silence is not silent"

# MUSDB18 has all stems of a song in one file
mkdir musdb18 && cp mix.wav "musdb18/A - B.stem.mp4"
expect 1 "take MUSDB18-HQ" "$byline" train musdb18 --task=separate -o x6
exit 0
