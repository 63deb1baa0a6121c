#!/bin/sh
# The pictures of the documentation, out of a report on the model in the box:
# figures/ and robustness.json beside this script.
#
# usage: figures.sh PROGRAM FOLDER [DATASET]
#
# The report goes to FOLDER.  DATASET is that of the full corpus, prepared as
# presets/default.md says; it is made in FOLDER when none is given.  What is in
# robustness.json is not measured again: remove it when the model is another.

set -eu
program=$(realpath "$1")
folder=$2
here=$(cd "$(dirname "$0")" && pwd)
presets=$here/../../presets
model=$presets/default.safetensors
library=${XDG_CACHE_HOME:-$HOME/.cache}/byline/corpus/library-full.tsv
robustness=$here/robustness.json

mkdir -p "$folder"
[ -e "$library" ] || "$presets/corpus.sh" full
dataset=${3:-$folder/dataset}
[ -e "$dataset/tracks.tsv" ] || "$program" prepare "$library" -o "$dataset"
[ -e "$robustness" ] ||
  "$program" robustness "$model" "$dataset" --clips=1 -o "$robustness" \
    >"$folder/robustness.txt"
cat >"$folder/notes" <<END
The music is free music of games, out of Debian's packages: presets/corpus.tsv
names each track, its author, its licence and where that is written.

presets/default.md tells how the model was made, what else was tried, and what
it cannot do; presets/benchmark has figures over folds and for new albums.
END
"$program" report "$model" "$dataset" --robustness="$robustness" \
  --unknown="$library" --notes="$folder/notes" \
  -o "$folder/report.html" --pdf="$folder/report.pdf" \
  --figures="$folder/figures"
mkdir -p "$here/figures"
for name in confusion reliability lengths robustness conditions map; do
  cp "$folder/figures/$name.png" "$here/figures/"
done
echo "$folder/report.html, $folder/report.pdf, $here/figures"
