#!/bin/sh
# byline scan: lists of music as players and DJ programs keep them

. "$(dirname "$0")/common.sh"
work=$(realpath "$work")
need ffmpeg
need python3

mkdir -p music/sub 'music/100% sure' lists
ffmpeg -nostdin -v error -f lavfi -i sine=d=3 -metadata artist='Tagged Artist' \
  -metadata title='Tagged Title' -metadata MUSICBRAINZ_ARTISTID=some-id \
  music/tagged.flac || exit 1
for name in 'music/sub/ä b.flac' 'music/100% sure/c#1.flac' music/plain.flac; do
  ffmpeg -nostdin -v error -i music/tagged.flac -map_metadata -1 -af \
    "volume=0.$((n = n + 1))" "$name" || exit 1
done

# usage: expect_track PATH ARTIST ALBUM TITLE
expect_track()
{
  line=$(printf '%s\t%s\t%s\t%s\t' "$work/$1" "$2" "$3" "$4")
  grep -qF "$line" l.tsv || fail "no '$line' in: $(cat l.tsv)"
}

# ---- playlists: the file's tags come first

{
  printf '\357\273\277#EXTM3U\r\n\r\n'
  printf '#EXTINF:3,Listed - Away\r\n../music/tagged.flac\r\n'
  printf '#EXTINF:3 key="a, b",Ann - One - Two\r\n#EXTALB:Disc\r\n'
  printf '..\\music\\sub\\ä b.flac\r\n'
  printf '#EXTINF:-1,Only a title\r\n'
  printf 'file://%s/music/100%%25%%20sure/c%%231.flac\r\n' "$work"
  printf 'http://example.org/radio.mp3\r\n../music/gone.flac\r\n'
  printf '../music/plain.flac'
} >lists/all.m3u8
expect 0 "4 tracks in l.tsv" "$byline" scan lists/all.m3u8 -o l.tsv
[ "$(grep -c skipped: err)" = 1 ] || fail "$(cat err)"
grep -q "skipped: lists/../music/gone.flac: No such file" err || fail "$(cat err)"
expect_track music/tagged.flac 'Tagged Artist' '' 'Tagged Title'
expect_track 'music/sub/ä b.flac' Ann Disc 'One - Two'
expect_track 'music/100% sure/c#1.flac' '' '' 'Only a title'
expect_track music/plain.flac '' '' plain

# In the old encoding, with percent signs
printf '#EXTM3U\n#EXTINF:3,B\351la - x\n%s\n' '../music/sub/%C3%A4%20b.flac' \
  >lists/old.m3u
expect 0 "1 tracks" "$byline" scan lists/old.m3u -o old.tsv
grep -q '	Béla		x	' old.tsv || fail "$(cat old.tsv)"

# ---- what DJ programs keep comes before the file's tags

cat >rekordbox.xml <<EOF
<?xml version="1.0" encoding="UTF-8"?>
<DJ_PLAYLISTS Version="1.0.0"><PRODUCT Name="rekordbox"/>
<COLLECTION Entries="3">
<TRACK TrackID="1" Name="Chosen &amp; right" Artist="DJ&#39;s" Album="Set"
 Location="file://localhost$work/music/tagged.flac"><TEMPO Bpm="120"/></TRACK>
<TRACK TrackID="2" Name="" Artist="Ann"
 Location="file://localhost$work/music/sub/%C3%A4%20b.flac"/>
<TRACK TrackID="3" Name="x" Location="file://localhost/C:/Users/me/x.mp3"/>
</COLLECTION>
<PLAYLISTS><NODE Type="1"><TRACK Key="1"/></NODE></PLAYLISTS></DJ_PLAYLISTS>
EOF
rm l.tsv
expect 0 "2 tracks in l.tsv" "$byline" scan rekordbox.xml -o l.tsv
grep -q "skipped: /C:/Users/me/x.mp3" err || fail "$(cat err)"
expect_track music/tagged.flac "DJ's" Set 'Chosen & right'
expect_track 'music/sub/ä b.flac' Ann '' 'ä b'
! grep -q some-id l.tsv || fail "an id of somebody else: $(cat l.tsv)"

cat >collection.nml <<EOF
<?xml version="1.0"?><NML VERSION="19"><COLLECTION ENTRIES="1">
<ENTRY TITLE="T" ARTIST="Tra"><LOCATION DIR="$(echo "$work/music/" |
  sed 's,/,/:,g')" FILE="plain.flac" VOLUME="x"/><ALBUM TITLE="A"/></ENTRY>
</COLLECTION></NML>
EOF
rm l.tsv
expect 0 "1 tracks in l.tsv" "$byline" scan collection.nml -o l.tsv
expect_track music/plain.flac Tra A T

cat >mixxx.py <<EOF
import sqlite3
c = sqlite3.connect("mixxx?db#1.sqlite")
c.execute("CREATE TABLE track_locations(id INTEGER PRIMARY KEY, location TEXT)")
c.execute("CREATE TABLE library(id INTEGER PRIMARY KEY, artist TEXT, title TEXT,"
          " album TEXT, location INTEGER, mixxx_deleted INTEGER)")
for i, (name, artist, hidden) in enumerate((("tagged", "Mix", 0),
                                            ("plain", None, None),
                                            ("sub/ä b", "Hidden", 1))):
    c.execute("INSERT INTO track_locations VALUES(?, ?)",
              (i, "$work/music/" + name + ".flac"))
    c.execute("INSERT INTO library VALUES(?, ?, ?, '', ?, ?)",
              (i, artist, None, i, hidden))
c.commit()
EOF
python3 mixxx.py || exit 1
before=$(md5sum mixxx*.sqlite)
rm l.tsv
expect 0 "2 tracks in l.tsv" "$byline" scan 'mixxx?db#1.sqlite' -o l.tsv
expect_track music/tagged.flac Mix '' 'Tagged Title'
expect_track music/plain.flac '' '' plain
[ "$before" = "$(md5sum mixxx*.sqlite)" ] || fail "the database was changed"
[ "$(ls mixxx*.sqlite* | wc -l)" = 1 ] || fail "$(ls)"

# With folders, every file is there once, and the list's names count
rm l.tsv
expect 0 "4 tracks in l.tsv" "$byline" scan music rekordbox.xml -o l.tsv
expect_track music/tagged.flac "DJ's" Set 'Chosen & right'

# ---- what is none

echo 'nothing' >lists/notes.txt
expect 1 "not a folder, nor a list of music" "$byline" scan lists/notes.txt -o x.tsv
head -c 300 rekordbox.xml >cut.xml
expect 1 "cut.xml:[0-9]*: " "$byline" scan cut.xml -o x.tsv
echo '<html/>' >page.xml
expect 1 "neither Rekordbox's nor Traktor's" "$byline" scan page.xml -o x.tsv
head -c 3000 mixxx*.sqlite >cut.sqlite
expect 1 "cut.sqlite: cannot be read as Mixxx's library" \
  "$byline" scan cut.sqlite -o x.tsv
python3 -c 'import sqlite3
c = sqlite3.connect("other.sqlite")
c.execute("CREATE TABLE x(y)")
c.commit()'
expect 1 "no such table" "$byline" scan other.sqlite -o x.tsv
printf '#EXTM3U\nhttp://example.org/a.mp3\n' >web.m3u8
expect 1 "web.m3u8: no music there" "$byline" scan web.m3u8 -o x.tsv
[ ! -e x.tsv ] || fail "a table although nothing was found"
exit 0
