#!/bin/sh
# How well speech is told from music, and how much music is taken for none, as
# the recogniser hears it live: measures the whole corpus (presets/corpus/corpus.sh all),
# free voices (tests/bench/voices.sh), music through effects, and solos; prints
# what is told of artists and speakers that were not learnt from, then what is
# told of everything with the weights in engine/spectrum/music_weights.h.  With
# --train, writes these: build again before the second table is true of them.
# With SINGERS=FOLDER, as tests/bench/singers.py takes it, measures these songs
# too; nothing is learnt from them.
#
# Needs ffmpeg with rubberband, numpy, espeak-ng, fluidsynth and
# fluid-soundfont-gm.  The sounds, in BUILD/bench/music, are made once.
# usage: music.sh [--train]
set -e
build=${BUILD:-build}
library=${XDG_CACHE_HOME:-$HOME/.cache}/byline/corpus/library-all.tsv
out=$build/bench/music
for program in ffmpeg espeak-ng fluidsynth; do
  command -v "$program" >/dev/null ||
    { echo "music.sh: $program is missing" >&2; exit 1; }
done
[ -e "$library" ] || presets/corpus/corpus.sh all
convert() { ffmpeg -v error -nostdin -y "$@"; }

# Two minutes of each speaker, one prompt after another
make_speech() {
  voices=$(tests/bench/voices.sh)
  for speaker in "$voices"/train/* "$voices"/test/*; do
    set=$(basename "$(dirname "$speaker")")
    find "$speaker/" -type f -size +3k \( -name '*.ogg' -o -name '*.wav' \) |
      sort | head -n 100 | sed "s/.*/file '&'/" >"$out/raw"
    convert -f concat -safe 0 -i "$out/raw" -t 120 -ac 1 -ar 24000 \
      "$out/$set/$(basename "$speaker").wav"
  done
  text=$(sed -n '20,60p' /usr/share/common-licenses/GPL-3)
  for voice in train/de train/en train/es train/fr train/ru train/it+f2 \
    test/ar test/hi test/pl test/zh test/sv+f3; do
    espeak-ng -v "${voice#*/}" -w "$out/raw.wav" "$text"
    convert -i "$out/raw.wav" -t 90 "$out/${voice%/*}/espeak-${voice#*/}.wav"
  done
}

# Speech, slower, with vibrato: counts as music, so that voices may sing alone
make_songs() {
  quiet=silenceremove=stop_periods=-1:stop_duration=0.1:stop_threshold=-40dB
  for speech in "$out"/train/*.wav "$out"/test/*.wav; do
    name=$(basename "$(dirname "$speech")")-$(basename "$speech" .wav)
    convert -i "$speech" -t 25 -af \
      "$quiet,rubberband=tempo=0.5:pitch=1.12:formant=preserved,vibrato=f=5.5:d=0.25" \
      "$out/sung/$name-1.wav"
    convert -ss 10 -i "$speech" -t 25 -af \
      "$quiet,rubberband=tempo=0.4:pitch=0.9:formant=preserved,vibrato=f=5:d=0.2" \
      "$out/sung/$name-2.wav"
  done
}

# A minute of every twelfth track of the corpus
make_effects() {
  n=0
  tail -n +2 "$library" | cut -f 1 | sed -n '6~12p' | while read -r track; do
    n=$((n + 1))
    convert -ss 20 -i "$track" -t 60 -ac 2 "$out/raw.wav" || continue
    for effect in telephone mp3=64 width=0 reverb=2.5 crowd=10; do
      mkdir -p "$out/effects/${effect%=*}"
      "$build/byline" augment "$out/raw.wav" -e "$effect" --force \
        -o "$out/effects/${effect%=*}/$n.wav" 2>/dev/null </dev/null
    done
  done
}

# Instruments alone
make_solos() {
  /usr/bin/python3 tests/bench/solos.py "$out/solos"
  for midi in "$out/solos"/*.mid; do
    fluidsynth -ni -q -r 48000 -F "${midi%.mid}.wav" \
      /usr/share/sounds/sf2/FluidR3_GM.sf2 "$midi" >/dev/null
  done
}

make_mixes() {
  mkdir -p "$out/singers"
  for voice in "$SINGERS"/voice/*; do
    convert -i "$voice" -i "$SINGERS/music/$(basename "$voice")" \
      -filter_complex amix=inputs=2:normalize=0 -ac 1 \
      "$out/singers/$(basename "${voice%.*}").wav"
  done
}

if [ ! -e "$out/complete" ]; then
  rm -rf "$out"
  mkdir -p "$out/train" "$out/test" "$out/sung" "$out/solos" "$out/effects"
  make_speech
  make_songs
  make_effects
  make_solos
  rm -f "$out/raw" "$out/raw.wav"
  touch "$out/complete"
fi
[ -d "$out/singers" ] || [ ! -d "$SINGERS" ] || make_mixes

# Of the paths that come in, INTERVAL and RESTART
measure() { "$build/tests/bench/bench_music" "$2" "$3" >"$out/$1.tsv"; }
tail -n +2 "$library" | cut -f 1 | measure corpus 2 0
tail -n +2 "$library" | cut -f 1 | sed -n '2~3p' | measure starts 2 12
for kind in train test sung solos effects singers; do
  [ ! -d "$out/$kind" ] ||
    find "$out/$kind" -name '*.wav' | sort | measure $kind 1 0
done
find "$out/train" "$out/test" -name '*.wav' | sort | measure utterances 1 10
exec /usr/bin/python3 tests/bench/music.py "$out" \
  "$build/tests/bench/bench_music" "$@"
