#!/bin/sh
# The pictures of the documentation, out of a report on the model in the box:
# figures/ beside this script, and the numbers of presets/results/robustness.json.
#
# usage: figures.sh PROGRAM FOLDER DATA
#
# The report goes to FOLDER.  DATA is the benchmark's folder, where the model's
# dataset is made unless it is there.  What is in robustness.json is not measured
# again: remove it when the model is another.

set -eu
program=$(realpath "$1")
folder=$2
data=$3
here=$(cd "$(dirname "$0")" && pwd)
presets=$here/../../presets
model=$presets/models/default.safetensors
robustness=$presets/results/robustness.json

mkdir -p "$folder" "$here/figures"
"$presets/benchmark/benchmark.sh" "$program" "$data" data
dataset=$data/box-data
[ -e "$robustness" ] ||
  "$program" robustness "$model" "$dataset" --clips=1 -o "$robustness" \
    >"$folder/robustness.txt"
cat >"$folder/notes" <<END
The music is free music of games, out of Debian's packages: presets/corpus/corpus.tsv
names each track, its author, its licence and where that is written.

presets/models/default.md tells how the model was made, what else was tried, and what
it cannot do; presets/benchmark has figures over folds and for new albums.
END
"$program" report "$model" "$dataset" --robustness="$robustness" \
  --unknown="$data/unknown.tsv" --notes="$folder/notes" \
  -o "$folder/report.html" --pdf="$folder/report.pdf" \
  --figures="$folder/figures"
for name in confusion reliability lengths robustness conditions map; do
  cp "$folder/figures/$name.png" "$here/figures/"
done
"$program" explain -m "$model" --force -o "$here/figures/evidence.png" \
  "$presets/samples/Obsidian Shell - Second Birth.opus" >"$folder/evidence.txt"
echo "$folder/report.html, $folder/report.pdf, $here/figures"
