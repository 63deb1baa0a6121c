#!/bin/sh
# What each kind of voice is worth to the network that finds voices: one network is
# taught with speech alone, one with each of the two ways of singing that
# tests/bench/sing.c has, one with all of these, one with what Festival sings; each
# begins alike and sees as many examples.
# The table is in presets/models/separator.md.
#
# usage: presets/models/separator-kinds.sh [OPTION-OF-BYLINE-TRAIN]...
#        SINGERS=FOLDER measures on these songs, too (tests/bench/singers.py)
#
# Of what presets/models/separator.sh prepares.  Some 5 minutes of two free processors
# a kind, and as many to measure; what was begun is gone on with.
set -e
export LC_ALL=C
build=${BUILD:-build}
folder=${XDG_CACHE_HOME:-$HOME/.cache}/byline/separator
[ -d "$folder/train/voices" ] || presets/models/separator.sh prepare

for kind in all speech stretch hold festival; do
  stems=$folder/kinds/$kind
  voices=$folder/train/voices
  pattern=$kind
  [ $kind != all ] || pattern=
  [ $kind != festival ] || voices=$(tests/bench/voices.sh)/sing
  for voice in "$voices"/*; do
    mkdir -p "$stems/voices/${voice##*/}"
    ln -sf "$voice/$pattern"*.wav "$stems/voices/${voice##*/}"
  done
  ln -sfn "$folder/train/accompaniments" "$stems/accompaniments"
  run=$folder/kinds/run-$kind
  if [ ! -e "$run/done" ]; then
    "$build/byline" train "$stems" --task=separate -o "$run" --resume \
      -s epochs=12 -s batch=8 -j 2 "$@"
    touch "$run/done"
  fi
  [ -d "$SINGERS" ] || continue
  printf '#!/bin/sh\nexec "%s/byline" "$@" -m "%s/model.safetensors"\n' \
    "$(realpath "$build")" "$run" >"$run/separate"
  chmod +x "$run/separate"
  echo "$kind:"
  tests/bench/singers.py "$run/separate" "$SINGERS"
done
