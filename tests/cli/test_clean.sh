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

# What a spreadsheet made of it: each fault has its line, clean and prepare read
# alike, and the rest of the table is as good as before
printf 'Path;Artist;Title;Duration\r\n/a;O\222Neill;x;3:32\r\n' >ansi.csv
printf '/b;Ann;y;10. Mai\r\n;;;\r\n/c;Ann;z;z;9\r\n;Ann;w;1\r\n' >>ansi.csv
expect 1 "ansi.csv:2: not UTF-8: .*--encoding" \
  "$byline" clean ansi.csv -o x.tsv
expect 2 "no encoding is called 'martian'" \
  "$byline" clean ansi.csv -o x.tsv --encoding=martian
expect 2 "no encoding is called 'martian'" \
  "$byline" clean library.tsv -o x.tsv --encoding=martian
rm -f x.tsv
expect 0 "2 of 4 tracks dropped" \
  "$byline" clean ansi.csv -o x.tsv --encoding=windows-1252
grep -q "warning: ansi.csv:3: duration '10. Mai'" err || fail "$(cat err)"
grep -q "warning: dropped: ansi.csv:5: more cells" err || fail "$(cat err)"
grep -q "warning: dropped: ansi.csv:6: no path" err || fail "$(cat err)"
grep -q "^/a	O’Neill	x	3:32	$" x.tsv || fail "$(cat x.tsv)"
expect 1 "no artist has 5" "$byline" prepare ansi.csv -o data \
  --encoding=windows-1252
grep -q "warning: ansi.csv:3: duration '10. Mai'" err || fail "$(cat err)"
grep -q "warning: left out: ansi.csv:5: more cells" err || fail "$(cat err)"
# Two marks of byte order, and a row of blanks
printf '\357\273\277\357\273\277path,artist,title\n , , \n/a,Ann,x\n' >blank.csv
expect 0 "dropped: blank.csv:2: no path" "$byline" clean blank.csv -o x2.tsv
grep -q '^/a	Ann	x	$' x2.tsv || fail "$(cat -v x2.tsv)"
# ... of UTF-16, too, with the odd byte that a shell's echo put behind it
for encoding in UTF-16LE UTF-16BE; do
  { printf '\357\273\277\357\273\277path,artist,title\r\n/a,Bj\303\266rk,x\r\n' |
    iconv -f UTF-8 -t $encoding && echo; } >wide.csv
  rm -f x5.tsv
  expect 0 '' "$byline" clean wide.csv -o x5.tsv
  grep -q '^/a	Björk	x	$' x5.tsv || fail "$encoding: $(cat -v x5.tsv)"
done
# A zero costs neither the table nor the row
printf 'path\tartist\ttitle\n/a\tA\000nn\tx\n/b\tBob\ty\n' >zero.tsv
expect 0 "warning: zero.tsv:2: zeros" "$byline" clean zero.tsv -o zero.tsv
grep -q '^/a	Ann	x' zero.tsv || fail "$(cat -v zero.tsv)"
printf 'path\tartist\ttitle\n/a\tAnn\tx\n\000\000\000' >crash.tsv
expect 0 "warning: crash.tsv: zeros at its end" "$byline" clean crash.tsv -o x3.tsv
[ "$(wc -l <x3.tsv)" = 2 ] || fail "a row of zeros: $(cat -v x3.tsv)"
printf 'path#artist#title\n/a#Ann#x\n' >hashes.txt
expect 1 "no column 'path'; it begins with 'path#artist#title'" \
  "$byline" clean hashes.txt -o x4.tsv
for encoding in '' ascii//IGNORE; do
  expect 2 "no encoding is called '$encoding'" \
    "$byline" clean ansi.csv -o x4.tsv --encoding="$encoding"
done
printf 'artist,name\r"Ann","Anne, M."\r' | iconv -t UTF-16 >names.csv
expect 0 "3 tracks have their artist renamed" \
  "$byline" clean x.tsv -o y.tsv --spellings=names.csv
[ "$(grep -c "	Anne, M.	" y.tsv)" = 3 ] || fail "$(cat y.tsv)"

printf 'artist\tname\nAnn\tAnne\nBob\tB\nAnn\tAnna\n' >two.tsv
expect 0 "warning: two.tsv:4: 'Ann' has another name in line 2, which counts" \
  "$byline" clean library.tsv -o z.tsv --spellings=two.tsv

# A hard link keeps what was there, as backups want it, which is told
ln z.tsv backup.tsv
expect 0 "warning: z.tsv: written anew; hard links" \
  "$byline" clean library.tsv -o z.tsv
[ "$(stat -c %i backup.tsv)" != "$(stat -c %i z.tsv)" ] || fail "a backup by hard links is changed"
expect 0 "" "$byline" clean library.tsv -o z.tsv
! grep -q 'hard links' err || fail "told of links that there are none of"

# By sound: a struck chord is nobody's voice; what cannot be read is kept
mkdir music
notes='0.05*sin(1382*t)+0.05*sin(1742*t)+0.05*sin(2071*t)'
ffmpeg -v error -nostdin -f lavfi \
  -i "aevalsrc='exp(-3*mod(t,0.5))*($notes)':d=15" music/chord.wav || exit 1
printf 'path\tartist\ttitle\tduration\n' >music/library.tsv
printf 'chord.wav\tAnn\tChord\t100\nnone.wav\tAnn\tNone\t100\n' \
  >>music/library.tsv
rm -f x.tsv
expect 0 "0 of 2 tracks dropped" "$byline" clean music/library.tsv -o x.tsv
expect 0 "1 of 2 tracks dropped" \
  "$byline" clean music/library.tsv -o x.tsv --min-voice=0.5
grep -q "not listened to: music/none.wav" err || fail "$(cat err)"
grep -q "chord.wav.*instrumental, by its sound" x.tsv || fail "$(cat x.tsv)"
expect 0 "0 of 2 tracks dropped" "$byline" clean music/library.tsv -o x.tsv \
  --min-voice=0.5 --keep-instrumental
exit 0
