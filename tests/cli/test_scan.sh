#!/bin/sh
# byline scan: tags, folder names, odd names, bad files, exit statuses

. "$(dirname "$0")/common.sh"
need ffmpeg

tone()
{
  file=$1
  shift
  ffmpeg -nostdin -v error -f lavfi -i sine=duration=2 "$@" "$file" || exit 1
}

mkdir -p "music/Béla/First Album" music/.hidden "music/odd
name" empty
tone music/tagged.flac -metadata artist=Ann -metadata album=One \
  -metadata title='So	it goes'
tone "music/Béla/First Album/01 - Opening.ogg"
tone "music/Béla/single.mp3"
tone music/nameless.wav
tone music/.hidden/hidden.wav
tone "music/odd
name/x.wav" -metadata artist='Semi;Colon'
cp "music/nameless.wav" "music/Béla/no extension"
tone "music/cover.mp3" -metadata album_artist=Various
echo 'a cover' >music/cover.jpg
echo 'notes' >music/notes.txt
: >music/empty.mp3
head -c 3000 /dev/zero >music/zeros.flac
head -c 100 music/tagged.flac >music/cut.flac
ln -s .. music/Béla/loop
ln -s /nowhere music/dead.mp3

expect 0 "skipped: music/empty.mp3" "$byline" scan music -o library.tsv
[ "$(grep -c skipped: err)" = 3 ] || fail "not 3 skipped: $(cat err)"
[ "$(wc -l <library.tsv)" = 8 ] || fail "not 7 tracks: $(cat library.tsv)"

# usage: expect_track PATH ARTIST ALBUM TITLE
expect_track()
{
  line=$(printf '%s\t%s\t%s\t%s\t' "$work/music/$1" "$2" "$3" "$4")
  grep -qF "$line" library.tsv || fail "no '$line' in: $(cat library.tsv)"
}
expect_track tagged.flac Ann One 'So it goes'
expect_track "Béla/First Album/01 - Opening.ogg" Béla "First Album" Opening
expect_track "Béla/single.mp3" Béla "" single
expect_track "Béla/no extension" Béla "" "no extension"
expect_track nameless.wav "" "" nameless
expect_track cover.mp3 "" "" cover
expect_track 'odd\nname/x.wav' 'Semi; Colon' '' x
grep -q "^path.*duration	content$" library.tsv || fail "no names of columns"
grep -q "	2\.0	x[0-9a-f]*-[0-9]*-[0-9.]*$" library.tsv || fail "no duration"

# Underscores stand for blanks where a name has none
mkdir -p "under/Ann_Lee/Al_bum x"
tone "under/Ann_Lee/Al_bum x/01_A_Tune_ft._Cy.wav"
expect 0 "1 tracks" "$byline" scan under -o under.tsv
grep -q "^[^	]*	Ann Lee; Cy	Al_bum x	A Tune ft. Cy	" under.tsv ||
  fail "$(cat under.tsv)"

# The same folder twice gives the same table
"$byline" scan music -o again.tsv 2>/dev/null
cmp library.tsv again.tsv || fail "another table"

# What people changed outlives a rescan; files come and go
sed -e 's/content$/content\tmood/' \
  -e 's/nameless\t\t\t\(2.0\t.*\)$/My Title\t\t\t\1\tsad/' again.tsv >edited.tsv
mv "music/Béla/single.mp3" music/Béla/moved.mp3
tone music/new.wav -metadata title=New
expect 0 "7 rows kept as they were, 1 new" \
  "$byline" scan music -o edited.tsv
grep -q "My Title			2.0	x[-0-9a-f.]*	sad$" edited.tsv || fail "lost: $(cat edited.tsv)"
grep -q "moved.mp3	Béla		single			2.0	x" edited.tsv || fail "$(cat edited.tsv)"
! grep -q single.mp3 edited.tsv || fail "still there: single.mp3"
cp music/notes.txt precious.txt
expect 1 "precious.txt: there already, and not a library" \
  "$byline" scan music -o precious.txt
cmp -s music/notes.txt precious.txt || fail "a foreign file was overwritten"

# Thousands of files: each has its row, in order, and who is known from the last
# decides about the first
python3 - many <<'END'
import os, struct, sys
for i in range(2500):
    artist = 'Ann & Zoe' if i < 4 else f'Choir {i // 100:02}'
    artist = {0: 'Ann', 2499: 'Zoe'}.get(i, artist)
    folder = f'{sys.argv[1]}/{artist}'
    os.makedirs(folder, exist_ok=True)
    samples = struct.pack('<200h', *(i * k % 9973 for k in range(200)))
    with open(f'{folder}/{i:04} Song.wav', 'wb') as file:
        file.write(b'RIFF' + struct.pack('<I', 436) + b'WAVEfmt ' +
                   struct.pack('<IHHIIHH', 16, 1, 1, 8000, 16000, 2, 16) +
                   b'data' + struct.pack('<I', 400) + samples)
