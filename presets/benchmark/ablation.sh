#!/bin/sh
# What each part of the recipe is worth: train every configuration of
# ablation.tsv for the same time and keep what validation says.  The test songs
# are never looked at.
# usage: ablation.sh PROGRAM DATASET FOLDER [NAME]...
#
# Results: ../results/ablation.jsonl, a line a configuration.  Those
# that are there are not trained again; a training that was interrupted goes on.
# A setting "focus=voice" is one of `byline prepare`: the configuration learns from
# DATASET-voice.  MINUTES of one core (default 5) are given to each.  With NAMEs, only those, so
# that several can run side by side.

program=$1
dataset=$2
folder=$3
shift 3
names=$*
here=$(cd "$(dirname "$0")" && pwd)
results=$here/../results/ablation.jsonl
tab=$(printf '\t')
minutes=${MINUTES:-5}

# The seconds of processor time that the command "$@" takes
processor_seconds()
{
  (
    "$@" >/dev/null 2>&1 || exit 1
    times
  ) | awk 'NR == 2 { split($1, part, /[ms]/); print part[1] * 60 + part[2] }'
}

# How many epochs a configuration may have: as many as fit into the time, after
# a short trial.  Configurations of one architecture have the same.
affordable()
{
  architecture=default
  for argument in "$@"; do
    case $argument in
      architecture=*) architecture=${argument#*=} ;;
    esac
  done
  known=$folder/$architecture.epochs
  if ! [ -f "$known" ]; then
    trial=$(mktemp -d)
    seconds=$(processor_seconds "$program" train "$from" -o "$trial" -j 1 \
      "$@" --set epochs=1 --set clips_per_epoch=768)
    rm -rf "$trial"
    [ -n "$seconds" ] || return 1
    awk -v seconds="$seconds" -v minutes="$minutes" 'BEGIN {
      epochs = int(minutes * 60 / (seconds * 2048 / 768))
      print epochs < 4 ? 4 : epochs }' >"$known"
  fi
  cat "$known"
}

# Train configuration $1 with the settings $3... and add its line
measure()
{
  name=$1
  shift
  run=$folder/$name
  mkdir -p "$run"
  epochs=$(affordable "$@") || return 1
  "$program" train "$from" -o "$run" -j 1 --resume "$@" \
    --set epochs="$epochs" 2>"$run.log" || return 1
  jq -c -s --arg name "$name" --arg settings "$settings" \
    --argjson minutes "$minutes" \
    '(map(select(.best)) | last) as $best
     | {name: $name, settings: $settings, minutes: $minutes,
        epochs: length, clips: (length * 2048),
        clips_per_second: (map(.clips_per_second) | add / length),
        train_accuracy: $best.train_accuracy,
        validation_accuracy: $best.validation_accuracy,
        validation_macro_f1: $best.validation_macro_f1,
        validation_song_accuracy: $best.validation_song_accuracy}' \
    "$run/metrics.jsonl" >"$run.json" && cat "$run.json" >>"$results"
}

mkdir -p "$folder"
touch "$results"
tail -n +2 "$here/ablation.tsv" | while IFS=$tab read -r name _ settings; do
  case " ${names:-$name} " in
    *" $name "*) ;;
    *) continue ;;
  esac
  ! grep -q "\"name\":\"$name\"" "$results" || continue
  echo "byline: ablation: $name" >&2
  from=$dataset
  set --
  for setting in $settings; do
    case $setting in
      focus=*) from=$dataset-${setting#focus=} ;;
      *) set -- "$@" --set "$setting" ;;
    esac
  done
  measure "$name" "$@" || echo "byline: ablation: $name failed" >&2
done
