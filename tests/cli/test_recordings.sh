#!/bin/sh
# byline recordings: the index as its user sees it; killed, damaged, without
# room, two at a time

. "$(dirname "$0")/common.sh"
need ffmpeg

export XDG_DATA_HOME="$work/data"
index=$XDG_DATA_HOME/byline/recordings.index
make_artists 6 2
mkdir -p music/a 'music/b c'
mv 1.wav 2.wav music/a
mv 3.wav 4.wav 'music/b c'
for format in mp3 flac; do
  ffmpeg -v error -nostdin -i 5.wav -metadata title='Fünf' -metadata artist=Ann \
    -metadata album=Live -metadata MUSICBRAINZ_TRACKID=id-5 music/5.$format
done

# ---- add, again, and what has changed
expect 0 '6 recordings added, 0 were there already; 6 in ' "$byline" recordings add music
expect 0 '0 recordings added, 6 were there already' "$byline" recordings add music
expect 0 '' "$byline" recordings list
[ "$(wc -l <out)" = 6 ] || fail 'not 6 lines'
grep -q "^Ann	Fünf	Live	2[0-9.]*	$(realpath music)/5.flac$" out || fail 'no tags'
expect 0 '"id": "id-5"' "$byline" recordings list --json
touch -d 2001-01-01 music/a/1.wav
expect 0 '1 recording added, 5 were there already; 6 in ' "$byline" recordings add music
expect 0 '^6 recordings, 0.0 hours, 0.[0-9] MB: all well' "$byline" recordings check
expect 0 '"recordings": 6' "$byline" recordings check --json

# ---- files, tables, other indexes
expect 0 '1 recording added' "$byline" recordings add -i one.index music/a/2.wav
printf 'path\tartist\ttitle\tdropped\n6.wav\tSix\tSixth\t\nmusic/5.mp3\t\t\tnot mine\n' >table.tsv
expect 0 '1 recording added.*; 2 in one.index' "$byline" recordings add table.tsv --index=one.index
expect 0 'Six	Sixth' "$byline" recordings list -i one.index

# ---- remove: files, folders, what is gone
rm music/a/1.wav
expect 0 '1 recording removed' "$byline" recordings remove music/a/1.wav
expect 0 '2 recordings removed' "$byline" recordings remove 'music/b c/'
expect 1 'not in the index' "$byline" recordings remove music/a/1.wav
expect 1 'no such index' "$byline" recordings remove -i none music
[ ! -e none ] || fail 'an index of nothing'
expect 0 '^3 recordings' "$byline" recordings check
expect 0 '2 recordings added' "$byline" recordings add music

# ---- what is no music, and no action
echo text >text.wav
expect 1 'text.wav' "$byline" recordings add text.wav
expect 1 'No such file' "$byline" recordings add nowhere
expect 2 "no action 'rename'" "$byline" recordings rename music
expect 2 'add what?' "$byline" recordings add
expect 2 "list takes no 'music'" "$byline" recordings list music

# ---- damaged: told in one line, by all that read it
size=$(stat -c %s "$index")
for cut in 0 20 65 127 128 $((size / 2)) $((size - 1)); do
  head -c $cut "$index" >cut.index
  expect 1 'cut.index: .*cut off' "$byline" recordings list -i cut.index
  expect 1 'cut.index: .*cut off' "$byline" recordings add -i cut.index music
done
expect 1 'none.index' "$byline" recordings check -i none.index
cp "$index" bad.index
printf 'XXXX' | dd of=bad.index bs=1 seek=$((size - 3000)) conv=notrunc 2>/dev/null
expect 1 'damaged' "$byline" recordings check -i bad.index
expect 1 'not an index' "$byline" recordings list -i 6.wav
expect 1 'not an index' "$byline" recordings add -i 6.wav music

# ---- no room: as it was
cp "$index" before
(
  ulimit -f $((size / 512 + 1))
  trap '' XFSZ
  exec "$byline" recordings add 6.wav
) >out 2>err && fail 'written without room'
grep -q 'cannot write' err || fail "no room: $(cat err)"
cmp before "$index" || fail 'changed without room'
expect 0 '1 recording added' "$byline" recordings add 6.wav

# ---- killed at any moment: whole, and gone on with
for i in 1 2 3 4 5 6 7 8; do
  timeout --foreground -s KILL "0.0$((i * 3 / 10))$((i * 3 % 10))" \
    "$byline" recordings add -i killed.index music 6.wav >/dev/null 2>&1
  [ ! -e killed.index ] || expect 0 'all well' "$byline" recordings check -i killed.index
done
expect 0 '' "$byline" recordings add -i killed.index music 6.wav
expect 0 '^6 recordings' "$byline" recordings check -i killed.index

# ---- Ctrl-C: told as that, even where nothing was written yet
"$byline" recordings add -j 1 -i stopped.index music 6.wav 2>err &
until_true 60 grep -q scanning err
kill -INT $!
wait $!
status=$?
[ $status = 0 ] || { [ $status = 130 ] && grep -q 'interrupted; the same' err &&
  ! grep -q 'No such file' err; } || fail "interrupted: $status: $(cat err)"
