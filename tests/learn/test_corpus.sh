#!/bin/bash
# byline learn on the small corpus: from nothing to a name in jalv, in one go and
# killed in every phase, which makes the same model.  EPOCHS=26 of training.
# usage: test_corpus.sh [LIBRARY]     (a table of `make corpus`)
. tests/hosts/stage.sh
need jackd jalv jack_lsp jack_wait
corpus=${1:-${XDG_CACHE_HOME:-$HOME/.cache}/byline/corpus/library-small.tsv}
unset BYLINE_MODEL
[ -e "$corpus" ] || { echo "no $corpus: presets/corpus/corpus.sh small" && exit 77; }
byline=$build/byline
epochs=${EPOCHS:-26}

# ARTIST/ALBUM/TITLE, as people have it, with what the corpus says of artists
awk -F '\t' -v OFS='\t' 'NR > 1 { for (i = 2; i <= 4; ++i) gsub("/", "_", $i)
  print $1, $2, $3, $4 }' "$corpus" | while IFS=$'\t' read -r path artist album title; do
  mkdir -p "$work/music/$artist/$album"
  ln -s "$path" "$work/music/$artist/$album/$title.${path##*.}"
done

# learn DATA: as a user with this data folder, in the background, as $learning
learn() {
  XDG_DATA_HOME=$work/$1 "$byline" learn "$work/music" -s epochs="$epochs" \
    >"$work/$1.out" 2>"$work/$1.err" &
  learning=$!
  started $learning
}

# stage_begins N, has_file PATTERN: of the call that is going to be killed
stage_begins() {
  grep -q "^byline: $1 of 6: " "$work/killed.err"
}
has_file() {
  compgen -G "$work/killed/byline/learnt/$1" >"$work/found"
}

reached() {
  "$@" || ! runs $learning
}

# killed NAME COMMAND...: once this succeeds
killed() {
  local name=$1
  shift
  learn killed
  until_true 3600 reached "$@" && runs $learning ||
    fail "over before $name" "$work/killed.err"
  kill -KILL $learning
  { wait $learning; } 2>/dev/null && fail "not killed in $name"
  echo "killed in $name"
}

learn whole
wait $learning || fail 'learn fails' "$work/whole.err"
cat "$work/whole.out"
grep -q '^learnt: 8 artists' "$work/whole.out" || fail 'not the artists'

killed 'the scan' stage_begins 1
killed 'cleaning' stage_begins 2
killed 'preparing' has_file 'dataset/features/*.npy'
killed 'training, before an epoch' has_file 'run-*/metrics.jsonl'
killed 'training' has_file 'run-*/checkpoint'
killed 'evaluating' stage_begins 5
# Nobody reads from the pipe that the new model is written to
pipe=$work/killed/byline/default.safetensors.learnt
waits_for_reader() {
  stage_begins 5 && { [ -p "$pipe" ] || mkfifo "$pipe"; } && stage_begins 6
}
killed 'installing' waits_for_reader
rm "$pipe"
[ ! -e "$work/killed/byline/default.safetensors" ] || fail 'installed too early'
learn killed
wait $learning || fail 'it does not go on' "$work/killed.err"
cmp "$work/whole/byline/default.safetensors" "$work/killed/byline/default.safetensors" ||
  fail 'another model'
learn killed
wait $learning || fail 'not twice' "$work/killed.err"
grep -qx 'nothing is new' "$work/killed.out" ||
  fail 'something is done twice' "$work/killed.err"

# A song that it has not heard, and names
export XDG_DATA_HOME=$work/killed
song=
while IFS=$'\t' read -r path artist; do
  answer=$("$byline" identify "$path" 2>"$work/log") || fail 'identify' "$work/log"
  [[ $answer == *"$artist"* ]] || continue
  song=$path
  break
done < <(awk -F '\t' -v OFS='\t' '$6 == "test" { print $1, $2 }' \
  "$work/killed/byline/learnt/dataset/tracks.tsv")
[ -n "$song" ] || fail 'it names no song'

# The bundle has a random model of other artists: jalv uses the one learnt
start_sound
mkfifo "$work/commands"
jalv -t -n byline "$uri" <"$work/commands" >"$work/host.log" 2>&1 &
jalv=$!
started $jalv
exec 3>"$work/commands"
play "$song"
is_named() {
  grep -q "byline: [0-9:]* .*$artist" "$work/host.log"
}
until_true 120 is_named || fail "jalv does not name $artist" "$work/host.log"
grep "byline: .*$artist" "$work/host.log" | head -n 1
end "$player" # It would keep the pipe open
exec 3>&-
until_ended 60 $jalv jalv || fail 'jalv fails' "$work/host.log"
exit 0
