#!/bin/sh
# Measure how voices are found, and voice activity, on free voices and music that
# nothing has learnt from; they are fetched when they are not there yet.  With
# SINGERS=FOLDER, as tests/bench/singers.py takes it, on these songs too.
# usage: separation.sh [--train]
set -e
build=${BUILD:-build}
library=${XDG_CACHE_HOME:-$HOME/.cache}/byline/corpus/library-full.tsv
voices=$(tests/bench/voices.sh)
if [ "$1" = --train ]; then
  [ -e "$library" ] || presets/corpus/corpus.sh full
  exec "$build/tests/bench/bench_voice" --train engine/spectrum/voice_weights.h \
    "$voices" "$library"
fi
held=$(presets/models/separator.sh held-out)
"$build/tests/bench/bench_separation" "$build/bench/separation.json" \
  "$voices" "$held"
"$build/tests/bench/bench_voice" "$build/bench/voice.json" "$voices" "$held"
if [ -d "$SINGERS" ]; then
  for level in -5 0 5; do
    tests/bench/singers.py "$build/byline" "$SINGERS" $level | head -n 1
  done
fi
