#!/bin/sh
# byline prepare: killed and resumed equals a clean run; bad input; exit
# statuses

. "$(dirname "$0")/common.sh"
need ffmpeg

# Two artists with six songs each, of noise in different colours
for artist in Ann Béla; do
  mkdir -p "music/$artist"
  for song in 1 2 3 4 5 6; do
    color=white seed=$song
    [ "$artist" = Ann ] || color=brown seed=1$song
    ffmpeg -nostdin -v error -f lavfi \
      -i "anoisesrc=color=$color:seed=$seed:duration=25:sample_rate=44100" \
      -c:a flac "music/$artist/$song.flac" || exit 1
  done
done
"$byline" scan music -o library.tsv 2>err || fail "scan: $(cat err)"

expect 0 "12 songs by 2 artists" "$byline" prepare library.tsv -o clean
[ "$(cut -f 6 clean/tracks.tsv | grep -c train)" = 8 ] || fail "not 8 train"
[ "$(cut -f 6 clean/tracks.tsv | grep -c test)" = 2 ] || fail "not 2 test"

# Killed at many moments, then run to its end
round=0
while [ $round -lt 20 ]; do
  timeout --foreground -s KILL "0.0$((round % 9 + 1))" \
    "$byline" prepare library.tsv -j 1 -o killed >/dev/null 2>&1
  round=$((round + 1))
done
for file in features/a.npy features/a.peaks tracks.tsv; do # what each leaves
  echo half >"killed/$file.part-ab12cd"
done
expect 0 "12 songs by 2 artists" "$byline" prepare library.tsv -o killed
diff -r clean killed || fail "killed and resumed differs from a clean run"

# Ctrl-C: stops soon, says how to go on, keeps what is done
"$byline" prepare library.tsv -j 1 -o interrupted 2>err &
sleep 0.03
kill -INT $!
wait $!
status=$?
[ $status = 130 ] || [ $status = 0 ] || fail "interrupted: $status: $(cat err)"
[ $status = 0 ] || grep -q "goes on where" err || fail "$(cat err)"
expect 0 "12 songs" "$byline" prepare library.tsv -o interrupted
diff -r clean interrupted || fail "interrupted and resumed differs"

# The same while variants of the songs are made
"$byline" prepare library.tsv -j 1 -o stopped --effects=reverb=3 --effects=mp3=64 \
  --effects=tempo=1.1 --effects=pitch=1.1 --effects=telephone 2>err &
while [ "$(find stopped/features -name '*.npy' 2>/dev/null | wc -l)" -lt 13 ] &&
  kill -0 $! 2>/dev/null; do sleep 0.01; done
kill -INT $! 2>/dev/null
wait $!
status=$?
[ $status = 130 ] || fail "interrupted among variants: $status: $(cat err)"

# The index of recordings is filled on the way, also with what is left out
head -n 3 library.tsv >few.tsv
expect 0 "12 songs" "$byline" prepare library.tsv -o indexed -i music.index
diff -r clean indexed || fail "another dataset beside an index"
expect 0 "^12 recordings" "$byline" recordings check -i music.index
expect 1 "" "$byline" prepare few.tsv -o few --index=few.index
expect 1 "not an index" "$byline" prepare library.tsv -o other -i library.tsv
[ ! -e other ] || fail "made beside a bad index"

# Number of threads does not matter; the seed does
expect 0 "12 songs" "$byline" prepare library.tsv -j 3 -o threads
diff -r clean threads || fail "another dataset with 3 threads"
cp clean/tracks.tsv before.tsv
expect 2 "was prepared with --split=song --seed=1, not .*--seed=2" \
  "$byline" prepare library.tsv --seed 2 -o clean
expect 2 "not --split=album" "$byline" prepare library.tsv --split=album -o clean
expect 2 "not .*--folds=3 --fold=1" "$byline" prepare library.tsv --folds=3 -o clean
expect 2 "with --focus=mix" "$byline" prepare library.tsv --focus=voice -o clean
expect 2 "without --effects=telephone" "$byline" prepare library.tsv -o clean \
  --effects=telephone
