#!/bin/sh
# A folder with all that tags, names and files may have, and its whole table
# (tests/cli/library says what is right)

here=$(realpath "$(dirname "$0")")
. "$here/common.sh"
need ffmpeg
# Debian's, where another is before it
for python in python3 /usr/bin/python3 ''; do
  [ -n "$python" ] || { echo 'no mutagen' && exit 77; }
  ! "$python" -c 'import mutagen' 2>/dev/null || break
done

"$python" -B "$here/library/make.py" music right.tsv || fail 'no library was made'
expect 0 '' "$byline" scan music -o library.tsv
sed -n "1!s,^$work/music/,,p" library.tsv | LC_ALL=C sort >sorted.tsv
cut -f 1-6 sorted.tsv >table.tsv
diff right.tsv table.tsv >log || fail 'not the right table'
awk -F '\t' '$7 < 1.8 || $7 > 2.3' sorted.tsv >log
[ ! -s log ] || fail 'not as long as it is'

# The same as spreadsheets save it: what is in it stays what it is
expect 0 '' "$byline" clean library.tsv -o cleaned.tsv
for how in 'utf-16 \t' 'utf-8-sig ;' 'utf-16-le ,'; do
  "$python" - cleaned.tsv sheet.csv ${how%% *} "${how#* }" <<'END'
import csv, sys
source, target, encoding, separator = sys.argv[1:]
with open(source, encoding='utf-8', newline='') as file:
    rows = [line.rstrip('\n').split('\t') for line in file]
with open(target, 'w', encoding=encoding, newline='') as file:
    csv.writer(file, delimiter=separator.replace('\\t', '\t')).writerows(rows)
END
  expect 0 '' "$byline" clean sheet.csv -o back.tsv
  cut -f 2-6 cleaned.tsv >as_was
  cut -f 2-6 back.tsv | diff as_was - >log || fail "not what it was, as $how"
done

# One backing under two singers is no repetition, and stays in one part; the
# same recording under two names is a question

# usage: song FILE SEED PITCH: a voice over a backing
song()
{
  mkdir -p "$(dirname "$1")"
  ffmpeg -nostdin -v error \
    -f lavfi -i "anoisesrc=seed=$2:d=30:r=22050:c=pink:a=0.4" \
    -f lavfi -i "aevalsrc='0.2*sin(2*PI*t*$3*(1+0.5*mod(floor(t*1.$3)*2\,5)))\
*gt(sin(t*5.$3)\,-0.3)':s=22050:d=30" -filter_complex \
    "[0]tremolo=f=$(($2 + 2)):d=0.7[b];[b][1]amix=normalize=0" "$1" || exit 1
}

song sung/Ann/one.wav 1 220
song sung/Bob/one.wav 1 330
for n in 3 4 5 6 7 8; do
  [ $((n % 2)) = 0 ] && singer=Ann || singer=Bob
  song sung/$singer/$n.wav $n $((150 + 40 * n))
done
cp sung/Ann/6.wav sung/Bob/same.wav
"$byline" scan sung -o sung.tsv 2>log || fail 'scan'
expect 0 "Bob/same.wav: the same sound as .*Ann/6.wav, .* whose is it" \
  "$byline" prepare sung.tsv -o data --min-songs=3
"$python" - <<'END' >log || fail 'backings are not kept together'
import csv
rows = list(csv.DictReader(open('data/tracks.tsv'), delimiter='\t'))
ones = [row for row in rows if row['title'] == 'one']
assert len(rows) == 8 and len(ones) == 2, 'not all songs are there'
assert ones[0]['backing'] and ones[0]['backing'] == ones[1]['backing']
assert ones[0]['split'] == ones[1]['split'], 'a backing is in two parts'
assert not any(row['backing'] for row in rows if row['title'] != 'one')
END
exit 0
