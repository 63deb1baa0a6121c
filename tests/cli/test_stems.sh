#!/bin/sh
# byline prepare --stems: voices as Demucs, Spleeter and UVR name them, from the
# library to the dataset

. "$(dirname "$0")/common.sh"
need ffmpeg

make_artists 10 2
# The "voice" of each song is a part of it: the same tone that is mixed in
for song in 1 2 3 4 5 6 7 8 9 10; do
  d=$((14 + 3 * (song - 1)))
  case $song in
  [1-3]) stem=stems/demucs/htdemucs/$song/vocals.wav ;;
  [4-6]) stem=stems/$song/vocals.wav ;;
  *) stem="stems/uvr/$((song - 6))_${song}_(Vocals).wav" ;;
  esac
  mkdir -p "$(dirname "$stem")"
  ffmpeg -v error -nostdin -filter_complex \
    "aevalsrc=0.05*sin(2*PI*$((150 + 30 * song))*$(tune $song)):s=44100:d=$d" \
    -ac 2 "$stem"
done

expect 0 "10 songs by 2 artists" "$byline" prepare library.tsv -o data \
  --focus=three --stems stems
grep -q "	first	backing	stem$" data/tracks.tsv || fail "$(cat data/tracks.tsv)"
grep -q "	$work/stems/demucs/htdemucs/1/vocals.wav$" data/tracks.tsv ||
  fail "$(cat data/tracks.tsv)"
expect 0 "10 songs" "$byline" prepare library.tsv -o data --focus=three --force
! grep -q "stem" data/tracks.tsv || fail "$(cat data/tracks.tsv)"
[ "$(find data/features -name "*.npy" | wc -l)" = 20 ] || fail "the same name with a stem"
expect 0 "10 songs" "$byline" prepare library.tsv -o voice --focus=voice \
  --stems stems

# One is missing, one is another's, one of another length; the rest goes on
mv stems/4/vocals.wav stems/4/gone.wav
cp stems/6/vocals.wav stems/5/vocals.wav
ffmpeg -v error -nostdin -i stems/demucs/htdemucs/2/vocals.wav -af volume=0 \
  quiet.wav && cp quiet.wav stems/demucs/htdemucs/2/vocals.wav
cp stems/demucs/htdemucs/1/vocals.wav again.wav
ffmpeg -v error -nostdin -y -filter_complex "sine=999:d=14" -ar 44100 \
  stems/demucs/htdemucs/1/vocals.wav
expect 0 "skipped: 4.wav: no stem of it below stems" "$byline" prepare \
  library.tsv -o data --focus=three --stems stems --min-songs=3 --force
grep -q "skipped: 5.wav lasts 26.0 s, but its stem .* 29.0 s" err ||
  fail "$(cat err)"
grep -q "skipped: 1.wav: its stem .* is another sound" err ||
  fail "$(cat err)"
grep -q "3 tracks cannot be used" err || fail "$(cat err)"
grep -q "7 songs by 2 artists" err || fail "$(cat err)"

# How it was split is in the dataset
"$byline" prepare library.tsv -o data --seed=7 --folds=2 --fold=2 --force >log 2>&1
tr -d ' \n' <data/split.json >log
[ "$(cat log)" = '{"by":"song","folds":2,"fold":2,"seed":7}' ] ||
  fail "another plan"

expect 2 "--stems needs --focus" "$byline" prepare library.tsv -o x \
  --stems stems
expect 2 "do not go together" "$byline" prepare library.tsv -o x \
  --stems stems --focus=voice --effects=speed=1.04
expect 1 "nowhere: No such file" "$byline" prepare library.tsv -o x \
  --stems nowhere --focus=voice
mkdir empty
expect 1 "empty: no stems there" "$byline" prepare library.tsv -o x \
  --stems empty --focus=voice
exit 0
