#!/bin/sh
# The model in the box: two ResNets and two WaveNets that learn apart, as one.
# usage: box.sh PROGRAM DATASET FOLDER [final]
#
# FOLDER/choice.safetensors learns from the dataset's training songs, with the
# temperature that its validation songs want.  With `final`, these learn too,
# at the temperatures found: FOLDER/default.safetensors.  May be interrupted.

set -eu
program=$1
dataset=$2
folder=$3
licence='GPL-3.0-or-later; of the music, see presets/corpus.tsv'

# What the model file $1 says that logits are divided by
temperature()
{
  "$program" info "$1" | awk '$1 == "temperature" { print $2 }'
}

# Learn the members $1-1 to $1-4, with the options $2...
learn()
{
  part=$1
  shift
  for member in 1 2 3 4; do
    run=$folder/$part-$member
    [ ! -f "$run/done" ] || continue
    case $member in
      1 | 2) architecture=resnet:width=16,dropout=0.2 ;;
      *) architecture=wavenet ;;
    esac
    temperature=0 # the one that fits validation
    [ $part = choice ] ||
      temperature=$(temperature "$folder/choice-$member/model.safetensors")
    mkdir -p "$run"
    "$program" train "$dataset" -o "$run" -j 1 --resume --seed=$member \
      --set architecture=$architecture --set temperature="$temperature" "$@" \
      2>"$run.log"
    touch "$run/done"
  done
}

mkdir -p "$folder"
learn choice
"$program" ensemble -o "$folder/choice.safetensors" --calibrate="$dataset" \
  -j 1 "$folder"/choice-[1-4]/model.safetensors
if [ "${4:-}" = final ]; then
  learn final --set learn_from=train+validation --set licence="$licence"
  "$program" ensemble -o "$folder/default.safetensors" --temperature="$(
    temperature "$folder/choice.safetensors")" \
    "$folder"/final-[1-4]/model.safetensors
fi
