#!/bin/sh
# byline train and byline evaluate on a small set of sounds: three "artists",
# each with an interval of their own.

set -eu
page=$(realpath engine/training/guide.md)
. "$(dirname "$0")/common.sh"

# ---- sounds and a dataset
make_artists 15 3
"$byline" prepare library.tsv -o data -j 2 2>log || fail 'prepare'

quick='-j 2 -s architecture=resnet:width=4,blocks=1-1 -s clip_frames=64
  -s batch=8 -s clips_per_epoch=48 -s sound_share=0'

# ---- mistakes on the command line
expect 2 'DATASET is missing' "$byline" train
expect 2 "did you mean 'learning_rate'" \
  "$byline" train data -o run -s learningrate=1
expect 2 'whole number' "$byline" train data -o run --seed=x
expect 1 'nowhere' "$byline" train nowhere -o run
expect 1 'missing.ini' "$byline" train data -o run -r missing.ini
expect 2 'reznet' "$byline" train data -o run -s architecture=reznet
expect 0 'learning_rate = ' "$byline" train --help-recipe
expect 0 'Usage: byline train' "$byline" train --help
[ ! -e run/model.safetensors ] || fail 'a model came of a mistake'

# ---- a training that is told to stop, and goes on

# Train in the background until a number of epochs is written down, then send
# a signal and see that the exit status tells it.
# usage: stop_training SIGNAL STATUS EPOCHS OPTION...
stop_training()
{
  signal=$1 wanted=$2 least=$3
  shift 3
  "$byline" train data -o run "$@" 2>log &
  pid=$!
  waiting 'a checkpoint of a training'
  while [ "$(cat run/metrics.jsonl 2>/dev/null | wc -l)" -lt "$least" ] ||
    [ ! -e run/checkpoint ]; do
    kill -0 $pid 2>/dev/null || fail 'training ended by itself'
    sleep 0.05
  done
  kill "-$signal" $pid
  status=0
  wait $pid || status=$?
  [ "$status" = "$wanted" ] || fail "$signal: status $status, not $wanted"
  grep -q 'resume goes on' log || fail 'does not tell how to go on'
}

stop_training INT 130 1 $quick -s epochs=100000
epochs=$(wc -l <run/metrics.jsonl)
stop_training TERM 143 $((epochs + 2)) --resume -j 2
grep -q "^byline: epoch $((epochs + 1)) of 100000" log ||
  fail 'does not go on where it stopped'
expect 2 '--resume goes on with it' "$byline" train data -o run $quick
expect 1 'not epochs = 2' "$byline" train data -o run --resume $quick -s epochs=2

# ---- curves on a terminal, below the messages; none where they cannot be

# Train for two epochs on a terminal of 100 x 30, with variables set.
# usage: on_terminal VARIABLE=VALUE...
on_terminal()
{
  rm -rf seen
  script -qec "stty cols 100 rows 30; env $* '$byline' train data -o seen \
    $(echo $quick) -s epochs=2" typescript >/dev/null || fail 'on a terminal'
  ! grep -q 'error' typescript || fail "$(cat typescript)"
}

up=$(printf '\033\\[7A')
on_terminal TERM=xterm LC_ALL=C.UTF-8
grep -q "$up" typescript || fail 'the curves are not drawn anew'
[ "$(grep -c 'validation.*clips/s' typescript)" = 2 ] || fail 'not two epochs'
on_terminal TERM=xterm LC_ALL=C.UTF-8 NO_COLOR=1
grep -q "$up" typescript || fail 'no curves without colours'
! grep -q "$(printf '\033\\[3')" typescript || fail 'colours with NO_COLOR'
for variables in 'TERM=dumb LC_ALL=C.UTF-8' 'TERM=xterm LC_ALL=C'; do
  on_terminal $variables
  ! grep -q "$up" typescript || fail "curves with $variables"
done

# ---- a training to the end, and its evaluation
expect 0 'epoch 4 of 4' "$byline" train data -o 'done' $quick -s epochs=4
[ "$(wc -l <done/metrics.jsonl)" = 4 ] || fail 'metrics.jsonl lacks epochs'
model=done/model.safetensors
expect 0 'test: .* clips of 3 songs, 3 artists' \
  "$byline" evaluate $model data --clip=3 --confusion=matrix.tsv
