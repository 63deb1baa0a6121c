#!/bin/sh
# Everything that one does with music of one's own, on the small corpus: scan,
# clean, prepare, find a learning rate, train, be killed and go on, cross-
# validate, evaluate, robustness, report.  Minutes; prints what each step took.
#
# usage: test_chain.sh [LIBRARY]     (a table of `make corpus`)
#
# The network is small and learns for seconds: that each step does what it says
# is tested, not how good a model can be.

set -eu
library=$(realpath "${1:-${XDG_CACHE_HOME:-$HOME/.cache}/byline/corpus/library-small.tsv}")
. "$(dirname "$0")/../cli/common.sh"
tab=$(printf '\t')

# ---- telling

started=$(date +%s)
step_started=$started
title=

# Tell what the last step took, and begin the next.
step()
{
  now=$(date +%s)
  [ -z "$title" ] || printf '%5d s  %s\n' $((now - step_started)) "$title"
  step_started=$now
  title=$1
}

# Check numbers: usage: holds CONDITION-OF-AWK WHAT
holds()
{
  awk "BEGIN { exit !($1) }" || fail "$2: not $1"
}

# The cell of column $2 in every row of table $1
column()
{
  awk -F "$tab" -v name="$2" '
    NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) column = i; next }
    { print $column }' "$1"
}

count_songs()
{
  column dataset/tracks.tsv split | grep -c "^$1\$"
}

# ---- music as people have it: files in folders, some with tags that differ

step 'music'
[ -e "$library" ] || fail "no $library; 'make corpus' makes it"
n_tracks=$(($(wc -l <"$library") - 1))
n_artists=$(column "$library" artist | sort -u | wc -l)
awk -F "$tab" 'NR > 1 {
  n = split($1, parts, ".")
  for (i = 2; i <= 4; i++) gsub("/", "-", $i)
  print $1 "\n" $2 "/" $3 "\n" $4 "." parts[n] }' "$library" |
  while read -r file && read -r folder && read -r name; do
    mkdir -p "music/$folder"
    ln -s "$file" "music/$folder/$name"
  done
mkdir -p 'music/Alex Almarza/Amoebax'
ffmpeg -v error -nostdin -f lavfi -i sine=440:d=5 \
  'music/Alex Almarza/Amoebax/Jingle.wav'

step 'scan'
expect 0 "$((n_tracks + 1)) tracks in" "$byline" scan music -o library.tsv
[ "$(column library.tsv artist | sort -u | wc -l)" -gt "$n_artists" ] ||
  fail 'no artist under two spellings: the corpus is another one'

step 'clean'
expect 0 '1 renamings suggested' \
  "$byline" clean library.tsv -o library.tsv --suggest=rules.tsv
expect 0 "1 of $((n_tracks + 1)) tracks dropped" \
  "$byline" clean library.tsv -o library.tsv --spellings=rules.tsv
[ "$(column library.tsv artist | sort -u | wc -l)" = "$n_artists" ] ||
  fail 'an artist still has two names'
column library.tsv dropped | grep -q 'shorter than 30 s' ||
  fail 'the jingle is not dropped'

step 'prepare'
expect 0 '' "$byline" prepare library.tsv -o dataset
n_songs=$(column dataset/tracks.tsv path | wc -l)
holds "$n_songs <= $n_tracks && $n_songs > 0.9 * $n_tracks" 'songs prepared'
[ "$(column dataset/tracks.tsv artist | sort -u | wc -l)" = "$n_artists" ] ||
  fail 'an artist got lost'
for split in train validation test; do
  n=$(awk -F "$tab" -v part="$split" '
    NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; next }
    $column["split"] == part { print $column["artist"] }' dataset/tracks.tsv |
    sort -u | wc -l)
  [ "$n" = "$n_artists" ] || fail "$n artists in $split, not $n_artists"
done
column dataset/tracks.tsv features | while read -r name; do
  [ -s "dataset/features/$name" ] || fail "no spectrogram $name"
done
cp dataset/tracks.tsv before.tsv
expect 0 '' "$byline" prepare library.tsv -o dataset
cmp -s before.tsv dataset/tracks.tsv || fail 'prepared again, it is another'

# ---- learning

cat >small.ini <<END
architecture = resnet:width=8,blocks=1-1-1-1
clips_per_epoch = 768
epochs = 8
END

step 'tune lr'
expect 0 'learning_rate = ' \
  "$byline" tune lr dataset -o lr -r small.ini --steps=60
rate=$(sed -n 's/learning_rate = //p' out)
holds "$rate > 0.0005 && $rate < 5" 'the suggested learning rate'
[ -s lr/lr.png ] && [ -s lr/lr.svg ] || fail 'no picture of the range test'
echo "learning_rate = $rate" >>small.ini

step 'train'
expect 0 'epoch 8 of 8' "$byline" train dataset -o whole -r small.ini
[ "$(wc -l <whole/metrics.jsonl)" = 8 ] || fail 'not eight epochs'
holds "$(jq -s 'last.train_loss / first.train_loss' whole/metrics.jsonl) < 0.9" \
  'the loss of the last epoch as a share of the first'

