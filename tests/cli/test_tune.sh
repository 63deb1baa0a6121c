#!/bin/sh
# byline tune lr, batch and grid; byline crossval; training from another model;
# a disk that is full when a checkpoint is due.

set -eu
. "$(dirname "$0")/common.sh"

# ---- three "artists", each with an interval of their own
make_artists 15 3
"$byline" prepare library.tsv -o data -j 2 2>log || fail 'prepare'
quick='-j 2 -s architecture=resnet:width=4,blocks=1-1 -s clip_frames=64
  -s batch=8 -s clips_per_epoch=32 -s sound_share=0'

# ---- learning rate and batch
expect 0 'learning_rate = [0-9]' "$byline" tune lr data -o lr --steps=30 $quick
[ "$(head -c 4 lr/lr.png | tail -c 3)" = PNG ] || fail 'lr.png is no picture'
[ "$(wc -l <lr/lr.tsv)" -gt 10 ] || fail 'lr.tsv is short'
expect 0 'into 300 MiB: batch = [1-9]' \
  "$byline" tune batch data --memory=300 $quick
expect 2 'needs -o' "$byline" tune lr data
expect 2 'lr, batch or grid' "$byline" tune everything data -o lr

# ---- a grid, twice: finished cells are kept
grid='momentum=0,0.9 weight_decay=0,0.01'
expect 0 '^best: momentum=' "$byline" tune grid data -o grid $quick \
  -s epochs=2 --halving=2 $grid
[ "$(grep -c 'rung 2' out)" = 2 ] || fail 'not half of the cells went on'
[ "$(wc -l <grid/grid.tsv)" = 5 ] || fail 'grid.tsv has not four cells'
[ -s grid/grid.svg ] || fail 'no heat map'
cp grid/grid.tsv first.tsv
cat grid/rung*/metrics.jsonl >epochs
expect 0 '^best: momentum=' "$byline" tune grid data -o grid $quick \
  -s epochs=2 --halving=2 $grid
cmp -s first.tsv grid/grid.tsv || fail 'another result from the same grid'
cat grid/rung*/metrics.jsonl | cmp -s - epochs || fail 'cells were trained anew'
expect 2 "did you mean 'momentum'" \
  "$byline" tune grid data -o bad $quick momentun=0,1
expect 2 'a number from 0 to' "$byline" tune grid data -o bad $quick momentum=2
expect 2 'needs keys' "$byline" tune grid data -o bad $quick

# ---- cross-validation
expect 0 '^pooled  *[0-9]* .* 15 ' "$byline" crossval data -k 3 -o folds $quick \
  -s epochs=1
expect 0 '"n_songs": 15' "$byline" crossval data -k 3 -o folds $quick \
  -s epochs=1 --json

# ---- from another model
expect 0 'began with [0-9]* of' "$byline" train data -o fine -j 2 \
  --from=folds/seed1-fold1/network.safetensors -s epochs=1 -s clip_frames=64 \
  -s batch=8 -s clips_per_epoch=16 -s freeze_epochs=0.5
"$byline" info fine/model.safetensors | grep -q 'tensors_taken' ||
  fail 'where it began is not written down'

# ---- the disk is full: the last checkpoint survives, and training goes on
"$byline" train data -o disk $quick -s epochs=3 2>log || fail 'train'
size=$(wc -c <disk/checkpoint)
rm -rf disk
"$byline" train data -o disk $quick -s epochs=100000 2>log &
pid=$!
waiting 'the first checkpoint of a training'
while [ ! -e disk/checkpoint ]; do
  kill -0 $pid 2>/dev/null || fail 'training ended by itself'
  sleep 0.05
done
kill -INT $pid
wait $pid || true
sum=$(cksum <disk/checkpoint)
status=0
(
  trap '' XFSZ
  ulimit -f $((size * 2 / 3 / 512))
  exec "$byline" train data -o disk --resume -j 2 2>log
) || status=$?
[ $status = 1 ] || fail "status $status when the disk is full, not 1"
grep -q 'disk/[a-z]*[.a-z]*: cannot write' log || fail 'does not say what is full'
[ "$(cksum <disk/checkpoint)" = "$sum" ] || fail 'the old checkpoint is gone'
"$byline" train data -o disk --resume -j 2 2>log &
pid=$!
epochs=$(wc -l <disk/metrics.jsonl)
waiting 'another epoch after a full disk'
while [ "$(wc -l <disk/metrics.jsonl)" -le "$epochs" ]; do
  kill -0 $pid 2>/dev/null || fail 'does not go on after a full disk'
  sleep 0.05
done
kill -INT $pid
wait $pid || true
