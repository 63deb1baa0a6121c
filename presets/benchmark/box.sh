#!/bin/sh
# The models in the box: statistics of all kinds, twice, that answer as one: of songs
# as they are, which know most of songs as they are, and of all variants, which
# withstand more.  The small one, for weak machines, is the latter alone.
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

# What members count: most clips of validation songs in seven conditions were named so
# (presets/models/default.md).
weights=1,1

# As many discriminants as 40 artists and what is nobody's have; room for 80 sounds and
# 46 strangers who are nobody's; a prototype for each variant of each song
sizes=features=48,nobody=126,songs=120,prototypes=1536
statistics=statistics:$sizes^texture:$sizes^bands:$sizes^playing:$sizes

# What the model file $1 says that logits are divided by
temperature()
{
  "$program" info "$1" | awk '$1 == "temperature" && $2 != "=" { print $2 }'
}

# Learn the music $2 into the folder $1-$2, with the options $3...
learn_one()
{
  run=$folder/$1-$2
  [ ! -f "$run/done" ] || return 0
  temperature=0 # the one that fits validation
  [ "$1" = choice ] ||
    temperature=$(temperature "$folder/choice-$2/model.safetensors")
  mkdir -p "$run"
  music=$dataset
  [ "$2" != plain ] || music=$folder/plain
  shift 2
  "$program" train "$music" -o "$run" -j 1 --resume --set temperature="$temperature" \
    --set strangers="$strangers" --set architecture="$statistics" "$@" 2>"$run.log"
  touch "$run/done"
}

# Learn both members of the part $1, with the options $2...
learn()
{
  part=$1
  shift
  learn_one "$part" plain "$@" &
  learn_one "$part" variants "$@"
  wait $!
}

# Join members of the part $1 into $2.safetensors, in half precision, with the option
# $3: both for the name of the default model, one for that of the small one
join()
{
  case $2 in
    *small) set -- "$@" "$folder/$1-variants/model.safetensors" ;;
    *)
      set -- "$@" --weights=$weights "$folder/$1-variants/model.safetensors" \
        "$folder/$1-plain/model.safetensors"
      ;;
  esac
  output=$folder/$2.safetensors
  shift 2
  "$program" ensemble -o "$output" --force -j 1 "$@"
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
join choice choice --calibrate="$dataset"
join choice choice-small --calibrate="$dataset"
if [ "${5:-}" = final ]; then
  learn final --set learn_from=train+validation --set licence="$licence"
  join final default --temperature="$(temperature "$folder/choice.safetensors")"
  join final small --temperature="$(temperature "$folder/choice-small.safetensors")"
fi
