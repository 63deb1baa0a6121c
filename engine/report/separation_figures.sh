#!/bin/sh
# The pictures of engine/voice's documentation, out of a report on the network in
# the box: mix, estimate and truth.
#
# usage: separation_figures.sh PROGRAM FOLDER
#
# The report goes to FOLDER.  What is mixed are the voices and the artists that
# presets/models/separator.sh puts aside, which the network never heard; it
# makes them unless they are there.

set -eu
program=$(realpath "$1")
folder=$2
here=$(cd "$(dirname "$0")" && pwd)
models=$here/../../presets/models
stems=${XDG_CACHE_HOME:-$HOME/.cache}/byline/separator/test

[ -d "$stems" ] || "$models/separator.sh" prepare
mkdir -p "$folder"
"$program" report "$models/separator.safetensors" "$stems" --force \
  -o "$folder/separation.html" --figures="$folder/separation"
# Small enough to be kept
ffmpeg -v error -nostdin -y -i "$folder/separation/parts.png" \
  -filter_complex 'scale=iw/2:-1,split[a][b];
    [a]palettegen=48[p];[b][p]paletteuse=dither=none' "$here/../voice/parts.png"
cp "$folder/separation/sdr.png" "$here/figures/"
echo "$folder/separation.html, $here/../voice/parts.png, $here/figures/sdr.png"