# Train on in the background until so many epochs are done, then send a signal.
# usage: cut SIGNAL STATUS EPOCHS OPTION...
cut_off()
{
  signal=$1 wanted=$2 least=$3
  shift 3
  "$byline" train dataset -o cut "$@" 2>log &
  pid=$!
  while [ "$(cat cut/metrics.jsonl 2>/dev/null | wc -l)" -lt "$least" ]; do
    kill -0 $pid 2>/dev/null || fail 'training ended by itself'
    sleep 0.1
  done
  sleep 0.5
  kill "-$signal" $pid
  status=0
  wait $pid 2>/dev/null || status=$?
  [ $status = "$wanted" ] || fail "$signal: status $status, not $wanted"
}

step 'the same, killed, told to stop, and resumed'
cut_off KILL 137 2 -r small.ini
cut_off TERM 143 4 --resume
grep -q 'resume goes on' log || fail 'does not tell how to go on'
expect 0 'epoch 8 of 8' "$byline" train dataset -o cut --resume
cmp whole/model.safetensors cut/model.safetensors ||
  fail 'the resumed training made another model'
for run in whole cut; do
  jq -c 'del(.clips_per_second, .waited)' $run/metrics.jsonl >$run.jsonl
done
cmp whole.jsonl cut.jsonl || fail 'the resumed training had other figures'

step 'crossval'
expect 0 '' "$byline" crossval dataset -k 3 -o folds -r small.ini --json
chance=$(jq -n "1 / $n_artists")
[ "$(jq .pooled.n_songs out)" = "$n_songs" ] ||
  fail 'not every song was asked about once'
holds "$(jq .pooled.accuracy out) > 2 * $chance" 'accuracy over folds'
holds "$(jq .spread.accuracy out) > 0" 'spread over folds'

# ---- judging

step 'evaluate'
expect 0 '' "$byline" evaluate whole/model.safetensors dataset --json \
  --lengths --confusion=confusion.tsv --picture=confusion.png \
  --reliability=reliability.png
[ "$(jq .songs.n out)" = "$(count_songs test)" ] || fail 'not all test songs'
holds "$(jq .clips.accuracy out) > 2 * $chance" 'accuracy of clips'
holds "$(jq '.clips.accuracy_95[0]' out) > $chance" 'the foot of its interval'
holds "$(jq .top5 out) > $(jq .clips.accuracy out)" 'accuracy among five'
[ "$(wc -l <confusion.tsv)" = $((n_artists + 1)) ] || fail 'confusion.tsv'
accuracy=$(jq .clips.accuracy out)

# A condition's share of right answers; usage: share NAME WHO
share()
{
  jq --arg name "$1" --arg who "$2" '.conditions[]
    | select(.name == $name) | .[$who].right / .queries' whole/robustness.json
}

step 'robustness'
expect 0 'as it is' "$byline" robustness whole/model.safetensors dataset \
  --songs=8 --clips=1 -o whole/robustness.json --curves=curves.png \
  --bars=bars.png
[ "$(jq '.conditions | length' whole/robustness.json)" = 58 ] ||
  fail 'not 58 conditions'
holds "$(share 'as it is' fingerprint_recording) == 1" 'recordings found'
holds "$(share 'pitch +16 %' fingerprint_recording) < 0.3" \
  'recordings found when played higher'
holds "$(share 'as it is' fingerprint_learnt) < 0.3" 'new songs found'
holds "$(share 'as it is' byline) > $chance" 'clips that the network names'

step 'report'
expect 0 'wrote whole/report.html' "$byline" report whole dataset \
  --pdf=report.pdf --figures=figures
for section in Use Results Artists Confusions Map Calibration \
  'Robustness, and fingerprints' Speed Training Data Limits Provenance; do
  grep -q "<h2[^>]*>$section" whole/report.html ||
    fail "the report has no section $section"
done
! grep -q '>Not measured' whole/report.html || fail 'something is not measured'
holds "100 * $accuracy - $(sed -n \
  's/.*clips of them \([0-9]*\) %.*/\1/p' whole/report.html) < 0.6" \
  'the accuracy that evaluate told, less that of the report'
[ "$(head -c 5 report.pdf)" = %PDF- ] || fail 'no PDF'
for name in lengths confusion map reliability robustness conditions \
  learning; do
  grep -q "<figure id=\"$name\"" whole/report.html || fail "no figure $name"
  [ -s "figures/$name.svg" ] || fail "no figures/$name.svg"
done
for picture in lr/lr.png confusion.png reliability.png curves.png bars.png \
  figures/*.png; do
  # White paper with a line of text has fewer colours and darkness than these
  convert "$picture" -format '%k %[fx:mean]\n' info: >colours
  awk '$1 < 50 || $2 > 0.995 { exit 1 }' colours ||
    fail "$picture is blank: $(cat colours)"
done

step ''
echo "$(($(date +%s) - started)) s in all; clips named: $(jq -n \
  "$accuracy * 1000 | round / 10") %, of $n_artists artists"
