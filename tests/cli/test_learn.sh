#!/bin/sh
# byline learn: from folders to the default model; again, with nothing new and
# with new songs; killed at any time; what the user has is kept
# Time limit: 1800 s

. "$(dirname "$0")/common.sh"
need ffmpeg

export XDG_DATA_HOME="$work/data"
data=$XDG_DATA_HOME/byline
learnt=$data/learnt
set -- architecture=resnet:width=4 batch=4 clips_per_epoch=32 epochs=3 clip_frames=96 \
  sound_share=0
small=$(printf ' -s %s' "$@")

# Two singers with six songs; one has two
shortest=31 make_artists 14 2
mkdir -p music/Ann/First music/Bo/Only music/Cy new/Ann/Second
mv 2.wav 4.wav 6.wav 8.wav 10.wav 12.wav music/Ann/First
mv 1.wav 3.wav 5.wav 7.wav 9.wav 11.wav music/Bo/Only
cp music/Bo/Only/1.wav 'music/Bo/Only/1 again.wav'
mv 13.wav music/Cy
mv 14.wav new/Ann/Second
ffmpeg -v error -nostdin -i music/Cy/13.wav -t 12 music/Cy/short.wav

# ---- from nothing
expect 0 'learnt: 2 artists, 12 songs' "$byline" learn music $small -j 1
grep -q '^names [0-9]* % of songs that it has not heard ([0-2] of 2)' out || fail 'how well'
grep -q 'left out: 1 artist with too few songs: Cy (1)' out || fail 'too few'
grep -q 'left out: 2 tracks: .*1 shorter than 30 s' out || fail 'too short'
grep -q '1 the same sound as another' out || fail 'the same twice'
grep -q 'in the host: insert Byline' out || fail 'what now'
for stage in 1 2 3 4 5 6; do
  grep -q "$stage of 6: " err || fail "no stage $stage"
done
cmp "$data/default.safetensors" "$learnt"/run-*/model.safetensors || fail 'not the model'
"$byline" info "$data/default.safetensors" >info || fail 'no model'
grep -q Ann info && grep -q test info || fail 'no figures in it'
expect 0 '' "$byline" identify music/Ann/First/2.wav
[ "$(ls -A "$data")" = "$(printf 'default.safetensors\nlearnt\nrecordings.index')" ] || fail "left: $(ls -A "$data")"
# Who has too few songs is known by his recordings all the same
"$byline" recordings list | grep -q "Cy.*/music/Cy/13.wav" || fail 'no recordings'
n_recordings=$("$byline" recordings list | wc -l)
[ "$n_recordings" -ge 13 ] || fail "$n_recordings recordings"
cp "$data/default.safetensors" whole

# ---- nothing new, with the folders and without
for folders in music ''; do
  expect 0 'nothing is new' "$byline" learn $folders $small -j 1
  grep -q '[3-6] of 6' err && fail 'something is done'
  grep -q 'Cy (1)' out || fail 'who was left out is forgotten'
done
expect 0 '"new": false' "$byline" learn $small --json
grep -q '"name": "Cy"' out && grep -q '"why": "shorter than 30 s"' out || fail 'JSON'
cmp whole "$data/default.safetensors" || fail 'another model of nothing new'

# ---- the library is the user's: his words stay, and count
awk -F '\t' -v OFS='\t' 'NR == 1 { for (i = 1; i <= NF; ++i) if ($i == "dropped") d = i }
  /Bo.Only.11.wav/ { $d = "not hers" } { print }' "$learnt/library.tsv" >edited
cp edited "$learnt/library.tsv"
cut -f 1,6 "$learnt/dataset/tracks.tsv" | sort >parts

# ---- a new song: the others stay where they are, the folder is one more
run=$(ls -d "$learnt"/run-*)
expect 0 'learnt: 2 artists, 13 songs' "$byline" learn new $small -j 1
grep -q 'the model of before names [0-3] of [1-3] such songs, this one [0-3]' out ||
  fail 'no comparison'
cut -f 1,6 "$learnt/dataset/tracks.tsv" | sort >now
[ "$(comm -23 parts now | wc -l)" = 0 ] || fail "moved: $(diff parts now)"
grep -q 'preparing 14 of 14' err || fail 'not prepared'
[ "$(wc -l <"$learnt/folders.tsv")" = 3 ] || fail "$(cat "$learnt/folders.tsv")"
grep -q 'stays in use' out || [ ! -e "$run" ] || fail 'the old training is left'
expect 0 'nothing is new' "$byline" learn $small -j 1

