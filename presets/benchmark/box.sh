#!/bin/sh
# The models in the box: two ResNets, a WaveNet and statistics that learn apart and
# answer as one, and a small network with the same statistics for weak machines.
# usage: box.sh PROGRAM DATASET STRANGERS FOLDER [final]
#
# Music of the dataset STRANGERS, by others, is learnt from as nobody's.
# FOLDER/choice.safetensors learns from the dataset's training songs, with the
# temperature that its validation songs want; choice-small.safetensors is the small
# one.  With `final`, validation songs are learnt from too, at the temperatures found:
# FOLDER/default.safetensors and FOLDER/small.safetensors.  May be interrupted.

set -eu
program=$1
dataset=$2
strangers=$3
folder=$4
licence='GPL-3.0-or-later; of the music, see presets/corpus/corpus.tsv'

# Two members are statistics: those of songs as they are, and those of all variants,
# which know less of songs as they are but withstand more.  What members count had the
# smallest loss on validation of a few tries.
members='1 2 3 variants plain'
weights=1,1,1,1,4
small_members='small variants plain'
small_weights=2,1,3

# All kinds, with as many discriminants as 40 artists and what is nobody's have
sizes=features=120,songs=120
statistics=statistics:$sizes+texture:$sizes+bands:$sizes+playing:$sizes

# What the model file $1 says that logits are divided by
temperature()
{
  "$program" info "$1" | awk '$1 == "temperature" && $2 != "=" { print $2 }'
}

# Learn network $2 of the part $1 into the folder $1-$2, with the options $3...
learn_one()
{
  run=$folder/$1-$2
  [ ! -f "$run/done" ] || return 0
  case $2 in
    [12]) set -- "$@" --seed="$2" --set architecture=resnet:width=16,dropout=0.2 ;;
    3) set -- "$@" --seed=4 --set architecture=wavenet ;;
    small) set -- "$@" --set architecture=resnet:width=8,blocks=1-1-1-1,dropout=0.2 ;;
    variants | plain) set -- "$@" --set architecture="$statistics" ;;
  esac
  temperature=0 # the one that fits validation
  [ "$1" = choice ] ||
    temperature=$(temperature "$folder/choice-$2/model.safetensors")
  mkdir -p "$run"
  music=$dataset
  [ "$2" != plain ] || music=$folder/plain
  shift 2
  "$program" train "$music" -o "$run" -j 1 --resume --set temperature="$temperature" \
    --set strangers="$strangers" --set epochs=40 --set answer=network "$@" 2>"$run.log"
  touch "$run/done"
}

# Learn all members of the part $1, two at a time, with the options $2...
learn()
{
  part=$1
  shift
  learn_one "$part" 1 "$@" &
  learn_one "$part" 2 "$@"
  wait $!
  learn_one "$part" 3 "$@" &
  learn_one "$part" small "$@"
  learn_one "$part" plain "$@"
  wait $!
  learn_one "$part" variants "$@"
}

# Join the members $3 of the part $1 with the weights $4 into $2.safetensors, with the
# option $5
join()
{
  files=
  for member in $3; do
    files="$files $folder/$1-$member/model.safetensors"
  done
  # shellcheck disable=SC2086 # folders of the benchmark have no spaces
  "$program" ensemble -o "$folder/$2.safetensors" --force --weights="$4" "$5" -j 1 $files
}

mkdir -p "$folder"
if [ ! -d "$folder/plain" ]; then
  cp -rl "$dataset" "$folder/plain-new"
  rm -f "$folder/plain-new/tracks.tsv"
  awk -F "$(printf '\t')" '
    NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i }
    NR == 1 || $column["effects"] == ""' "$dataset/tracks.tsv" >"$folder/plain-new/tracks.tsv"
  mv "$folder/plain-new" "$folder/plain"
fi
learn choice
join choice choice "$members" $weights --calibrate="$dataset"
join choice choice-small "$small_members" $small_weights --calibrate="$dataset"
if [ "${5:-}" = final ]; then
  learn final --set learn_from=train+validation --set licence="$licence"
  join final default "$members" $weights \
    --temperature="$(temperature "$folder/choice.safetensors")"
  join final small "$small_members" $small_weights \
    --temperature="$(temperature "$folder/choice-small.safetensors")"
fi