cmp -s clean/tracks.tsv before.tsv || fail "what was refused was done"
expect 0 "12 songs" "$byline" prepare library.tsv --seed 2 -o clean --force
! cmp -s clean/tracks.tsv threads/tracks.tsv || fail "seed without effect"

# By album; folds; both are in the table
awk -F '\t' -v OFS='\t' 'NR > 1 { $3 = "Album " NR % 3 } { print }' \
  library.tsv >albums.tsv
expect 0 "12 songs" "$byline" prepare albums.tsv -o albums --split=album
[ "$(cut -f 2,3,6 albums/tracks.tsv | sort -u | wc -l)" = 7 ] ||
  fail "an album in two parts: $(cat albums/tracks.tsv)"
expect 0 "12 songs" "$byline" prepare library.tsv -o folds --folds=3 --fold=2
[ "$(awk -F '\t' '$6 == "test" { print $11 }' folds/tracks.tsv |
  sort | uniq -c | tr -d ' \n')" = 42 ] || fail "$(cat folds/tracks.tsv)"
awk -F '\t' -v OFS='\t' 'NR > 1 { $3 = "Only" } { print }' \
  library.tsv >albums.tsv
expect 0 "2 artists with a single album, split by song: Ann, B" \
  "$byline" prepare albums.tsv -o only --split=album

# Songs that are added do not move those that were there, nor their albums
head -n 10 library.tsv >fewer.tsv
for how in song album; do
  awk -F '\t' -v OFS='\t' 'NR > 1 { $3 = "Album " int(NR / 2) % 4 } { print }' \
    fewer.tsv >less.tsv
  awk -F '\t' -v OFS='\t' 'NR > 1 { $3 = "Album " int(NR / 2) % 4 } { print }' \
    library.tsv >more.tsv
  expect 0 "" "$byline" prepare less.tsv -o grows-$how --split=$how --min-songs=3
  cut -f 1,6,10 grows-$how/tracks.tsv | sort >parts
  expect 0 "" "$byline" prepare more.tsv -o grows-$how --split=$how --min-songs=3
  cut -f 1,6,10 grows-$how/tracks.tsv | sort >now
  [ "$(comm -23 parts now | wc -l)" = 0 ] || fail "moved: $(diff parts now)"
  [ "$(wc -l <now)" -gt "$(wc -l <parts)" ] || fail "nothing was added"
done
awk -F '\t' '$10 != ""' grows-album/tracks.tsv >whole
[ "$(cut -f 2,10,6 whole | sort -u | wc -l)" = \
  "$(cut -f 2,10 whole | sort -u | wc -l)" ] ||
  fail "an album in two parts: $(cat grows-album/tracks.tsv)"

# Two at once: the first is stopped where it is, and killed
"$byline" prepare library.tsv -o threads -j 1 --force --effects=reverb=3 \
  --effects=mp3=64 --effects=tempo=1.1 >/dev/null 2>&1 &
holder=$!
until_true 60 test -s threads/.byline.lock || fail 'no lock'
kill -STOP $holder
expect 1 "another 'byline prepare' .*process $holder on" \
  "$byline" prepare library.tsv -o threads
# Nor are files in its folder that learning and trainings write in theirs
expect 1 "threads: another 'byline prepare'" \
  "$byline" clean library.tsv -o threads/library.tsv
expect 1 "threads: another 'byline prepare'" \
  "$byline" scan . -o "$work/threads/library.tsv"
kill -KILL $holder
wait $holder
expect 0 "" "$byline" clean library.tsv -o threads/library.tsv
rm threads/library.tsv
expect 0 "" "$byline" prepare library.tsv -o threads --force
[ ! -e threads/.byline.lock ] || fail "a lock is left"

