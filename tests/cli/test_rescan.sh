#!/bin/sh
# A scan onto a library keeps its rows and all edits in them, whatever becomes of
# the files: disks away, unreadable, moved, renamed, replaced, spelt otherwise.
# Time limit: 600 s

. "$(dirname "$0")/common.sh"
need ffmpeg

# usage: tone FILE HERTZ: two seconds that no other pitch has
tone()
{
  mkdir -p "$(dirname "$1")"
  ffmpeg -nostdin -v error -y -f lavfi -i "sine=$2:d=${3:-2}" -ar 8000 "$1" || exit 1
}

# usage: scan FOLDER...: onto library.tsv
scan()
{
  expect 0 "" "$byline" scan "$@" -o library.tsv
}

# usage: expect_row PATH TEXT MISSING: one row has this path, the edit, the mark
expect_row()
{
  row=$(awk -F '\t' -v path="$1" 'NR == 1 { for (i = 1; i <= NF; ++i) at[$i] = i }
    $at["path"] == path { print $at["artist"] "|" ("missing" in at ? $at["missing"] : "") }' \
    library.tsv)
  [ "$row" = "$2|$3" ] || fail "row of $1: '$row': $(cat library.tsv log)"
}

# A library of three, whose artists are edited
begin()
{
  rm -rf music away library.tsv
  tone music/Ann/One/1.wav 300
  tone music/Ann/One/2.wav 400
  tone music/Bob/3.wav 500
  scan music
  sed -i 's/\tAnn\t/\tAnn E\t/; s/\tBob\t/\tBob E\t/' library.tsv
  cp library.tsv edited.tsv
}
n_rows()
{
  echo $(($(wc -l <library.tsv) - 1))
}

# ---- nothing new: the table is not even written
begin
before=$(stat -c %i.%Y library.tsv)
scan music
cmp -s library.tsv edited.tsv && [ "$(stat -c %i.%Y library.tsv)" = "$before" ] ||
  fail 'changed by a scan with nothing new'

# ---- spelt in other ways, and more than once
ln -sfn music link
for how in music/ ./music music// "$work/music" "music/../music" link \
  "$work/../$(basename "$work")/music" 'music music/Ann' 'music/Ann/One music' 'link music'; do
  scan $how
  cmp -s library.tsv edited.tsv || fail "scan $how: $(diff library.tsv edited.tsv)"
done
(cd music/Ann && "$byline" scan .. -o ../../library.tsv 2>/dev/null)
cmp -s library.tsv edited.tsv || fail "scan .. from within"
scan music/Ann
cmp -s library.tsv edited.tsv || fail "a scan of a part: $(cat library.tsv)"
rm -f both.tsv
expect 0 "3 tracks" "$byline" scan music/Ann ./music link -o both.tsv

# ---- a disk that is away: its mount point is empty, or is gone
begin
mv music/Bob away
mkdir music/Bob
expect 0 "1 of them cannot be read at present" "$byline" scan music -o library.tsv
expect_row "$work/music/Bob/3.wav" 'Bob E' 'not there'
scan music
expect_row "$work/music/Bob/3.wav" 'Bob E' 'not there'
expect 0 "1 track was not there" "$byline" clean library.tsv -o library.tsv --min-duration=1
expect 1 "left out: 1 track of library.tsv" "$byline" prepare library.tsv -o data
rmdir music/Bob
expect 0 "skipped: music/Bob: No such file" "$byline" scan music/Ann music/Bob -o library.tsv
mv away music/Bob
expect 1 "no artist" "$byline" prepare library.tsv -o data
! grep -q 'left out: 1 track of' err || fail 'what is back is left out'
scan music
expect_row "$work/music/Bob/3.wav" 'Bob E' ''
mv music gone
expect 0 "3 of them" "$byline" scan music -o library.tsv
mkdir music
expect 0 "3 of them" "$byline" scan music -o library.tsv
rmdir music
mv gone music
scan music
for row in Ann/One/1 Ann/One/2; do expect_row "$work/music/$row.wav" 'Ann E' ''; done

# ---- a file that cannot be read for once: empty, half copied
begin
for size in 0 20; do
  mv music/Bob/3.wav keep
  head -c $size keep >music/Bob/3.wav
  scan music
  expect_row "$work/music/Bob/3.wav" 'Bob E' 'cannot be read'
  mv keep music/Bob/3.wav
  scan music
  expect_row "$work/music/Bob/3.wav" 'Bob E' ''
done
if [ "$(id -u)" != 0 ]; then
  chmod 0 music/Bob
  scan music
  expect_row "$work/music/Bob/3.wav" 'Bob E' 'Permission denied'
  expect 0 "" "$byline" scan music -o library.tsv --prune
  chmod 755 music/Bob
  scan music
  expect_row "$work/music/Bob/3.wav" 'Bob E' ''
fi

# ---- moved: the folder, the files, their names, their case, one for another
begin
mv music away
scan away
[ "$(n_rows)" = 3 ] || fail "$(cat library.tsv)"
expect_row "$work/away/Ann/One/1.wav" 'Ann E' ''
expect_row "$work/away/Bob/3.wav" 'Bob E' ''
grep -q '3 of them moved' err || fail "$(cat err)"
begin
mv music/Ann music/ann
mv music/Bob/3.wav "music/Bob/$(printf 'Bjo\314\210rk').wav"
scan music
expect_row "$work/music/ann/One/1.wav" 'Ann E' ''
expect_row "$work/music/Bob/$(printf 'Bjo\314\210rk').wav" 'Bob E' ''
mv "music/Bob/$(printf 'Bjo\314\210rk').wav" "music/Bob/$(printf 'Bj\303\266rk').wav"
scan music
expect_row "$work/music/Bob/$(printf 'Bj\303\266rk').wav" 'Bob E' ''
[ "$(n_rows)" = 3 ] || fail "$(cat library.tsv)"
begin
sed -i 's/Ann E\(.*One\t\)2/Ann Two\1 2/' library.tsv
mv music/Ann/One/1.wav x
mv music/Ann/One/2.wav music/Ann/One/1.wav
mv x music/Ann/One/2.wav
scan music
expect_row "$work/music/Ann/One/1.wav" 'Ann Two' ''
expect_row "$work/music/Ann/One/2.wav" 'Ann E' ''
[ "$(n_rows)" = 3 ] || fail "$(cat library.tsv)"

# Tables from before there was a column 'content', by hand, and moved tables
begin
cut -f 1-7 edited.tsv >library.tsv
mv music away
scan away
expect_row "$work/away/Bob/3.wav" 'Bob E' ''
[ "$(n_rows)" = 3 ] || fail "$(cat library.tsv)"
begin
mkdir -p elsewhere
mv library.tsv elsewhere
expect 0 "3 rows kept as they were, 0 new" "$byline" scan music -o elsewhere/library.tsv
printf 'artist\tpath\tmood\nAnn E\tAnn/One/1.wav\tsad\nBob E\tBob/3.wav\t\n' >library.tsv
expect 0 "2 rows kept as they were, 1 new" "$byline" scan music -o library.tsv
expect_row "$work/music/Ann/One/1.wav" 'Ann E' ''
grep -q '	sad	' library.tsv || fail "$(cat library.tsv)"

# Moved and changed: tags written, as by programs that rename, too; encoded anew
begin
sed -i 's/\t2\.0\t/\t0:02\t/' library.tsv
for file in Ann/One/1 Ann/One/2 Bob/3; do
  mkdir -p "away/$(dirname "$file")"
  ffmpeg -nostdin -v error -i music/$file.wav -metadata comment=new away/$file.flac || exit 1
done
rm -r music
scan away
[ "$(n_rows)" = 3 ] || fail "$(cat library.tsv)"
expect_row "$work/away/Ann/One/2.flac" 'Ann E' ''
expect_row "$work/away/Bob/3.flac" 'Bob E' ''
mkdir -p away/Robert
ffmpeg -nostdin -v error -i away/Bob/3.flac -c copy -metadata artist=Robert \
  -metadata title=3 away/Robert/renamed.flac || exit 1
rm -r away/Bob
scan away
expect_row "$work/away/Robert/renamed.flac" 'Bob E' ''
[ "$(n_rows)" = 3 ] || fail "$(cat library.tsv)"
# Another song of the same length is none of these
begin
rm music/Bob/3.wav
tone music/Bob/4.wav 600
scan music
expect_row "$work/music/Bob/4.wav" 'Bob' ''
expect_row "$work/music/Bob/3.wav" 'Bob E' 'not there'

# ---- the same file copied is a new track; copies that go take one row each
begin
cp music/Bob/3.wav music/Bob/4.wav
scan music
[ "$(n_rows)" = 4 ] || fail "$(cat library.tsv)"
expect_row "$work/music/Bob/4.wav" 'Bob' ''
rm music/Bob/3.wav
scan music
expect_row "$work/music/Bob/4.wav" 'Bob' ''
expect_row "$work/music/Bob/3.wav" 'Bob E' 'not there'

# ---- only --prune forgets
expect 0 "1 rows without a file" "$byline" scan music -o library.tsv --prune
[ "$(n_rows)" = 3 ] || fail "$(cat library.tsv)"

# ---- another song under the same name: the row stays, and that is said
begin
tone music/Bob/3.wav 700 5
expect 0 "3.wav holds something else now" "$byline" scan music -o library.tsv
expect_row "$work/music/Bob/3.wav" 'Bob E' ''
grep -q 'Bob E.*	5.0	' library.tsv || fail "$(cat library.tsv)"
scan music
! grep -q 'something else' err || fail 'told twice'

# ---- a table that somebody saves while the music is looked into
begin
for i in 1 2 3 4 5 6 7 8 9; do
  for k in 1 2 3 4 5 6 7 8 9; do
    { cat music/Bob/3.wav && echo $i$k; } >music/Bob/$i$k.wav
  done
done
sed 's/Bob E/Bob Saved/' library.tsv >saved.tsv
"$byline" scan music -o library.tsv -j 1 2>err &
scanner=$!
mv saved.tsv library.tsv
wait $scanner || fail "$(cat err)"
expect_row "$work/music/Bob/3.wav" 'Bob Saved' ''
[ "$(n_rows)" = 84 ] || fail "$(n_rows) rows"

# ---- two at once, the first of which is stopped for a while
rm -f music/Bob/[1-9][1-9].wav
for i in 1 2 3 4 5 6 7 8 9; do
  { cat music/Ann/One/1.wav && echo $i; } >music/Ann/$i.wav
done
"$byline" scan music -o library.tsv -j 1 2>/dev/null &
scanner=$!
while [ ! -s .library.tsv.byline.lock ]; do
  kill -0 $scanner 2>/dev/null || break
done
if kill -STOP $scanner 2>/dev/null && [ -e .library.tsv.byline.lock ]; then
  expect 1 "another 'byline scan' is at work there (process $scanner" \
    "$byline" scan music -o library.tsv
  expect 1 "another 'byline scan'" "$byline" clean library.tsv -o ./library.tsv
fi
kill -CONT $scanner 2>/dev/null || true
wait $scanner
[ -z "$(find . -name '*.lock')" ] || fail "$(find . -name '*.lock')"
exit 0