END
expect 0 2500 "$byline" scan many -o many.tsv
[ "$(sed '1d; s/ Song.wav.*//; s/.*\///' many.tsv)" = "$(seq -w 0 2499)" ] ||
  fail 'not a row for each, in order'
[ "$(sed -n '3,5p' many.tsv | cut -f 2 | uniq)" = 'Ann; Zoe' ] ||
  fail "not parted: $(sed -n '3,5p' many.tsv)"
cp many.tsv before.tsv
mv 'many/Ann & Zoe/0003 Song.wav' 'many/Choir 20/Other.wav'
rm 'many/Choir 15/1500 Song.wav'
expect 0 '1 of them moved' "$byline" scan many --prune -o many.tsv
[ "$(grep -vxFf before.tsv many.tsv | cut -f 2)" = 'Ann; Zoe' ] ||
  fail "another row changed: $(grep -vxFf before.tsv many.tsv)"
[ "$(wc -l <many.tsv)" = 2500 ] || fail 'not pruned'
rm -r many

# What MusicBrainz calls an artist, in the ways of different formats
mkdir ids
id=b10bbbfc-cf9e-42e0-be17-e2c3e1d2600d
tone ids/a.flac -metadata artist=Beatles -metadata MUSICBRAINZ_ARTISTID=$id \
  -metadata album_artist="The Band"
tone ids/b.mp3 -metadata artist="Die Pilzköpfe" \
  -metadata "MusicBrainz Artist Id=$id"
tone ids/c.ogg -metadata artist="A;B" -metadata "MUSICBRAINZ_ARTISTID=x;y"
expect 0 "3 tracks" "$byline" scan ids -o ids.tsv
[ "$(grep -c "	$id	2.0" ids.tsv)" = 2 ] || fail "no ids: $(cat ids.tsv)"
grep -q "a.flac	Beatles		a	The Band	$id" ids.tsv || fail "$(cat ids.tsv)"
grep -q "A; B		c		x; y	" ids.tsv || fail "$(cat ids.tsv)"
expect 0 "" "$byline" clean ids.tsv -o clean.tsv --suggest rules.tsv
[ "$(tail -n 1 rules.tsv)" = "Die Pilzköpfe	Beatles" ] || fail "$(cat rules.tsv)"

# Two artists of one ID3v2.4 tag, with a zero between them, are no single one
{
  printf 'ID3\004\000\000\000\000\000\022TPE1\000\000\000\010\000\000'
  printf '\003Ann\000Bob'
  ffmpeg -nostdin -v error -i ids/b.mp3 -map_metadata -1 -id3v2_version 0 \
    -f mp3 -
} >ids/two.mp3
expect 0 "4 tracks" "$byline" scan ids -o two.tsv
grep -q "two.mp3	Ann; Bob	" two.tsv || fail "$(cat two.tsv)"
expect 0 "2 of 4 tracks dropped" "$byline" clean two.tsv -o clean.tsv \
  --min-duration=1
grep -q "two.mp3.*several vocalists" clean.tsv || fail "$(cat clean.tsv)"

expect 2 "FOLDER is missing" "$byline" scan -o x.tsv
expect 2 "-o LIBRARY is missing" "$byline" scan music
expect 2 "needs a value" "$byline" scan music -o
expect 2 "no option '--frob'" "$byline" scan --frob music -o x.tsv
expect 2 "whole number" "$byline" scan -j 0 music -o x.tsv
expect 1 "missing: No such file" "$byline" scan missing -o x.tsv
expect 1 "tagged.flac: not a folder" "$byline" scan music/tagged.flac -o x.tsv
expect 1 "empty: no music there" "$byline" scan empty -o x.tsv
expect 1 "no/x.tsv: cannot write" "$byline" scan "music/odd
name" -o no/x.tsv
[ ! -e x.tsv ] || fail "a table although nothing was found"
"$byline" scan --help | grep -q "^Usage: byline scan" || fail "no help"

# What comes next can be typed as it stands, whatever the names
mkdir "it's my music" && cp music/tagged.flac "it's my music"
expect 0 'next: .* clean ' "$byline" scan "it's my music" -o "it's.tsv"
eval "$(sed -n 's/^byline: next: //p' err)" >out 2>err || fail 'not what is next'
eval "$(sed -n 's/^byline: next: //p' err) --min-songs=1" >out 2>err || true
grep -q 'no artist has 1' err || fail 'prepare did not come after clean'
exit 0
