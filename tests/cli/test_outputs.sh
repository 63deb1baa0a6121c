#!/bin/sh
# Nothing that a user made is lost: no command writes over what it reads, over a
# file or into a folder of another kind, or to one file twice; permissions and
# links stay; what cannot be written is told before the work.
# Time limit: 900 s

. "$(dirname "$0")/common.sh"
need ffmpeg

# usage: unchanged FILE: it is as remember() saw it
remember()
{
  for file; do
    cp -p "$file" "$work/.kept-$(echo "$file" | tr / _)"
  done
}
unchanged()
{
  for file; do
    cmp -s "$file" "$work/.kept-$(echo "$file" | tr / _)" ||
      fail "$file has changed"
  done
}

make_artists 6 2
"$byline" prepare library.tsv -o data --min-songs=3 >log 2>&1 || fail prepare
small='-s architecture=resnet:width=4 -s batch=4 -s clips_per_epoch=16
-s epochs=1 -s clip_frames=96 -s sound_share=0'
"$byline" train data -o run $small >log 2>&1 || fail train
model=run/model.safetensors
echo 'My notes' >notes.doc
echo '{"name": "mine"}' >mine.json
ln 1.wav hard.wav
ln -s 1.wav soft.wav
remember 1.wav notes.doc mine.json library.tsv $model

# ---- ended from outside: no lock is left
"$byline" separate 1.wav -o ended.wav 2>/dev/null &
until_true 60 test -s .ended.wav.byline.lock || fail 'no lock'
kill -TERM $!
wait $!
[ $? = 143 ] && [ ! -e .ended.wav.byline.lock ] || fail 'a lock is left'

# ---- over an input: by its name, through links, spelt in another way
for output in 1.wav ./1.wav hard.wav soft.wav "$work/../$(basename "$work")/1.wav"; do
  expect 2 "is what is read" "$byline" augment 1.wav -e telephone -o "$output"
  expect 2 "is what is read" "$byline" augment 1.wav -e telephone -o "$output" --force
  expect 2 "is what is read" "$byline" identify 1.wav -m $model --labels="$output"
done
expect 2 "is what is read" "$byline" identify 1.wav -m $model --labels=$model
expect 2 "is what is read" "$byline" ensemble $model $model -o $model
expect 2 "is what is read" "$byline" train data -o data $small
expect 2 "is what is read" "$byline" crossval data -o ./data
expect 2 "is what is read" "$byline" tune lr data -o data/../data
expect 2 "is what is read" "$byline" report run data --notes=notes.doc -o notes.doc
expect 2 "is what is read" "$byline" clean library.tsv -o c.tsv --suggest=library.tsv
unchanged 1.wav notes.doc library.tsv $model

# ---- what stands for the standard output elsewhere
expect 2 'no name of an output' "$byline" clean library.tsv -o -
expect 2 'no name of an output' "$byline" identify 1.wav -m $model --labels=-
expect 2 'no name of an output' "$byline" train data -o - $small
expect 0 '' "$byline" clean library.tsv -o ./-
[ ! -d - ] && [ -s ./- ] || fail 'no file called -'

# ---- over another kind
kind='there already, and not'
cp 2.wav other.wav
remember other.wav
expect 1 "$kind a WAV" "$byline" augment 1.wav -e telephone -o other.wav
expect 1 "$kind a picture" "$byline" augment 1.wav -e telephone -o x.wav --png=notes.doc
expect 1 "$kind a library" "$byline" scan . -o notes.doc
expect 1 "$kind a library" "$byline" clean library.tsv -o 2.wav
expect 1 "$kind empty" "$byline" clean library.tsv -o c.tsv --suggest=notes.doc
expect 1 "$kind a model" "$byline" ensemble $model $model -o notes.doc
expect 1 "$kind Audacity" "$byline" identify 1.wav -m $model --labels=notes.doc
expect 1 "$kind a history" "$byline" identify 1.wav -m $model --history=mine.json
printf '#EXTM3U\nmine.mp3\n' >mine.m3u8
printf 'FILE "mine.wav" WAVE\n' >mine.cue
remember mine.m3u8 mine.cue
for end in m3u8 cue; do
  expect 1 "$kind a history" "$byline" identify 1.wav -m $model --history=mine.$end
