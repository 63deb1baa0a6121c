#!/bin/sh
# The models in the box: statistics of all kinds that learn all variants of the songs,
# in all bands.  The default one knows them once more by the bands from 330 to 3470 Hz,
# which telephones and filters leave, and listens to the others less where treble is
# missing.  The small one, for weak machines, does without.
# usage: box.sh PROGRAM DATASET STRANGERS FOLDER [ALL]
#
# Music of the dataset STRANGERS, by others, is learnt from as nobody's.
# FOLDER/choice.safetensors learns from the dataset's training songs, with the
# temperature that its validation songs want; choice-small.safetensors is the small
# one.  With the dataset ALL, the same with variants of validation songs, too, they learn
# both parts of that, at the temperatures found: FOLDER/default.safetensors and
# FOLDER/small.safetensors.  May be interrupted.

set -eu
program=$1
dataset=$2
strangers=$3
folder=$4
all=${5:-}
licence='GPL-3.0-or-later; of the music, see presets/corpus/corpus.tsv'

# As many discriminants as 40 artists and what is nobody's have; room for 80 sounds and
# 46 strangers who are nobody's; a prototype for each variant of each song
sizes=features=48,nobody=126,songs=120,prototypes=1920

# All kinds of statistics, with further sizes $1
kinds()
{
  for kind in statistics texture bands intervals modulations; do
    printf '^%s:%s%s' "$kind" "$sizes" "$1"
  done | cut -c 2-
}

architecture_of()
{
  case $1 in
    default) echo "$(kinds ,gate=16-80)^$(kinds ,mels=16-80,yield=16-80)" ;;
    small) kinds '' ;;
  esac
}

# What the model file $1 says that logits are divided by
temperature()
{
  "$program" info "$1" | awk '$1 == "temperature" && $2 != "=" { print $2 }'
}

# Learn the model $2 from dataset $3 into the folder $1-$2, with the options $4...
learn_one()
{
  run=$folder/$1-$2
  [ ! -f "$run/done" ] || return 0
  temperature=0 # the one that fits validation
  [ "$1" = choice ] ||
    temperature=$(temperature "$folder/choice-$2/model.safetensors")
  mkdir -p "$run"
  architecture=$(architecture_of "$2")
  music=$3
  shift 3
  "$program" train "$music" -o "$run" -j 1 --resume --set temperature="$temperature" \
    --set strangers="$strangers" --set architecture="$architecture" "$@" 2>"$run.log"
  touch "$run/done"
}

# Learn both models of the part $1 from dataset $2, with the options $3...
learn()
{
  part=$1
  shift
  learn_one "$part" default "$@" &
  learn_one "$part" small "$@"
  wait $!
}

# Write the model in the folder $1 to $2.safetensors, in half precision, with the
# option $3
shrink()
{
  "$program" ensemble -o "$folder/$2.safetensors" --force -j 1 "$3" \
    "$folder/$1/model.safetensors"
}

mkdir -p "$folder"
learn choice "$dataset"
shrink choice-default choice --calibrate="$dataset"
shrink choice-small choice-small --calibrate="$dataset"
if [ "$all" ]; then
  learn final "$all" --set learn_from=train+validation --set licence="$licence"
  shrink final-default default --temperature="$(temperature "$folder/choice.safetensors")"
  shrink final-small small --temperature="$(temperature "$folder/choice-small.safetensors")"
fi
