#!/bin/sh
# byline clean: the tables it reads and writes, exit statuses

. "$(dirname "$0")/common.sh"

{
  printf 'path\tartist\ttitle\tduration\n'
  for n in 1 2 3 4 5; do
    printf '/a%d\tAnn\tSong %d\t100\n/b%d\tThe Bobs\tSong %d\t%d0\n' \
      $n $n $n $n $n
  done
  printf '/b6\tBobs\tSong (feat. Ann)\t100\n'
} >library.tsv

expect 0 "3 of 11 tracks dropped" "$byline" clean library.tsv -o clean.tsv \
  --suggest rules.tsv
grep -q "^     3        2  The Bobs  -- too few" out || fail "$(cat out)"
grep -q "^     5        0  Ann$" out || fail "$(cat out)"
[ "$(cat rules.tsv)" = "$(printf 'artist\tname\nBobs\tThe Bobs')" ] ||
  fail "$(cat rules.tsv)"
expect 0 "1 tracks have their artist renamed" \
  "$byline" clean clean.tsv -o clean.tsv --spellings rules.tsv
grep -q "^     3        3  The Bobs" out || fail "$(cat out)"
cut -f 1-4 clean.tsv | sed 's/\tThe Bobs\t/\tBobs\t/' >now
sed 's/\tThe Bobs\t/\tBobs\t/' library.tsv >before
cmp before now || fail "other columns changed"
expect 0 "1 of 11" "$byline" clean library.tsv -o x.tsv --min-duration 5

expect 2 "LIBRARY is missing" "$byline" clean -o x.tsv
expect 2 "-o CLEANED" "$byline" clean library.tsv
expect 2 "number from" "$byline" clean library.tsv -o x --min-duration soon
expect 1 "missing.tsv: No such file" "$byline" clean missing.tsv -o x.tsv
echo path >other.tsv
expect 1 "no column 'artist'" "$byline" clean other.tsv -o x.tsv
expect 1 "none.tsv: No such file" \
  "$byline" clean library.tsv -o x.tsv --spellings none.tsv
expect 1 "no/x.tsv: cannot write" "$byline" clean library.tsv -o no/x.tsv

# By sound: a struck chord is nobody's voice; what cannot be read is kept
mkdir music
notes='0.05*sin(1382*t)+0.05*sin(1742*t)+0.05*sin(2071*t)'
ffmpeg -v error -nostdin -f lavfi \
  -i "aevalsrc='exp(-3*mod(t,0.5))*($notes)':d=15" music/chord.wav || exit 1
printf 'path\tartist\ttitle\tduration\n' >music/library.tsv
printf 'chord.wav\tAnn\tChord\t100\nnone.wav\tAnn\tNone\t100\n' \
  >>music/library.tsv
expect 0 "0 of 2 tracks dropped" "$byline" clean music/library.tsv -o x.tsv
expect 0 "1 of 2 tracks dropped" \
  "$byline" clean music/library.tsv -o x.tsv --min-voice=0.5
grep -q "not listened to: music/none.wav" err || fail "$(cat err)"
grep -q "chord.wav.*instrumental, by its sound" x.tsv || fail "$(cat x.tsv)"
expect 0 "0 of 2 tracks dropped" "$byline" clean music/library.tsv -o x.tsv \
  --min-voice=0.5 --keep-instrumental
exit 0
