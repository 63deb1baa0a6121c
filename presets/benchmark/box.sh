#!/bin/sh
# The models in the box: three ResNets and a WaveNet that learn apart and answer as
# one, and a small network for weak machines.
# usage: box.sh PROGRAM DATASET STRANGERS FOLDER [final]
#
# Music of the dataset STRANGERS, by others, is learnt from as nobody's.
# FOLDER/choice.safetensors learns from the dataset's training songs, with the
# temperature that its validation songs want; the small one is
# FOLDER/choice-small/model.safetensors.  With `final`, validation songs are
# learnt from too, at the temperatures found: FOLDER/default.safetensors and
# FOLDER/small.safetensors.  May be interrupted.

set -eu
program=$1
dataset=$2
strangers=$3
folder=$4
licence='GPL-3.0-or-later; of the music, see presets/corpus/corpus.tsv'

# What the model file $1 says that logits are divided by
temperature()
{
  "$program" info "$1" | awk '$1 == "temperature" { print $2 }'
}

# Learn all networks into the folders $1-1 to $1-4 and $1-small, with the
# options $2...
learn()
{
  part=$1
  shift
  for network in 1 2 3 4 small; do
    run=$folder/$part-$network
    [ ! -f "$run/done" ] || continue
    seed=$network
    case $network in
      [123]) architecture=resnet:width=16,dropout=0.2 ;;
      4) architecture=wavenet ;;
      small)
        architecture=resnet:width=8,blocks=1-1-1-1,dropout=0.2
        seed=1
        ;;
    esac
    temperature=0 # the one that fits validation
    [ $part = choice ] ||
      temperature=$(temperature "$folder/choice-$network/model.safetensors")
    mkdir -p "$run"
    "$program" train "$dataset" -o "$run" -j 1 --resume --seed=$seed \
      --set architecture=$architecture --set temperature="$temperature" \
      --set strangers="$strangers" --set epochs=40 --set answer=network "$@" 2>"$run.log"
    touch "$run/done"
  done
}

mkdir -p "$folder"
learn choice
"$program" ensemble -o "$folder/choice.safetensors" --calibrate="$dataset" \
  -j 1 "$folder"/choice-[1-4]/model.safetensors
if [ "${5:-}" = final ]; then
  learn final --set learn_from=train+validation --set licence="$licence"
  "$program" ensemble -o "$folder/default.safetensors" --temperature="$(
    temperature "$folder/choice.safetensors")" \
    "$folder"/final-[1-4]/model.safetensors
  cp "$folder/final-small/model.safetensors" "$folder/small.safetensors"
fi