done
unchanged mine.m3u8 mine.cue
expect 1 "$kind a confusion" "$byline" evaluate $model data --confusion=data/tracks.tsv
expect 1 "$kind a picture" "$byline" evaluate $model data --picture=2.wav
expect 1 "$kind a picture" "$byline" evaluate $model data --reliability=notes.doc
expect 1 "$kind robustness" "$byline" robustness $model data -o mine.json
expect 1 "$kind robustness" "$byline" robustness $model data -o data/split.json
expect 1 "$kind a picture" "$byline" robustness $model data --bars=notes.doc
expect 1 "$kind a page" "$byline" report run -o notes.doc
expect 1 "$kind a PDF" "$byline" report run --pdf=notes.doc
expect 1 "$kind a picture" "$byline" tsne $model data -o notes.doc
expect 1 "$kind a map" "$byline" tsne $model data -o x.png --csv=library.tsv
echo 'mine' >report.html
expect 1 "$kind a page" "$byline" report $model
grep -qx mine report.html || fail "report.html is lost"
unchanged notes.doc mine.json other.wav library.tsv
[ ! -e c.tsv ] && [ ! -e x.wav ] && [ ! -e x.png ] || fail "work was begun"

# Of the same format, but not Byline's own
ffmpeg -v error -nostdin -i 2.wav -c:a pcm_f32le -ac 2 float.wav
ffmpeg -v error -nostdin -f lavfi -i testsrc=s=64x64 -frames:v 1 photo.png
echo '<!DOCTYPE html><title>Mine</title>' >index.html
printf '%%PDF-1.5\nmine\n' >contract.pdf
echo '<svg xmlns="http://www.w3.org/2000/svg" width="9mm"/>' >logo.svg
remember float.wav photo.png index.html contract.pdf logo.svg
expect 1 "$kind" "$byline" augment 1.wav -e telephone -o float.wav
expect 2 "x.mp3: sound is written as WAV" "$byline" augment 1.wav -e telephone -o x.mp3
[ ! -e x.mp3 ] || fail "WAV under the name of MP3"
expect 1 "$kind" "$byline" augment 1.wav -e telephone -o x.wav --png=photo.png
expect 1 "$kind" "$byline" evaluate $model data --picture=logo.svg
expect 1 "$kind" "$byline" tsne $model data -o contract.pdf
expect 1 "$kind" "$byline" report run -o index.html
expect 1 "$kind" "$byline" report run --pdf=contract.pdf
unchanged float.wav photo.png index.html contract.pdf logo.svg

# Into a folder with other things, or over a finished model
mkdir things
echo 1 >things/a.txt
expect 1 "other things in it" "$byline" prepare library.tsv -o things
for command in train crossval 'tune lr'; do
  expect 1 "other things in it" "$byline" $command data -o things
done
[ "$(ls -A things)" = a.txt ] || fail "something is in a foreign folder"
expect 2 "has a training in it" "$byline" train data -o run $small
mv run/checkpoint kept
expect 2 "results of a training in it" "$byline" train data -o run $small
expect 2 "results of a training in it" "$byline" train data -o run --resume
expect 2 "would be written over by what begins" "$byline" train data -o run \
  --force --from=run/../$model
mv kept run/checkpoint
unchanged $model

# --force does it, but for inputs
cp notes.doc forced
expect 0 "" "$byline" identify 1.wav -m $model --labels=forced --force
! cmp -s notes.doc forced || fail "--force does nothing"

# ---- the same kind is written over, an empty file too; twice is fine
: >empty.txt
for i in 1 2; do
  expect 0 "" "$byline" identify 1.wav -m $model --history=h.txt --labels=empty.txt
  for end in csv json cue m3u8 royalties.txt; do
    expect 0 "" "$byline" identify 1.wav -m $model --history=h.$end
  done
  expect 0 "" "$byline" augment 1.wav -e telephone -o a.wav --png=a.svg --seconds=2
  expect 0 "" "$byline" evaluate $model data --confusion=m.tsv --picture=m.png \
    --reliability=r.svg
  expect 0 "" "$byline" evaluate $model data --picture=m.pdf
  expect 0 "" "$byline" clean library.tsv -o library.tsv
  expect 0 "" "$byline" ensemble $model $model -o both
  expect 0 "" "$byline" report run -o page.html --pdf=page.pdf --figures=figures
  expect 0 "" "$byline" tune lr data -o lr $small --steps=10
  expect 0 "" "$byline" robustness $model data -o r.json --songs=1 --clips=1
  expect 0 "" "$byline" tsne $model data -o t.png --csv=t.csv --iterations=20 \
    --perplexity=2
done

# ---- two results in one file
expect 2 "two results" "$byline" identify 1.wav -m $model --labels=two.txt \
  --history=./two.txt
expect 2 "two results" "$byline" evaluate $model data --picture=m.png \
  --reliability="$work/m.png"
[ ! -e two.txt ] || fail "two.txt was made"

