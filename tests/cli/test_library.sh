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
