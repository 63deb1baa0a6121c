#!/bin/sh
# Make the picture of a report's first page that README.md shows: of a model that
# learns the eight artists of the small corpus, by statistics, in two minutes.
#
# usage: page.sh PROGRAM FOLDER   ('make report-page' does it)
#
# FOLDER takes the dataset, the model and the report.  Needs poppler-utils and
# ImageMagick.

set -eu
program=$(realpath "$1")
folder=$2
here=$(cd "$(dirname "$0")" && pwd)
library=${XDG_CACHE_HOME:-$HOME/.cache}/byline/corpus/library-small.tsv

mkdir -p "$folder" "$here/figures"
[ -e "$folder/data/tracks.tsv" ] || "$program" prepare "$library" -o "$folder/data"
"$program" train "$folder/data" -o "$folder/run" --force --set=architecture=statistics^texture
"$program" report "$folder/run" "$folder/data" -o "$folder/report.html" \
  --pdf="$folder/report.pdf"
pdftoppm -r 96 -f 1 -l 1 -singlefile -png "$folder/report.pdf" "$folder/page"
convert "$folder/page.png" -gravity north -crop 100%x70%+0+0 +repage -trim +repage -bordercolor white -border 24 \
  -colors 32 "PNG8:$here/figures/page.png"
echo "$folder/report.html, $here/figures/page.png"
