#!/bin/sh
# How well speech and noise are told from music: measures the corpus
# (presets/corpus.sh all), spoken prompts in six languages, and songs made of
# these (slower, with vibrato), which count as music; prints what is told of
# artists and voices that were not learnt from.  With --train, writes
# engine/spectrum/music_weights.h.  Needs ffmpeg with rubberband, and numpy.
# usage: music.sh [--train]
set -e
build=${BUILD:-build}
cache=${XDG_CACHE_HOME:-$HOME/.cache}/byline
speech=$cache/speech
out=$build/bench/music
[ -e "$cache/corpus/library-all.tsv" ] || presets/corpus.sh all
mkdir -p "$speech" "$out"

# One file a folder of prompts, of a minute and a half, and two songs of each
if [ ! -e "$speech/complete" ]; then
  for name in en es fr it ru; do
    (cd "$speech" && apt-get download "asterisk-core-sounds-$name-g722")
  done
  (cd "$speech" && apt-get download klettres-data)
  for package in "$speech"/*.deb; do
    dpkg-deb -x "$package" "$speech/unpacked"
  done
  find "$speech/unpacked" \( -name '*.g722' -o -name '*.ogg' \) \
    -printf '%h\n' | sort | uniq -c | while read -r n folder; do
    [ "$n" -gt 15 ] || continue
    name=$(echo "${folder#"$speech"/unpacked/usr/share/}" | tr / -)
    find "$folder" -maxdepth 1 -size +12k -type f | sort | head -n 60 |
      while read -r file; do
        ffmpeg -v error -nostdin -i "$file" -f s16le -ar 16000 -ac 1 -
      done >"$speech/raw"
    ffmpeg -v error -nostdin -y -f s16le -ar 16000 -ac 1 -i "$speech/raw" \
      -t 90 "$speech/$name.wav"
    quiet=silenceremove=stop_periods=-1:stop_duration=0.1:stop_threshold=-40dB
    mkdir -p "$speech/sung"
    ffmpeg -v error -nostdin -y -i "$speech/$name.wav" -t 25 -af \
      "$quiet,rubberband=tempo=0.5:pitch=1.12:formant=preserved,vibrato=f=5.5:d=0.25" \
      "$speech/sung/$name-1.wav"
    ffmpeg -v error -nostdin -y -i "$speech/$name.wav" -ss 10 -t 25 -af \
      "$quiet,rubberband=tempo=0.4:pitch=0.9:formant=preserved,vibrato=f=5:d=0.2" \
      "$speech/sung/$name-2.wav"
  done
  rm -f "$speech/raw"
  touch "$speech/complete"
fi

for seconds in 10 3; do
  every=3
  [ $seconds = 10 ] || every=17
  tail -n +2 "$cache/corpus/library-all.tsv" | cut -f 1 |
    "$build/tests/bench/bench_music" $seconds $every >"$out/corpus-$seconds.tsv"
  find "$speech" -maxdepth 1 -name '*.wav' |
    "$build/tests/bench/bench_music" $seconds 1 >"$out/speech-$seconds.tsv"
  find "$speech/sung" -name '*.wav' |
    "$build/tests/bench/bench_music" $seconds 1 >"$out/sung-$seconds.tsv"
done
exec /usr/bin/python3 tests/bench/music.py "$out" "$@"
