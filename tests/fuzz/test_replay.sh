#!/bin/sh
# The fuzz targets take their seeds, among them all that once went wrong.

build=${BUILD:-build}
for replay in "$build"/tests/fuzz/replay_*; do
  name=${replay##*/replay_}
  set -- tests/fuzz/seeds/"$name"/*
  [ -e "$1" ] || { echo "FAIL: $name has no seeds" >&2 && exit 1; }
  "$replay" "$@" || { echo "FAIL: $name" >&2 && exit 1; }
done
