#!/bin/sh
# A model just trained names nobody for what is no music: not in the answer, the
# timeline, labels or a history; and it still names music.

set -eu
. "$(dirname "$0")/common.sh"
need ffmpeg
need jq

make_artists 15 3
"$byline" prepare library.tsv -o data -j 2 2>log || fail 'prepare'
"$byline" train data -o run -j 2 -s architecture=resnet:width=4,blocks=1-1 \
  -s clip_frames=64 -s batch=8 -s clips_per_epoch=48 -s epochs=6 2>log ||
  fail 'train'

# All that the models in the box are asked about, along the live path
signals=$build/tests/unit/test_no_music
[ -x "$signals" ] || fail 'the signals are not built'
"$signals" run/model.safetensors >log 2>&1 || fail 'a name along the live path'

i=0
while read -r source; do
  i=$((i + 1))
  ffmpeg -v error -nostdin -f lavfi -i "$source" -t 20 -ar 24000 "no$i.wav" ||
    fail "$source"
  expect 0 '' "$byline" identify -m run/model.safetensors --json \
    --labels=labels.txt --force "no$i.wav"
  jq -e '[.timeline[].artist, .artist] | all(. == null)' out >/dev/null ||
    fail "a name for $source"
  ! grep -q Artist labels.txt || fail "a label for $source"
done <<'SOURCES'
sine=440
sine=100
anoisesrc=c=white:a=0.3
anoisesrc=c=pink:a=0.3
anoisesrc=c=brown:a=0.5
anoisesrc=c=violet:a=0.3
aevalsrc=0.5*sin(300*t*t)
aevalsrc=0.9*lt(mod(t\,0.5)\,0.001)
aevalsrc=0.3*(sin(2200*t)+sin(2765*t))*lt(mod(t\,1)\,0.5)
aevalsrc=0.2*gt(sin(314*t)\,0)+0.02*random(0)
SOURCES
[ $i = 10 ] || fail 'not all sounds were tried'

expect 0 'Artist' "$byline" identify -m run/model.safetensors 15.wav
! grep -q 'no music' out || fail 'a tune is no music'

# Whatever a model has learnt, noise is nobody: even where artists were noise
printf 'path\tartist\ttitle\n' >noises.tsv
i=0
for colour in white pink brown; do
  for _ in 1 2 3 4 5; do
    i=$((i + 1))
    ffmpeg -v error -nostdin -y -f lavfi \
      -i "anoisesrc=c=$colour:a=0.3:seed=$i:r=24000:d=$((10 + 2 * i))" \
      "noise$i.wav" || fail "$colour noise"
    printf '%s\tArtist %s\tSong %s\n' "noise$i.wav" $colour $i >>noises.tsv
  done
done
"$byline" prepare noises.tsv -o noises -j 2 2>log || fail 'prepare noises'
"$byline" train noises -o noisy -j 2 -s architecture=resnet:width=4,blocks=1-1 \
  -s clip_frames=64 -s batch=8 -s clips_per_epoch=48 -s epochs=3 \
  -s sound_share=0 2>log || fail 'train on noises'
for colour in white pink brown; do
  ffmpeg -v error -nostdin -y -f lavfi \
    -i "anoisesrc=c=$colour:a=0.2:seed=99:d=20" fresh.wav || fail 'noise'
  expect 0 'no music' "$byline" identify -m noisy/model.safetensors fresh.wav
  ! grep -q Artist out || fail "a name for $colour noise"
done
