#!/bin/sh
# What music folders really hold: every format and rate, names that are no
# text, files that are broken; one line for each that is of no use, and the
# rest goes on

. tests/fail.sh
byline=${BUILD:-build}/byline
case $byline in /*) ;; *) byline=$PWD/$byline ;; esac
command -v ffmpeg >/dev/null || { echo "no ffmpeg" && exit 77; }
work=$(mktemp -d) && cd "$work" || exit 1
trap 'rm -rf "$work"' EXIT

# usage: expect STATUS 'WORDS' COMMAND...
expect()
{
  status=$1 words=$2
  shift 2
  "$@" >out 2>err
  got=$?
  [ $got = "$status" ] || fail "$*: exit status $got instead of $status: \
$(cat err)"
  grep -q -- "$words" err || fail "$*: '$words' not in: $(cat err)"
  ! grep -q "Sanitizer" err || fail "$(cat err)"
}

seed=0
# usage: noise FILE RATE OPTION...: 11 s of noise, never the same
noise()
{
  file=$1 rate=$2
  shift 2
  seed=$((seed + 1))
  ffmpeg -nostdin -v error -f lavfi \
    -i "anoisesrc=seed=$seed:duration=11:sample_rate=$rate" \
    "$@" "$file" || exit 1
}

# All that can be read, by two artists; names with a newline and in Latin-1
latin=$(printf 'music/Ann/n\374chtern.flac')
mkdir -p music/Ann music/Bob
noise music/Ann/8k.wav 8000
noise music/Ann/7.1.flac 48000 -ac 8
noise music/Ann/24.flac 96000 -sample_fmt s32 -bits_per_raw_sample 24
noise music/Ann/float.wav 192000 -c:a pcm_f32le
noise "$latin" 44100
noise music/Bob/352.8k.wav 352800 -c:a pcm_s32le
noise music/Bob/384k.wav 384000
noise music/Bob/11k.mp3 11025
noise music/Bob/aac.m4a 44100
noise "music/Bob/two
lines.opus" 48000
noise music/Bob/u8.wav 22050 -c:a pcm_u8

expect 0 "11 tracks" "$byline" scan music -o library.tsv
expect 0 "11 songs by 2 artists" "$byline" prepare library.tsv -o data
expect 0 "11 songs by 2 artists" "$byline" prepare library.tsv -o data

# What cannot be read: nothing in it, cut off, another format, a loop, a folder
# called like music; tags that are damaged do not matter
: >music/Ann/empty.flac
head -c 200 music/Ann/24.flac >music/Ann/cut.flac
head -c 50000 /dev/urandom >music/Ann/noise.mp3
ln -s .. music/Ann/loop
ln -s self.flac music/Ann/self.flac
mkdir music/Ann/folder.flac
{
  printf 'ID3\003\000\000\177\177\177\177TPE1'
  cat music/Bob/11k.mp3
} >music/Bob/tags.mp3
expect 0 "skipped: music/Ann/empty.flac" "$byline" scan music -o library.tsv
n=$(grep -c "skipped:" err)
[ "$n" -ge 2 ] || fail "$n skipped: $(cat err)"
! grep -q "folder.flac\|loop/" library.tsv || fail "$(cat library.tsv)"
printf '%s\tAnn\t\tEmpty\t\t\t60\n' "$work/music/Ann/empty.flac" >>library.tsv
printf '%s\tAnn\t\tCut\t\t\t60\n' "$work/music/Ann/cut.flac" >>library.tsv
expect 0 "skipped: $work/music/Ann/empty.flac" \
  "$byline" prepare library.tsv -o data
grep -q "songs by 2 artists" err || fail "$(cat err)"

# Pipes, which nobody writes to, are not waited for
mkfifo pipe.wav
sed "2s,^[^	]*,$work/pipe.wav," library.tsv >pipe.tsv
expect 0 "skipped: $work/pipe.wav: not a regular file" \
  timeout 60 "$byline" prepare pipe.tsv -o piped --min-songs=3
expect 1 "pipe.wav: not a regular file" timeout 60 "$byline" identify pipe.wav
expect 1 "pipe.wav: not a regular file" \
  timeout 60 "$byline" augment pipe.wav -e telephone -o out.wav

# A disk that gets full while a spectrogram is written is told as that
(
  ulimit -f 40
  expect 1 "npy: cannot write: File too large" \
    "$byline" prepare library.tsv -o small
) || exit 1
! grep -q "truncated" err || fail "$(cat err)"

# What wraps on a narrow terminal could not be written over; a dumb one cannot
if command -v script >/dev/null; then
  escape=$(printf '\033')
  TERM=xterm script -qec "stty cols 20; '$byline' prepare library.tsv -o narrow" \
    /dev/null </dev/null | tr '\r' '\n' | sed -n "s/$escape\[K\$//p" >shown
  grep -q '^byline: preparing ' shown && ! grep -v ', took ' shown |
    grep '.\{20\}' || fail "progress at 20 columns: $(cat shown)"
  TERM=dumb script -qec "'$byline' prepare library.tsv -o dumb" /dev/null \
    </dev/null >shown
  grep -q "songs by 2" shown && ! grep "$escape" shown || fail "$(cat -v shown)"
fi

# Ten hours: as long as it may be, in little memory
{
  printf 'RIFF\377\377\377\177WAVEfmt \020\000\000\000\001\000\001\000'
  printf '\350\003\000\000\350\003\000\000\001\000\010\000data\000\121\045\002'
  head -c 36000000 /dev/zero | tr '\000' '\200'
} >music/Bob/long.wav
expect 0 "tracks in" "$byline" scan music -o library.tsv
grep -q "	36000.0\(	\|$\)" library.tsv || fail "no ten hours: $(cat library.tsv)"
(ulimit -v 600000 && "$byline" prepare library.tsv -j 1 -o data >out 2>err)
[ -s data/tracks.tsv ] && grep -q "songs by 2 artists" err || fail "$(cat err)"
exit 0