# ---- places that cannot be: told at once
expect 1 "no such folder" "$byline" identify 1.wav -m $model --labels=none/l.txt
expect 1 "is a folder" "$byline" identify 1.wav -m $model --labels=run
expect 2 "empty name" "$byline" identify 1.wav -m $model --labels=
expect 1 "is a file" "$byline" train data -o notes.doc/run $small
expect 1 "no folder" "$byline" prepare library.tsv -o notes.doc
unchanged notes.doc
ln -s circle circle
expect 1 "Too many levels" "$byline" identify 1.wav -m $model --labels=circle
expect 0 "" "$byline" identify 1.wav -m $model --labels=/dev/null
[ -c /dev/null ] || fail "/dev/null is gone"
label='^[0-9.]*	[0-9.]*	.'
"$byline" identify 1.wav -m $model --labels=/dev/stdout >both.txt 2>log || fail stdout
grep -q '1.wav' both.txt && grep -q "$label" both.txt || fail "/dev/stdout"
mkfifo pipe
timeout 20 cat pipe >piped &
expect 0 "" "$byline" identify 1.wav -m $model --labels=pipe
wait $!
grep -q "$label" piped || fail "a pipe"
expect 1 "cannot write" "$byline" identify 1.wav -m $model --labels=/dev/full

# ---- killed at any time, a training goes on and leaves nothing half written;
# once with sounds that are no music among what is learnt, which takes long
for share in 0 0.05; do
  "$byline" train data -o whole-$share $small -s epochs=3 -s sound_share=$share \
    >log 2>&1 || fail whole
done
share=0.05
for after in checkpoint model.safetensors metrics.jsonl; do
  "$byline" train data -o killed-$after $small -s epochs=3 -s sound_share=$share \
    >/dev/null 2>&1 &
  training=$!
  while [ ! -s killed-$after/$after ] && kill -0 $training 2>/dev/null; do
    sleep 0.01
  done
  kill -KILL $training 2>/dev/null || true
  wait $training || true
  : >killed-$after/model.safetensors.part-abcdef
  expect 0 "" "$byline" train data -o killed-$after $small -s epochs=3 \
    -s sound_share=$share --resume
  cmp whole-$share/model.safetensors killed-$after/model.safetensors ||
    fail "another model after a kill"
  [ "$(ls -A killed-$after | tr '\n' ' ')" = \
    'checkpoint metrics.jsonl model.safetensors network.safetensors statistics.safetensors ' ] ||
    fail "left: $(ls -A killed-$after)"
  share=0
done

# ---- permissions and links
chmod 600 $model
mkdir far
mv $model far/model
ln -s ../far/model $model
expect 0 "" "$byline" evaluate $model data --record
[ -L $model ] && [ "$(stat -c %a far/model)" = 600 ] || fail "--record: the link"
[ ! -L far/model ] || fail "--record: the file"
ln -s far/new.tsv new.tsv
expect 0 "" "$byline" clean library.tsv -o new.tsv
[ -L new.tsv ] && [ -s far/new.tsv ] || fail "a link to what is not there yet"

# ---- a cleaned copy: what people wrote into it, and its rows
printf 'path\tartist\ttitle\n1.wav\tA\tOne\n2.wav\tA\tTwo (karaoke)\n' >mine.tsv
mkdir copies
expect 0 "1 of 2 tracks dropped" "$byline" clean mine.tsv -o copies/c.tsv
grep -q "^$work/1.wav	" copies/c.tsv || fail "paths of another folder: $(cat copies/c.tsv)"
sed -i 's/instrumental.*/keep/' copies/c.tsv
expect 0 "0 of 2 tracks dropped" "$byline" clean mine.tsv -o copies/c.tsv
printf '3.wav\tB\tThree\tkeep\n' >>copies/c.tsv
remember copies/c.tsv
expect 1 "has 1 rows that mine.tsv has not" "$byline" clean mine.tsv -o copies/c.tsv
unchanged copies/c.tsv
expect 0 "" "$byline" clean mine.tsv -o copies/c.tsv --force

# ---- a full disk: the old file is whole, nothing is left beside it
cp library.tsv big.tsv
i=0
while [ $i -lt 300 ]; do
  i=$((i + 1))
  printf '%s\tArtist %s\tSong\n' "$work/$i.wav" $i >>big.tsv
done
remember big.tsv
(ulimit -f 1 && exec "$byline" clean big.tsv -o big.tsv >/dev/null 2>err)
[ $? = 1 ] || fail "a full disk is no failure"
grep -q 'big.tsv: cannot write: File too large' err || fail "$(cat err)"
unchanged big.tsv
[ "$(echo big.tsv*)" = big.tsv ] || fail "left beside: $(echo big.tsv*)"

# No locks are left anywhere
[ -z "$(find . -name '*.lock')" ] || fail "$(find . -name '*.lock')"
exit 0
