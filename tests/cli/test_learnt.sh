#!/bin/sh
# A model knows the songs that it learnt from: a test leaves them out, whatever
# dataset they are in now, and says so.
# Time limit: 600 s

. "$(dirname "$0")/common.sh"
need ffmpeg

make_artists 10 2
small='-s architecture=resnet:width=4 -s batch=4 -s clips_per_epoch=16
-s epochs=1 -s clip_frames=96 -s sound_share=0'
"$byline" prepare library.tsv -o data >log 2>&1 || fail prepare
"$byline" train data -o run $small >log 2>&1 || fail train
model=run/model.safetensors

# usage: n_of DATASET SPLIT: how many of its songs in that part the model learnt
# from, and how many there are, as the tables have it
n_of()
{
  awk -F '\t' 'NR == FNR { if ($6 == "train") learnt[$1] = 1; next }
    $6 == part { n++; known += ($1 in learnt) } END { print known + 0, n + 0 }' \
    data/tracks.tsv part="$2" "$1/tracks.tsv"
}

# The dataset that it learnt from
expect 0 "test: " "$byline" evaluate $model data
! grep -q 'left out\|cannot be known' err || fail "$(cat err)"
expect 0 "as asked, measured with songs that the model learnt from (6 of 6)" \
  "$byline" evaluate $model data --split=train

# Another split of the same songs, elsewhere, under other names
mkdir moved
for seed in 2 3 4 5 6 7 8 9; do
  "$byline" prepare library.tsv -o again --force --seed=$seed >log 2>&1 || fail
  set -- $(n_of again test)
  [ "$1" -gt 0 ] && [ "$1" -lt "$2" ] && break
done
[ "$1" -gt 0 ] && [ "$1" -lt "$2" ] || fail "no seed mixes the songs: $*"
said="left out: $1 of $2 test songs, which the model learnt from"
expect 0 "$said" "$byline" evaluate $model again
expect 0 '"songs_left_out": '"$1" "$byline" evaluate $model again --json
expect 0 "$said" "$byline" robustness $model again --clips=1 --songs=1
expect 0 "$said" "$byline" report run again
mkdir -p own/byline
cp $model own/byline/default.safetensors
XDG_DATA_HOME=$work/own expect 0 'wrote report.html' "$byline" report
[ -s report.html ] || fail 'no page about the default model'
expect 1 "$said" "$byline" tsne $model again -o x.png --iterations=20
for song in 1 2 3 4 5 6 7 8 9 10; do
  cp $song.wav moved/copy-$song.wav
done
sed 's|^[0-9]|moved/copy-&|' library.tsv >copies.tsv
"$byline" prepare copies.tsv -o copied --seed=$seed >log 2>&1 || fail prepare
expect 0 "$said" "$byline" evaluate $model copied

# Nothing is left: that is no test
awk -F '\t' -v OFS='\t' 'NR > 1 { $6 = $6 == "train" ? "test" : "train" } { print }' \
  data/tracks.tsv >x && cp -r data turned && cp x turned/tracks.tsv
expect 1 "learnt from all 6 test songs" "$byline" evaluate $model turned
expect 1 "learnt from all 6 test songs" "$byline" robustness $model turned

# What was learnt from validation, too; from another model first; by several
"$byline" train data -o both $small -s learn_from=train+validation \
  -s temperature=1 >log 2>&1 || fail train
expect 1 "learnt from all 2 validation songs" "$byline" evaluate \
  both/model.safetensors data --split=validation
"$byline" train again -o tuned --from=$model $small >log 2>&1 || fail "train --from"
expect 0 "$said" "$byline" evaluate tuned/model.safetensors again
"$byline" train again -o other $small --seed=3 >log 2>&1 || fail train
expect 0 "" "$byline" evaluate other/model.safetensors again
! grep -q 'left out' err || fail "$(cat err)"
expect 0 "" "$byline" ensemble other/model.safetensors $model -o joined
expect 0 "$said" "$byline" evaluate joined again
set -- $(n_of again validation)
if [ "$1" -gt 0 ] && [ "$1" -lt "$2" ]; then
  expect 0 "left out: $1 of $2 validation songs" "$byline" ensemble \
    other/model.safetensors $model -o joined --calibrate=again
fi

# Figures are written into the model; it still knows what it learnt from
expect 0 "" "$byline" evaluate $model data --record
expect 0 "$said" "$byline" evaluate $model again

# Models of old versions do not tell; strangers' files may tell nonsense
sed 's/"byline.learnt"/"byline.learmt"/' $model >old.safetensors
expect 0 "cannot be known" "$byline" evaluate old.safetensors data
expect 0 '"songs_left_out": null' "$byline" evaluate old.safetensors data --json
for junk in 'G' '0'; do
  sed "s/\(\"byline.learnt\":\"\)[0-9a-f]\{32\}/\1$(printf "%32s" "" | tr ' ' $junk)/" \
    $model >junk.safetensors
  cmp -s $model junk.safetensors && fail 'junk is not there'
  expect 1 "byline.learnt is not a list of songs" "$byline" info junk.safetensors
done
exit 0