# A disk that is not there takes nobody away
mv new away
expect 1 "$work/new, where music was learnt from before: No such file" "$byline" learn $small
mv away new
mv music/Bo away
cp "$data/default.safetensors" before
cp "$learnt/dataset/tracks.tsv" before.tsv
expect 1 'Bo, learnt before, would be forgotten: [67] songs are not there' "$byline" learn $small -j 1
cmp before "$data/default.safetensors" && cmp before.tsv "$learnt/dataset/tracks.tsv" ||
  fail 'it is forgotten'
mv away music/Bo
expect 0 'learnt: 2 artists' "$byline" learn $small -j 1

# ---- what the user had put there is kept, links too
echo mine >mine.safetensors
for i in 1 2; do
  rm "$data/default.safetensors"
  ln -s "$work/mine.safetensors" "$data/default.safetensors"
  expect 0 "kept as $data/default-kept-$i.safetensors" "$byline" learn $small -j 1
  grep -q "your own of before: .*kept-$i" out || fail 'not told'
  [ -L "$data/default-kept-$i.safetensors" ] && [ ! -L "$data/default.safetensors" ] ||
    fail 'the link'
done
grep -qx mine mine.safetensors || fail 'written through a link'
expect 0 'BYLINE_MODEL names another' env BYLINE_MODEL="$work/whole" "$byline" learn $small -j 1

# ---- killed in every phase, the same command makes the same model
# usage: killed NAME FILE: when this is there
killed()
{
  XDG_DATA_HOME="$work/$1"
  "$byline" learn music $small -j 1 >/dev/null 2>&1 &
  pid=$!
  while ! ls "$XDG_DATA_HOME"/byline/$2 >/dev/null 2>&1 && kill -0 $pid 2>/dev/null; do
    sleep 0.01
  done
  kill -KILL $pid 2>/dev/null
  wait $pid
}
i=0
for file in learnt learnt/folders.tsv learnt/library.tsv 'learnt/dataset/features/*.npy' \
  learnt/dataset/tracks.tsv 'learnt/run-*/metrics.jsonl' 'learnt/run-*/checkpoint' \
  'learnt/run-*/model.safetensors' default.safetensors.learnt default.safetensors \
  learnt/result.json; do
  i=$((i + 1))
  killed killed-$i "$file"
  expect 0 'learnt: 2 artists, 12 songs' "$byline" learn music $small -j 1
  cmp whole "$XDG_DATA_HOME/byline/default.safetensors" || fail "killed at $file: another model"
  [ "$(ls -A "$XDG_DATA_HOME/byline")" = "$(printf 'default.safetensors\nlearnt\nrecordings.index')" ] ||
    fail "killed at $file, left: $(ls -A "$XDG_DATA_HOME/byline")"
  "$byline" recordings check | grep -q "^$n_recordings recordings" || fail "killed at $file: index"
  [ "$(ls -A "$XDG_DATA_HOME/byline/learnt" | grep -c part-)" = 0 ] || fail "remains of $file"
done
# At many moments
XDG_DATA_HOME=$work/killed
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18; do
  timeout --foreground -s KILL "0.$((i * 5 / 10))$((i * 5 % 10))" \
    "$byline" learn music $small -j 1 >/dev/null 2>&1
done
expect 0 'learnt: 2 artists, 12 songs' "$byline" learn music $small -j 1
cmp whole "$XDG_DATA_HOME/byline/default.safetensors" || fail 'killed often: another model'

# ---- Ctrl-C: says that the same command goes on
XDG_DATA_HOME=$work/interrupted
"$byline" learn music $small -s epochs=2000 -j 1 >out 2>err &
pid=$!
until_true 120 sh -c "ls '$XDG_DATA_HOME'/byline/learnt/run-*/checkpoint" >/dev/null 2>&1 ||
  fail 'it does not train'
