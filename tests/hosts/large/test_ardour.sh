#!/bin/sh
# In Ardour, without its window: it is inserted, answers while rolling, is saved
# with the session, and an export through it is bit by bit the sound.
# Time limit: 900 s
. tests/hosts/common.sh

if ! command -v ardour7-lua >/dev/null || ! command -v python3 >/dev/null; then
  echo 'Ardour 7 or Python 3 is not installed'
  exit 77
fi
here=tests/hosts/large/ardour
export HOME="$work/home"
mkdir "$HOME"
make_sound "$work/in.wav" 16

timeout 120 ardour7-lua $here/new.lua "$work/session" session >"$work/log" 2>&1 ||
  fail 'no session' "$work/log"
python3 $here/place.py "$work/session" session "$work/in.wav" >"$work/log" 2>&1 ||
  fail 'the sound is not placed' "$work/log"
cp -r "$work/session" "$work/without"
timeout 120 ardour7-lua $here/insert.lua "$work/session" session "$uri" 10 \
  >"$work/log" 2>&1 || fail 'not inserted' "$work/log"
grep -Eq '^control[[:space:]]+Current artist[[:space:]]+[0-9]' "$work/log" ||
  fail 'nobody named while rolling' "$work/log"
grep -Eq '^control[[:space:]]+Dropped[[:space:]]+0\.0' "$work/log" ||
  fail 'sound lost' "$work/log"
find "$work/session/plugins" -name '*.ttl' -exec cat {} + |
  grep -q 'defaultModel' || fail 'the state is not saved'

# Whether a session's export is the sound.  On a busy machine Ardour exports
# silence, or begins some samples early or late: one of a few must be exact.
raw() {
  ffmpeg -nostdin -v error -y -i "$work/$1.wav" -f f32le -c:a pcm_f32le \
    "$work/$1.raw"
}
exact() {
  for attempt in 1 2 3 4 5; do
    rm -f "$work/out.wav"
    timeout 120 ardour7-export -b float -s 48000 -o "$work/out.wav" \
      "$work/$1" session >"$work/log" 2>&1 || continue
    raw out
    cmp "$work/in.raw" "$work/out.raw" && echo "exact in export $attempt" &&
      return
  done
  return 1
}
raw in
exact session && exit 0
if ! exact without; then
  echo 'Ardour does not export exactly here, not even without the plugin'
  exit 77
fi
fail 'the export is changed'
