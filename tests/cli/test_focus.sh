#!/bin/sh
# A model that hears three channels, from the library to the answer

set -eu
. "$(dirname "$0")/common.sh"

make_artists 10 2

"$byline" prepare library.tsv -o mix -j 1 2>log || fail 'prepare'
"$byline" prepare library.tsv -o three -j 1 --focus=three 2>log ||
  fail 'prepare --focus=three'
! grep -q focus mix/front_end.json || fail 'the mix is told'
grep -q '"focus": "three"' three/front_end.json || fail 'no focus is told'

# Three channels take three times the room, less the headers of 128 bytes
for file in mix/features/*.npy; do
  name=$(basename "$file" | sed 's/-.*//')
  one=$(($(wc -c <"$file") - 128))
  all=$(($(cat three/features/"$name"-* | wc -c) - 128))
  [ $((3 * one)) = $all ] || fail "$name: $one and $all bytes"
done

"$byline" train three -o run -j 1 -s architecture=resnet:width=4,blocks=1-1 \
  -s clip_frames=64 -s batch=8 -s clips_per_epoch=32 -s epochs=1 >log 2>&1 ||
  fail 'train'
"$byline" info run/model.safetensors >log 2>&1 || fail 'info'
grep -q 'three' log || fail 'info does not tell the focus'
"$byline" identify -m run/model.safetensors 10.wav >log 2>&1 ||
  fail 'identify'
grep -q 'Artist' log || fail 'nobody is named'
"$byline" identify -m run/model.safetensors --vocal-focus=1 10.wav >own 2>&1 ||
  fail 'identify --vocal-focus'
cmp log own || fail 'the focus that a model learnt with can be turned'
! "$byline" evaluate run/model.safetensors mix >log 2>&1 ||
  fail 'evaluated on what it cannot hear'
grep -q 'prepare a dataset with --focus' log || fail 'the reason is not told'
"$byline" prepare library.tsv -o x --focus=drums >log 2>&1 && fail 'drums'
grep -q 'mix, voice or three' log || fail 'choices are not told'