expect 1 "another 'byline learn'" "$byline" learn music $small
learnt=$XDG_DATA_HOME/byline/learnt
expect 1 "another 'byline learn'" "$byline" clean "$learnt/library.tsv" -o "$learnt/library.tsv"
kill -INT $pid
wait $pid
[ $? = 130 ] || fail 'not interrupted'
XDG_DATA_HOME=$work/interrupted-2
"$byline" learn music $small -s epochs=2000 -j 1 >out 2>err &
pid=$!
until_true 120 sh -c "ls '$XDG_DATA_HOME'/byline/learnt/run-*/checkpoint" >/dev/null 2>&1
kill -INT $pid
wait $pid
[ ! -s out ] && grep -q 'the same command goes on where this stopped' err || fail "$(cat err)"
[ ! -e "$XDG_DATA_HOME/byline/default.safetensors" ] || fail 'half a model is in use'

# ---- a model that is clearly worse does not replace a good one.  These singers
# are easily told apart, each in a register of their own, but for who learns nothing
song=0
for singer in Ann:100 Bo:400 Cy:1600 Di:5000; do
  mkdir -p "easy/${singer%:*}/Album"
  for i in 1 2 3; do
    song=$((song + 1)) d=$((32 + 3 * song))
    tune="mod(floor((2+0.37*$song)*t)*$((song + 1))+floor(0.21*$song*t)*5,12)"
    echo "easy/${singer%:*}/Album/$song.wav $d 0.15*sin(2*pi*${singer#*:}*2**($tune/12)*t)\
+0.001*noise($song)"
  done
done | "$sounds"
XDG_DATA_HOME=$work/worse
default=$XDG_DATA_HOME/byline/default.safetensors
nothing='-s epochs=1 -s learning_rate=1e-9 -s answer=network'
expect 0 '(4 of 4), 100 % of 10-s clips' "$byline" learn easy --min-songs=3 $small -s epochs=12 -j 1
cp "$default" good
expect 0 'the model of before names 4 of 4 such songs, this one [01]' \
  "$byline" learn easy --min-songs=3 $small $nothing -j 1
grep -q 'the model of before stays in use' out || fail 'it is not told'
cmp good "$default" || fail 'it is replaced'
expect 0 'nothing is new' "$byline" learn --min-songs=3 $small $nothing -j 1
cmp good "$default" || fail 'it is replaced later'
# Unless its user wants so
cp "$(sed -n 's/^\(.*\) to .*default.safetensors$/\1/p' out)" "$default" || fail 'what to copy'
cp "$default" chosen
expect 0 'insert Byline' "$byline" learn --min-songs=3 $small $nothing -j 1
cmp chosen "$default" || fail 'a choice is undone'

# ---- too little, or nothing
XDG_DATA_HOME=$work/little
mkdir few
cp -r music/Ann music/Cy few
mkdir few/Ánn
cp new/Ann/Second/14.wav few/Ánn
expect 1 'only one artist, Ann, has 6' "$byline" learn few -o one --min-songs 6
grep -q 'Ánn has 1 song of use: 5 more are needed; or is it Ann?' err || fail 'who is like'
grep -q 'Cy has 1 song of use: 5 more are needed$' err || fail 'who lacks what'
grep -q 'left out: 1 track: shorter than 30 s' err || fail 'why'
"$byline" recordings check | grep -q '^[89] recordings' || fail 'too few, and not indexed'
XDG_DATA_HOME=$work/nothing
mkdir empty
expect 1 "$work/empty: no music there" "$byline" learn empty -o none
expect 1 'none-at-all: No such file' "$byline" learn none-at-all
expect 2 'nothing was learnt in .* and FOLDER is missing' "$byline" learn
[ ! -e nothing ] || fail 'a folder was made'
expect 2 'from 3 to' "$byline" learn music --min-songs 2
expect 2 'data folder is not known' env -u XDG_DATA_HOME -u HOME "$byline" learn music
expect 2 'data folder is not known' env -u HOME XDG_DATA_HOME=relative "$byline" learn music
expect 2 'is what is read' "$byline" learn music -o music
expect 1 'a folder with other things in it' "$byline" learn music -o few
expect 1 'folder' env XDG_DATA_HOME="$work/mine.safetensors/x" "$byline" learn music
echo 'path,nobody' >broken
mkdir -p spoilt && cp broken spoilt/library.tsv
expect 1 'a folder with other things in it' "$byline" learn music -o spoilt
printf 'folder\n' >spoilt/folders.tsv
expect 1 'not a library' "$byline" learn music -o spoilt
cmp -s broken spoilt/library.tsv || fail 'a table is lost'
[ -z "$(find . -name '*.lock' ! -path './killed*')" ] || fail "$(find . -name '*.lock')"
exit 0
