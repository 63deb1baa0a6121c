#!/bin/sh
# Copyright (C) 2026 The Byline authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Train every architecture for a few minutes on the small corpus, and tell how
# much better than chance it then knows songs that it has not learnt from.
#
# usage: train_models.sh LIBRARY FOLDER     (the table: FOLDER/models.tsv)
#
# EPOCHS, CLIPS and JOBS change how long and with how many threads.

set -eu
byline=${BUILD:-build}/byline
library=$1
out=$2
epochs=${EPOCHS:-10}
clips=${CLIPS:-1024}
jobs=${JOBS:-$(nproc)}
table=$out/models.tsv

[ -e "$library" ] || { echo "no $library; 'make corpus' makes it" >&2; exit 1; }
mkdir -p "$out"
"$byline" prepare "$library" -o "$out/dataset" -j "$jobs"

# A number of the epoch whose model was kept: the last of the best
kept()
{
  sed -n "/\"best\":true/s/.*\"$1\":\([0-9.e-]*\).*/\1/p" "$2" | tail -1
}

failed=0
printf 'architecture\tvalidation accuracy\tchance\tclips/s\n' >"$table.new"
for architecture in resnet resnext densenet wavenet crnn ensemble; do
  run=$out/$architecture
  rm -rf "$run"
  "$byline" train "$out/dataset" -o "$run" -j "$jobs" \
    --set "architecture=$architecture" --set "epochs=$epochs" \
    --set "clips_per_epoch=$clips" --set batch=16 --set answer=network
  accuracy=$(kept validation_accuracy "$run/metrics.jsonl")
  speed=$(kept clips_per_second "$run/metrics.jsonl")
  artists=$("$byline" info --artists "$run/model.safetensors" | wc -l)
  # Above chance: half as much again as guessing any artist at random
  awk -v a="$architecture" -v p="$accuracy" -v n="$artists" -v speed="$speed" \
    'BEGIN {
      printf "%s\t%.3f\t%.3f\t%.0f\n", a, p, 1 / n, speed
      exit p > 1.5 / n ? 0 : 1
    }' >>"$table.new" || failed=1
done
mv "$table.new" "$table"
cat "$table"
[ $failed = 0 ] || { echo "not every architecture beats chance" >&2; exit 1; }
