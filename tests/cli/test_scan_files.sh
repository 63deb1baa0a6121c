#!/bin/sh
# byline scan: which files are music, told by their content, and how long they
# play, measured where they do not know it themselves

. "$(dirname "$0")/common.sh"
need ffmpeg

# usage: noise SECONDS [OPTION...] FILE...
noise()
{
  d=$1
  shift
  ffmpeg -nostdin -v error -y -f lavfi -i "anoisesrc=d=$d:c=pink:r=44100" \
    -ac 2 "$@" || exit 1
}

# ---- what is no music

mkdir music
noise 12 -b:a 128k song.mp3
cp song.mp3 music/1.mp3
head -c 3000 /dev/zero | tr '\0' a >music/notes.al
for name in rename.ul x.sb y.uw z.sw a.raw b.gsm c.sln d.mp3; do
  cp music/notes.al music/$name
done
mkfifo music/pipe.mp3 music/pipe
ln -s nowhere.mp3 music/dead.mp3
ln -s . music/again
mkdir music/folder.mp3
: >music/nothing.wav
seq 20000 >music/numbers.dat
cp "$byline" music/program
head -c 100000 "$byline" >music/tool.mp3
# Bytes that look like the heads of MP3 frames now and then
awk 'BEGIN { srand(1); for (i = 0; i < 60000; ++i)
  printf "%c%c%c%c", 255, 251, 128 + int(rand() * 64), 33 + int(rand() * 90) }' \
  >music/guess.bin
# Songs in an archive, uncompressed, are not a song
tar -cf music/backup.dat song.mp3
{ printf 'PK\003\004' && cat song.mp3; } >music/album.cbz
{ printf 'SQLite format 3\000' && cat song.mp3; } >music/player
{ head -c 32769 /dev/zero && printf CD001 && cat song.mp3; } >music/disc.img
printf '1\n00:00:01,000 --> 00:00:02,000\nHello\n' >music/words.dat
film='-f lavfi -i testsrc=d=2:s=64x64 -f lavfi -i sine=d=2'
for name in film.vob film.mkv film.mp4; do
  ffmpeg -nostdin -v error $film -c:v mpeg2video music/$name || exit 1
done
ffmpeg -nostdin -v error -f lavfi -i testsrc=d=1:s=64x64 music/picture.gif ||
  exit 1
ffmpeg -nostdin -v error -f lavfi -i testsrc=d=1:s=64x64 -frames:v 1 \
  -f image2 -c:v mjpeg music/picture.flac || exit 1
expect 0 "3 videos passed by; --videos lists them" \
  "$byline" scan music -o library.tsv
[ "$(wc -l <library.tsv)" = 2 ] || fail "$(cut -f 1 library.tsv)"
expect 0 "4 tracks" "$byline" scan --videos music -o videos.tsv

# ---- what is, whatever its name and although it begins with something else

mkdir odd
cp song.mp3 odd/song
cp song.mp3 odd/song.txt.bak
{ head -c 3000 "$byline" && tail -c +5000 song.mp3; } >odd/junk.mp3
ffmpeg -nostdin -v error -f lavfi -i testsrc=d=1:s=64x64 -frames:v 1 cover.png
ffmpeg -nostdin -v error -i song.mp3 -i cover.png -map 0 -map 1 -c:a aac \
  -c:v png -disposition:v attached_pic odd/cover.m4a || exit 1
expect 0 "4 tracks" "$byline" scan odd -o odd.tsv

# ---- how long they play

# usage: lasts FILE SECONDS: within 0.5 s
lasts()
{
  awk -F '\t' -v file="/$1" -v wanted="$2" '
    NR == 1 { for (i = 1; i <= NF; ++i) column[$i] = i }
    substr($column["path"], length($column["path"]) - length(file) + 1) == file {
      found = 1
      off = $column["duration"] - wanted
      exit !(off < 0.5 && off > -0.5)
    }
    END { if (!found) exit 1 }' long.tsv || fail "$1 is not $2 s: $(cat long.tsv)"
}
mkdir long
noise 20 -q:a 4 -write_xing 0 long/vbr.mp3
noise 20 -q:a 4 long/whole.mp3
noise 20 long/whole.flac
noise 20 long/whole.wav
noise 20 -b:a 96k -movflags faststart long/whole.m4a
noise 20 long/whole.tta
noise 20 -serial_offset 9 long/first.ogg
noise 7 -serial_offset 77 long/second.ogg
cat long/first.ogg long/second.ogg >long/chain.ogg
noise 20 -f flac - | cat >long/piped.flac
noise 20 -f wav - | cat >long/piped.wav
for name in whole.mp3 whole.flac whole.wav whole.tta; do
  head -c $(($(wc -c <long/$name) / 2)) long/$name >"long/half_$name"
done
# A Xing header with frames for 18 hours
cp long/whole.mp3 long/liar.mp3
at=$(LC_ALL=C grep -abo 'Xing' long/liar.mp3 | head -n 1 | cut -d : -f 1)
printf '\000\046\045\240' |
  dd of=long/liar.mp3 bs=1 seek=$((at + 8)) conv=notrunc status=none
expect 0 "16 tracks" "$byline" scan long -o long.tsv
for name in vbr.mp3 liar.mp3 whole.mp3 whole.flac whole.wav whole.m4a whole.tta \
  first.ogg piped.flac piped.wav; do
  lasts $name 20
done
lasts second.ogg 7
lasts chain.ogg 27
for name in half_whole.mp3 half_whole.flac half_whole.wav half_whole.tta; do
  lasts $name 10
done
exit 0
