#!/bin/sh
# Measure vocal focus and voice activity on free voices and music, which are
# fetched when they are not there yet.  usage: separation.sh [--train]
set -e
build=${BUILD:-build}
library=${XDG_CACHE_HOME:-$HOME/.cache}/byline/corpus/library-full.tsv
voices=$(tests/bench/voices.sh)
[ -e "$library" ] || presets/corpus.sh full
if [ "$1" = --train ]; then
  exec "$build/tests/bench/bench_voice" --train engine/spectrum/voice_weights.h \
    "$voices" "$library"
fi
"$build/tests/bench/bench_separation" "$build/bench/separation.json" \
  "$voices" "$library"
"$build/tests/bench/bench_voice" "$build/bench/voice.json" "$voices" "$library"