expect 2 "LIBRARY is missing" "$byline" prepare -o data
expect 2 "-o DATASET is missing" "$byline" prepare library.tsv
expect 2 "from 1 to" "$byline" prepare library.tsv -o data --min-songs 0
expect 2 "no fold 2" "$byline" prepare library.tsv -o data --fold=2
expect 2 "split" "$byline" prepare library.tsv -o data --split=x
expect 2 "whole number" "$byline" prepare library.tsv -o data --seed x
expect 1 "missing.tsv: No such file" "$byline" prepare missing.tsv -o data
expect 1 "not a" "$byline" prepare "$byline" -o data
expect 1 "no artist has 7" "$byline" prepare library.tsv -o data --min-songs 7
grep -v Ann library.tsv >one.tsv
expect 1 "only one artist, Béla" "$byline" prepare one.tsv -o data
expect 1 "cannot make folder" "$byline" prepare library.tsv -o library.tsv/x
head -n 1 library.tsv >none.tsv
expect 1 "no artist has 5" "$byline" prepare none.tsv -o data

# What cannot be used costs a line each, and the exit status tells
{
  cat library.tsv
  printf '%s\tAnn\t\tGone\t60\n' "$work/gone.flac"
  printf '%s\tAnn\t\tText\t60\n' "$work/library.tsv"
} >some.tsv
expect 0 "skipped: $work/gone.flac: No such file" \
  "$byline" prepare some.tsv -o threads
grep -q "12 songs by 2 artists" err || fail "$(cat err)"
grep -q "2 tracks cannot be used" err || fail "$(cat err)"

# The same recordings at another bit rate are no further songs
mkdir music/Zed
for song in 1 2 3 4 5; do
  ffmpeg -nostdin -v error -i "music/Ann/$song.flac" -b:a 64k \
    "music/Zed/$song.mp3" || exit 1
done
"$byline" scan music -o library.tsv 2>err || fail "scan: $(cat err)"
expect 0 "12 songs by 2 artists" "$byline" prepare library.tsv -o threads
[ "$(grep -c "Zed.*: the same sound as" err)" = 5 ] || fail "$(cat err)"
[ "$(grep -c "by 'Ann', not by 'Zed': whose is it" err)" = 5 ] ||
  fail "$(cat err)"

# An excerpt and a copy that was cut off are none either; the whole is kept, and
# it is no matter which comes first
mkdir excerpts
ffmpeg -nostdin -v error -i "music/Ann/1.flac" -ss 7.3 -t 13 -b:a 64k \
  excerpts/excerpt.mp3 || exit 1
size=$(wc -c <"music/Ann/2.flac")
head -c $((size * 2 / 3)) "music/Ann/2.flac" >excerpts/cut.flac
{
  printf 'path\tartist\n'
  printf '%s\tAnn\n' "$work"/excerpts/*
  awk -F '\t' -v OFS='\t' 'NR > 1 && !/Zed/ { print $1, $2 }' library.tsv
} >excerpts.tsv
expect 0 "12 songs by 2 artists" "$byline" prepare excerpts.tsv -o excerpts/data
grep -q "left out: .*excerpt.mp3: the same sound as .*Ann/1.flac" err ||
  fail "$(cat err)"
grep -q "left out: .*cut.flac: the same sound as .*Ann/2.flac" err ||
  fail "$(cat err)"

# Two singers over the same accompaniment: five songs of each, kept together
mkdir karaoke
for song in 1 2 3 4 5; do
  for singer in 1 2; do
    ffmpeg -nostdin -v error -i "music/Ann/$song.flac" -f lavfi -i "aevalsrc='\
0.15*lt(mod(t,1.3+$song/7+$singer/5),0.9)*(sin(2*PI*t*$((200 + 110 * singer + 47 * song)))\
+sin(2*PI*t*$((470 + 230 * singer + 101 * song))))':d=25" \
      -filter_complex "[0]volume=0.3[m];[m][1]amix=2:normalize=0" -ac 1 \
      "karaoke/$song-$singer.flac" || exit 1
  done
done
{
  printf 'path\tartist\n'
  for singer in 1 2; do
    printf "%s\tSinger $singer\n" "$work"/karaoke/*-$singer.flac
  done
} >karaoke.tsv
expect 0 "10 songs share their accompaniment with others" \
  "$byline" prepare karaoke.tsv -o karaoke/data
grep -q "10 songs by 2 artists" err || fail "$(cat err)"
[ "$(awk -F '\t' 'NR > 1 { sub(".*/", "", $1); print substr($1, 1, 1), $6 }' \
  karaoke/data/tracks.tsv | sort -u | wc -l)" = 5 ] ||
  fail "an accompaniment in two parts: $(cat karaoke/data/tracks.tsv)"