[ "$(wc -l <matrix.tsv)" = 4 ] || fail 'the confusion matrix has no 3 rows'
for type in png svg; do
  expect 0 'song accuracy' \
    "$byline" evaluate $model data --clip=3 --picture=matrix.$type
  [ -s matrix.$type ] || fail "no matrix.$type"
done
expect 1 'nowhere/matrix.png' \
  "$byline" evaluate $model data --clip=3 --picture=nowhere/matrix.png
expect 0 '"split": "validation"' \
  "$byline" evaluate $model data --split=validation --json

expect 2 'validation or test' "$byline" evaluate $model data --split=tset
expect 1 'missing.safetensors' "$byline" evaluate missing.safetensors data
expect 1 'library.tsv' "$byline" evaluate library.tsv data

# ---- an artist whom the model does not know; nothing to test on
cp -r data other
sed -i 's/Artist 2/Somebody/' other/tracks.tsv
expect 1 'Somebody, whom the model does not know' \
  "$byline" evaluate $model other
cp -r data untested
sed -i 's/\ttest\t/\ttrain\t/' untested/tracks.tsv
expect 1 'no test song' "$byline" evaluate $model untested
cp -r data single
sed -i '/Artist [12]/d' single/tracks.tsv
expect 1 'one artist' "$byline" evaluate $model single
expect 1 'has one artist' "$byline" train single -o nothing $quick

# ---- several trainings as one model
expect 0 'epoch 4 of 4' "$byline" train data -o other-seed $quick -s epochs=4 \
  --seed=2
expect 0 '2 networks' "$byline" ensemble -o pair.safetensors \
  $model other-seed/model.safetensors --calibrate=data
size=$(wc -c <pair.safetensors)
expect 0 '^clip accuracy' \
  "$byline" evaluate pair.safetensors data --clip=3 --record
[ "$(wc -c <pair.safetensors)" -lt $((size + 4000)) ] ||
  fail 'half precision is lost where figures are recorded'
"$byline" info --json pair.safetensors |
  jq -e '.metrics.test.clip_seconds == 3 and .metrics.test.clips.n > 0' \
    >/dev/null ||
  fail 'figures are not in the model'
expect 0 '2 networks' "$byline" ensemble -o weighed.safetensors \
  $model other-seed/model.safetensors --weights=1,3
"$byline" info --json weighed.safetensors | jq -e '.architecture | split("+")
  | map(split("*")[0] | tonumber) | add == 1 and (.[0] <= 0.25)' >/dev/null ||
  fail "weights: $("$byline" info weighed.safetensors | head -n 1)"
expect 2 'MODEL is missing' "$byline" ensemble -o pair.safetensors
expect 2 'leave out' "$byline" ensemble -o one.safetensors \
  $model other-seed/model.safetensors --calibrate=data --temperature=2
expect 2 '1 numbers for 2 models' "$byline" ensemble -o one.safetensors \
  $model other-seed/model.safetensors --weights=2
[ ! -e one.safetensors ] || fail 'a model came of a mistake'
# Of one, it is a copy of half the size
expect 0 '1 network' "$byline" ensemble -o one.safetensors $model --calibrate=data
[ $(($(wc -c <one.safetensors) * 10)) -lt $(($(wc -c <$model) * 7)) ] ||
  fail 'one model is not stored in half precision'

# ---- strangers to learn from; "other" has one, Somebody, whom "data" has as
# Artist 2, so that the sounds are the same
strange="$quick -s epochs=2 -s strangers=stranger"
expect 1 'is in the dataset too' \
  "$byline" train data -o no-run $quick -s strangers=other
expect 1 'artist who is not in the dataset' \
  "$byline" train data -o no-run $quick -s strangers=data
cp -r data two
sed -i '/Artist 2/d' two/tracks.tsv
cp -r data stranger
sed -i '/Artist 1/d' stranger/tracks.tsv
expect 0 'strangers: .* songs of 1 artists, in 20 %' \
  "$byline" train two -o strange $strange
