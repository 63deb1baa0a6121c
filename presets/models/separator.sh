#!/bin/sh
# Make presets/models/separator.safetensors, the network that finds voices, from free
# material alone: speech, the same made to sing, and the tracks of the corpus.
#
# usage: presets/models/separator.sh [prepare|train] [OPTION-OF-BYLINE-TRAIN]...
#        presets/models/separator.sh held-out   # prints a library not learnt from
#
# Below ${XDG_CACHE_HOME:-~/.cache}/byline/separator: stems to learn from, and
# test, what the network never hears.  Hours on a small machine; --resume goes
# on.
set -e
export LC_ALL=C
build=${BUILD:-build}
cache=${XDG_CACHE_HOME:-$HOME/.cache}/byline
folder=$cache/separator
library=$cache/corpus/library-all.tsv
what=${1:-all}
[ $# -eq 0 ] || shift

# Artists with "train" or "test" before them: an eighth is not learnt from
artists() {
  [ -e "$library" ] || presets/corpus/corpus.sh all >&2
  tail -n +2 "$library" | cut -f 2 | sort -u |
    awk '{ print (NR % 8 ? "train" : "test") "\t" $0 }'
}

held_out() {
  mkdir -p "$folder"
  artists | awk -F '\t' 'FNR == NR { if ($1 == "test") test[$2] = 1; next }
    FNR == 1 || $2 in test' - "$library" >"$folder/held-out.tsv"
  echo "$folder/held-out.tsv"
}

prepare() {
  voices=$(tests/bench/voices.sh)
  for set in train test; do
    for speaker in "$voices/$set"/*; do
      name=$(basename "$speaker")
      to=$folder/$set/voices/$name
      mkdir -p "$to"
      # Of Asterisk's long prompts the network in the box knows the singing alone
      case $set$(readlink "$speaker") in
        train*/asterisk/*) ;;
        *) ln -sfn "$(readlink "$speaker")" "$to/speech" ;;
      esac
      [ "$set" = train ] || continue
      for seed in 1 2; do
        [ -e "$to/sung-$seed.wav" ] && continue
        # Every other recording, from the first or the second on
        find "$speaker/" -type f \( -name '*.wav' -o -name '*.ogg' \) | sort |
          awk -v seed="$seed" 'NR % 2 == seed % 2' | tr '\n' '\0' |
          xargs -0 -s 2000000 "$build/tests/bench/sing" \
            "$seed$(printf %s "$name" | cksum | cut -c 1-6)" "$to/sung.part" >&2
        mv "$to/sung.part" "$to/sung-$seed.wav"
      done
    done
  done
  artists |
    while IFS=$(printf '\t') read -r set artist; do
      to=$folder/$set/accompaniments/$(printf %s "$artist" | tr '/' '_')
      mkdir -p "$to"
      awk -F '\t' -v artist="$artist" '$2 == artist { print $1 }' "$library" |
        while read -r track; do
          ln -sfn "$track" "$to/$(basename "$track")"
        done
    done
}

if [ "$what" = held-out ]; then
  held_out
  exit
fi
[ "$what" = train ] || prepare
[ "$what" = prepare ] && exit
# What the network in the box was made with; its bits depend on the threads
"$build/byline" train "$folder/train" --task=separate -o "$folder/run" \
  -s epochs=12 -s batch=8 -j 2 -s licence="CC-BY-SA-4.0 and GPL-3.0: speech of \
Asterisk, KLettres, Hedgewars; music of Debian's games" "$@"
cp "$folder/run/model.safetensors" presets/models/separator.safetensors
