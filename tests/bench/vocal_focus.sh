#!/bin/sh
# Whether vocal focus helps a model that has not learnt with one: the songs of a
# split, as they are and with an audience, heard with more and more of it.
# usage: vocal_focus.sh BYLINE TRACKS.tsv MODEL SPLIT RESULT.json
set -eu
byline=$1 tracks=$2 model=$3 split=$4 result=$5
seconds=${SONG_SECONDS:-60}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The songs' paths and artists, by the names of the columns
awk -F '\t' -v split_name="$split" '
  NR == 1 { for (i = 1; i <= NF; ++i) column[$i] = i; next }
  $column["split"] == split_name {
    print $column["path"] "\t" $column["artist"]
  }' "$tracks" >"$work/songs"
[ -s "$work/songs" ] || { echo "no songs in $split" >&2 && exit 1; }

# make CONDITION EFFECTS: the songs, cut and with effects
make() {
  mkdir "$work/$1"
  n=0
  while IFS="$(printf '\t')" read -r path artist; do
    n=$((n + 1))
    "$byline" augment "$path" -e "$2" --seconds="$seconds" --seed=$n \
      -o "$work/$1/$(printf %04d $n).wav" >/dev/null
  done <"$work/songs"
}

# score: how many songs are named rightly, and how probable the right artist is
score() {
  awk -F '\t' '
    NR == FNR { artist[NR] = $2; next }
    /^[^ ]/ { n = $0; sub(/.*\//, "", n); n += 0; ++songs; next }
    /^  [1-5]\. / {
      name = $0
      sub(/^  [1-5]\. +[0-9.]+ %  /, "", name)
      if (name == artist[n]) {
        split($0, part, / +/)
        right += part[2] == "1."
        sum += part[3]
      }
    }
    END { printf "%d %d %.1f\n", right, songs, sum / songs }' "$work/songs" -
}

echo "vocal focus, $split songs, their first $seconds s"
echo '  condition  focus    named  probability of the right artist'
first='['
for condition in plain:gain=0 crowd10:crowd=10 crowd5:crowd=5; do
  name=${condition%%:*}
  make "$name" "${condition#*:}"
  for focus in 0 0.25 0.5 0.75 1; do
    "$byline" identify -j 1 -m "$model" --vocal-focus=$focus \
      "$work/$name"/*.wav >"$work/out" 2>"$work/log" || true
    score <"$work/out" >"$work/score"
    read -r right n percent <"$work/score"
    printf '  %-10s %5s  %3d/%-3d  %5s %%\n' "$name" $focus "$right" "$n" \
      "$percent"
    printf '%s\n  {"condition": "%s", "focus": %s, "songs": %d, "named": %d, "probability": %s}' \
      "$first" "$name" $focus "$n" "$right" "$percent" >>"$work/json"
    first=','
  done
  rm -r "${work:?}/$name"
done
printf '\n]\n' >>"$work/json"
cp "$work/json" "$result"