cp -r strange strange-again
expect 0 'epoch 2' "$byline" train two -o strange-again --resume -j 2
cmp strange/model.safetensors strange-again/model.safetensors ||
  fail 'resuming what is finished changes it'
expect 1 'left out: .* songs of unknown artists in stranger, which the model' \
  "$byline" evaluate strange/model.safetensors two --clip=3 --unknown=stranger
grep -q 'did not learn from; name other music' err || fail "$(cat err)"

# ---- what else can be asked about the model
expect 0 'length of clips' "$byline" evaluate $model data --clip=3 --lengths \
  --reliability=reliability.svg
[ -s reliability.svg ] || fail 'no reliability.svg'
expect 0 'unknown artists: 1, with' \
  "$byline" evaluate $model data --clip=3 --unknown=other
sed 's/Artist 2/Somebody/' library.tsv >unknown.tsv
expect 0 '"clip_auroc"' \
  "$byline" evaluate $model data --clip=3 --unknown=unknown.tsv --json
expect 1 'no clip by an artist whom the model does not know' \
  "$byline" evaluate $model data --clip=3 --unknown=data

expect 0 '' "$byline" tsne $model data -o map.svg --csv=map.csv --clip=3
head -n 1 map.csv | grep -q '^x,y,artist,file,seconds$' || fail 'map.csv'
grep -q '"Artist 1"' map.csv || fail 'map.csv has no artist'
[ -s map.svg ] || fail 'no map.svg'

expect 0 'speed -16 %' "$byline" robustness $model data --songs=1 --clips=1 \
  -j 2 -o done/robustness.json --curves=curves.svg --bars=bars.png
grep -q '^as it is *[0-9.]* *[0-9.]* *[0-9.]* *100.0 ' out ||
  fail 'the recording itself is not found by its fingerprint'
[ -s curves.svg ] && [ -s bars.png ] || fail 'no pictures of robustness'
expect 0 'clips of 1 validation songs' "$byline" robustness $model data \
  --split=validation --songs=1 --clips=1 -j 2

echo 'Sines <& noise>, in the public domain.' >notes.txt
expect 0 'wrote done/report.html' \
  "$byline" report 'done' data --notes=notes.txt --pdf=report.pdf
for text in 'Sines &lt;&amp; noise' 'Fingerprints\|fingerprints' 'Artist 1' \
  'learnt from the same songs in seconds' 'How the training went\|Training' 'aria-label="t-SNE'; do
  grep -q "$text" done/report.html || fail "the report lacks '$text'"
done
! grep -q '<script\|http://[^w]' done/report.html || fail 'the report links out'
[ "$(head -c 5 report.pdf)" = %PDF- ] || fail 'no PDF'
expect 0 'wrote card.html' "$byline" report $model -o card.html
expect 1 'missing/model.safetensors\|missing' "$byline" report missing
expect 1 'not what' "$byline" report $model --robustness=matrix.tsv -o x.html

# ---- the page for Python users does what it says, without safetensors
sed -n '/^Without the safetensors package/,$p' "$page" |
  sed -n 's/^    //p; /^$/p' | sed 's|run/model|done/model|' >page.py
cat >>page.py <<'END'

import csv, os
end = os.path.getsize("done/model.safetensors") - sum(
    t.nbytes for t in tensors.values())
with open("done/model.safetensors", "rb") as file:
    assert int.from_bytes(file.read(8), "little") + 8 == end
assert all(numpy.isfinite(t).all() for t in tensors.values())
assert any(name.endswith("head.weight") and len(t) == 3 or
           name.endswith("head.artist") and {0, 1, 2} <= set(t)
           for name, t in tensors.items())
for row in csv.DictReader(open("data/tracks.tsv"), delimiter="\t"):
    columns = numpy.load("data/features/" + row["features"])
    assert columns.dtype == numpy.float16
    assert columns.shape == (int(row["frames"]), 128)
print("done")
END
expect 0 "\['Artist 0', 'Artist 1', 'Artist 2'\] [a-z0-9.*]*:" \
  /usr/bin/python3 page.py
grep -q '^done$' out || fail 'page.py did nothing'
