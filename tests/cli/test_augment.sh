#!/bin/sh
# byline augment: what it writes, exit statuses

. "$(dirname "$0")/common.sh"
need ffmpeg

echo "not music" >text
ffmpeg -nostdin -v error -f lavfi -i sine=duration=4 in.flac || exit 1
expect 0 "" "$byline" augment in.flac -e speed=0.8,telephone,noise=30 -o out.wav
length=$(ffprobe -v error -show_entries format=duration -of csv=p=0 out.wav)
[ "$length" = 5.000000 ] || fail "4 s at 0.8 of the speed last $length s"
expect 0 "" "$byline" augment in.flac -e noise=10 -o a.wav --seconds 1
expect 0 "" "$byline" augment in.flac -e noise=10 -o b.wav --seconds 1
expect 0 "" "$byline" augment in.flac -e noise=10 -o c.wav --seconds 1 --seed 2
cmp a.wav b.wav || fail "the same seed, another noise"
! cmp -s a.wav c.wav || fail "another seed, the same noise"

# A picture of both: as wide as the longer one
expect 0 "" "$byline" augment in.flac -e speed=0.5 -o a.wav --png a.png
size=$(ffprobe -v error -show_entries stream=width,height -of csv=p=0 a.png)
[ "$size" = 896,1160 ] || fail "a picture of $size"

expect 2 "FILE is missing" "$byline" augment -e gain=1 -o x.wav
expect 2 "-e EFFECTS" "$byline" augment in.flac -o x.wav
expect 2 "-o OUTPUT" "$byline" augment in.flac -e gain=1
expect 2 "no effect is called 'loud'" "$byline" augment in.flac -e loud -o x.wav
expect 2 "speed takes a value" "$byline" augment in.flac -e speed=9 -o x.wav
expect 1 "missing.wav: No such file" \
  "$byline" augment missing.wav -e gain=1 -o x.wav
expect 1 "not a sound file" "$byline" augment "$work/text" -e gain=1 -o x.wav
expect 1 "no/x.wav: cannot write" "$byline" augment in.flac -e gain=1 -o no/x.wav
[ ! -e x.wav ] || fail "x.wav was written"
"$byline" augment --help | grep -q "telephone" || fail "no help"
exit 0
