#!/bin/sh
# Make presets/models/separator.safetensors, the network that finds voices, from free
# material alone: speech, the same made to sing, and the tracks of the corpus.
#
# usage: presets/models/separator.sh [prepare|train] [OPTION-OF-BYLINE-TRAIN]...
#        presets/models/separator.sh held-out   # prints a library not learnt from
#
# Below ${XDG_CACHE_HOME:-~/.cache}/byline/separator: stems to learn from, and
# test, music that the network never hears.  Half an hour to make speech sing, one
# and a half to train on two processors; what was begun is gone on with.
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
  for speaker in "$voices/train"/*; do
    name=$(basename "$speaker")
    to=$folder/train/voices/$name
    mkdir -p "$to"
    rm -f "$to/speech" "$to"/sung-?.wav # of earlier versions
    number=$(printf %s "$name" | cksum | cut -c 1-6)
    for kind in speech-1 stretch-1 hold-1 hold-2; do
      [ -e "$to/$kind.wav" ] && continue
      # Every other recording, from the first or the second on; then the others,
      # which take Rubber Band long: of one speaker alone
      find "$speaker/" \( -name '*.wav' -o -name '*.ogg' \) | sort |
        awk -v kind="$kind" -v all="$([ "$name" != ktuberling-lt ] || echo 1)" '
          NR % 2 == substr(kind, length(kind)) % 2 { print; next }
          { others = others $0 "\n" }
          END { if (kind !~ /stretch/ || all) printf "%s", others }' |
        tr '\n' '\0' | xargs -0 -s 2000000 "$build/tests/bench/sing" \
          "${kind%-*}" "${kind#*-}$number" "$to/$kind.part" >&2
      mv "$to/$kind.part" "$to/$kind.wav"
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
# What the network in the box was made with, as separator.md tells; its bits depend
# on the threads.  Masks first, then what recognition sees of them
step() {
  run=$folder/run-$1
  shift
  [ -e "$run/done" ] && return
  "$build/byline" train "$folder/train" --task=separate -o "$run" --resume \
    -s batch=8 -j 2 -s licence="CC-BY-SA-4.0 and GPL-3.0: speech of Asterisk, \
KLettres, KTuberling, Hedgewars, Fish Fillets and Festival's Russian speaker; music \
of Debian's games" "$@"
  touch "$run/done"
}
step 1 -s epochs=40 -s mel_loss=0 "$@"
step 2 -s epochs=60 -s learning_rate=0.2 --seed=2 \
  --from="$folder/run-1/model.safetensors" "$@"
cp "$folder/run-2/model.safetensors" presets/models/separator.safetensors