# A third singer comes later: each song goes where the others are
for song in 1 2 3 4 5; do
  ffmpeg -nostdin -v error -i "music/Ann/$song.flac" -f lavfi -i "aevalsrc='\
0.15*lt(mod(t,1.1+$song/9),0.7)*sin(2*PI*t*$((330 + 61 * song)))':d=25" \
    -filter_complex "[0]volume=0.3[m];[m][1]amix=2:normalize=0" -ac 1 \
    "karaoke/$song-3.flac" || exit 1
  printf '%s\tSinger 3\n' "$work/karaoke/$song-3.flac" >>karaoke.tsv
done
cp karaoke/data/tracks.tsv before.tsv
expect 0 "15 songs by 3 artists" "$byline" prepare karaoke.tsv -o karaoke/data
[ "$(awk -F '\t' 'FNR > 1 { sub(".*/", "", $1); print substr($1, 1, 1), $6 }' \
  karaoke/data/tracks.tsv before.tsv | sort -u | wc -l)" = 5 ] ||
  fail "an accompaniment in two parts: $(cat karaoke/data/tracks.tsv)"

# Names for nobody are no artists in a table that was not cleaned, either; in one
# that was, who emptied the cell, or wrote 'keep', knows better
sed '2s/	Ann	/	Various Artists	/' library.tsv >various.tsv
expect 0 "left out: 1 track without an artist" \
  "$byline" prepare various.tsv -o various
sed '1s/$/	dropped/; 2,$s/$/	/' various.tsv >looked.tsv
expect 0 "fewer than 5 songs (1 tracks): Various Artists" \
  "$byline" prepare looked.tsv -o various --force

# Variants of songs that are learnt from
expect 0 "16 variants of songs" "$byline" prepare library.tsv -o varied \
  --effects speed=1.05 --effects telephone,noise=20
[ "$(awk -F '\t' 'NR > 1 && $9 != "" { print $6 }' varied/tracks.tsv |
  sort -u)" = train ] || fail "$(cat varied/tracks.tsv)"
expect 2 "no effect is called 'loud'" \
  "$byline" prepare library.tsv -o varied --effects loud

# A hidden track: 12 s, a minute of silence, 12 s.  Silence alone is no song
ffmpeg -nostdin -v error -f lavfi -i "anoisesrc=d=84:seed=9,\
volume='if(between(t,12,72),0,1)':eval=frame" hidden.flac || exit 1
ffmpeg -nostdin -v error -f lavfi -i anullsrc=d=30 silent.flac || exit 1
{
  grep -v Zed library.tsv
  printf '%s\tAnn\n' "$work/hidden.flac" "$work/silent.flac"
} >quiet.tsv
expect 0 "left out: $work/silent.flac: silent" \
  "$byline" prepare quiet.tsv -o quiet
frames=$(awk -F '\t' '$1 ~ /hidden/ { print $7 }' quiet/tracks.tsv)
[ "$frames" -gt 620 ] && [ "$frames" -lt 700 ] || fail "$frames columns"

# A full disk stops everything, and nothing half-written stays
if [ -w /dev/shm ] && [ "$(id -u)" = 0 ] && mkdir full &&
  mount -t tmpfs -o size=1m none full 2>/dev/null; then
  expect 1 "No space left" "$byline" prepare library.tsv -o full/data
  ! ls full/data/features/*.npy.* 2>/dev/null || fail "remains"
  umount full || umount -l full
fi
"$byline" prepare --help | grep -q "^Usage: byline prepare" || fail "no help"
exit 0
