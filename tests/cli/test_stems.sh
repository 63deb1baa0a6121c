#!/bin/sh
# byline prepare --stems: voices as Demucs, Spleeter and UVR name them, from the
# library to the dataset

. "$(dirname "$0")/common.sh"
need ffmpeg

shortest=17 make_artists 10 2
# The "voice" of each song is a part of it: the same tone that is mixed in
for song in 1 2 3 4 5 6 7 8 9 10; do
  d=$((17 + 3 * (song - 1)))
  case $song in
  [1-3]) stem=stems/demucs/htdemucs/$song/vocals.wav ;;
  [4-6]) stem=stems/$song/vocals.wav ;;
  *) stem="stems/uvr/$((song - 6))_${song}_(Vocals).wav" ;;
  esac
  mkdir -p "$(dirname "$stem")"
  echo "voice.wav $d 0.05*sin(2*pi*$((150 + 30 * song))*$(tune $song))" | "$sounds"
  ffmpeg -v error -nostdin -i voice.wav -ar 44100 -ac 2 "$stem"
done

# Songs are heard as they will be live; those that are learnt from once more,
# with their stem
expect 0 "10 songs by 2 artists" "$byline" prepare library.tsv -o data \
  --focus=three --stems stems
grep -q "	first	backing	stem$" data/tracks.tsv || fail "$(cat data/tracks.tsv)"
tail -n +2 data/tracks.tsv | awk -F '\t' '
  $9 == "" { ++songs; if ($14) exit 1; learnt += $6 == "train"; next }
  $9 == "stem" && $6 == "train" && $14 ~ /\/stems\/.*[Vv]ocals/ { ++stems; next }
  { exit 1 }
  END { if (songs != 10 || learnt < 4 || stems != learnt) exit 1 }' ||
  fail "$(cat data/tracks.tsv)"
learnt=$(grep -c "	stem	" data/tracks.tsv)
[ "$(find data/features -name "*.npy" | wc -l)" = $((10 + learnt)) ] || fail "features"
expect 0 "$learnt variants" "$byline" prepare library.tsv -o data \
  --focus=three --stems stems
! grep -q "spectrograms made" err || fail "made again: $(cat err)"
expect 2 "data was prepared with stems" "$byline" prepare library.tsv -o data \
  --focus=three
expect 0 "10 songs" "$byline" prepare library.tsv -o data --focus=three --force
! grep -q "stem" data/tracks.tsv || fail "$(cat data/tracks.tsv)"
[ "$(find data/features -name "*.npy" | wc -l)" = $((10 + learnt)) ] ||
  fail "the estimate is another with a stem"
expect 2 "data was prepared without stems" "$byline" prepare library.tsv \
  -o data --focus=three --stems stems
expect 0 "10 songs" "$byline" prepare library.tsv -o voice --focus=voice \
  --stems stems

# What stems hear is another thing than the estimate, and a training takes both
"$byline" train voice -o run -s epochs=1 -s clips_per_epoch=8 -s batch=4 \
  -s answer=network -j 1 >log 2>&1 || fail "$(cat log)"

# What an earlier version prepared has the stems of songs: models learnt from it
sed 's/	stem	/		/' voice/tracks.tsv >old.tsv && cp old.tsv voice/tracks.tsv
expect 2 "with stems alone" "$byline" prepare library.tsv -o voice \
  --focus=voice --stems stems

# One is missing, one another song's, one another sound, one silent; these songs
# are heard without, whatever is wrong with their stems
mv stems/4/vocals.wav stems/4/gone.wav
cp stems/6/vocals.wav stems/5/vocals.wav
ffmpeg -v error -nostdin -i stems/demucs/htdemucs/2/vocals.wav -af volume=0 \
  quiet.wav && cp quiet.wav stems/demucs/htdemucs/2/vocals.wav
ffmpeg -v error -nostdin -y -filter_complex "sine=999:d=17" -ar 44100 \
  stems/demucs/htdemucs/1/vocals.wav
for seed in 1 2 3 4 5; do # Each is learnt from by one of them
  expect 0 "10 songs by 2 artists" "$byline" prepare library.tsv -o data \
    --focus=three --stems stems --seed=$seed --force
  cat err
done >all
grep -q "learnt from without a stem: 4.wav: no stem of it below stems" all ||
  fail "$(cat all)"
grep -q "without a stem: 5.wav lasts 29.0 s, but its stem .* 32.0 s" all ||
  fail "$(cat all)"
grep -q "without a stem: 1.wav: its stem .* is another sound" all ||
  fail "$(cat all)"
! grep -q "without a stem: 2.wav" all || fail "nobody sings there: $(cat all)"
grep -q "songs are learnt from without a stem" all || fail "$(cat all)"

# How it was split is in the dataset
"$byline" prepare library.tsv -o data --seed=7 --folds=2 --fold=2 --force >log 2>&1
tr -d ' \n' <data/split.json >log
[ "$(cat log)" = '{"by":"song","folds":2,"fold":2,"seed":7}' ] ||
  fail "another plan"

expect 2 "--stems needs --focus" "$byline" prepare library.tsv -o x \
  --stems stems
# Both kinds of variants
expect 0 "10 songs" "$byline" prepare library.tsv -o both --stems stems \
  --focus=voice --effects=speed=1.04
grep -q "	stem	" both/tracks.tsv || fail "$(cat both/tracks.tsv)"
grep -q "	speed=1.04	" both/tracks.tsv || fail "$(cat both/tracks.tsv)"
expect 1 "nowhere: No such file" "$byline" prepare library.tsv -o x \
  --stems nowhere --focus=voice
mkdir empty
expect 1 "empty: no stems there" "$byline" prepare library.tsv -o x \
  --stems empty --focus=voice
exit 0
