#!/bin/sh
# Models are chosen by message, saved with the session, and missed when they are
# gone.
. tests/host/common.sh

"$build/tests/host/make_model" "$work/other.safetensors" 3 2 || fail make_model
run() {
  "$host" --seconds 1 --freewheel --attach --quiet "$@" "$uri" >"$work/log" 2>&1
}

run --save "$work/plain" || fail 'saving the default' "$work/log"
grep -q 'defaultModel.*true' "$work/plain/state.ttl" ||
  fail 'the default is not saved as such' "$work/plain/state.ttl"

run --model "$work/other.safetensors" --save "$work/state" ||
  fail 'choosing a model' "$work/log"
grep -q "^status model 'other' of 3 artists, message ''" "$work/log" ||
  fail 'the model was not loaded' "$work/log"
grep -q "^model file '$work/other.safetensors'" "$work/log" ||
  fail 'the host is not told the file' "$work/log"

run --load "$work/state" || fail loading "$work/log"
grep -q "^status model 'other' of 3" "$work/log" ||
  fail 'the saved model was not loaded' "$work/log"

# Who was announced is saved as well, and goes on after loading
run --set threshold=0 --set hold=0 --seconds 6 --save "$work/past" ||
  fail 'saving the history' "$work/log"
grep -q '#history>.*Artist n' "$work/past/state.ttl" ||
  fail 'no history is saved' "$work/past/state.ttl"
run --load "$work/past" --set enabled=0 --save "$work/past2" ||
  fail 'loading the history' "$work/log"
cmp -s "$work/past/state.ttl" "$work/past2/state.ttl" ||
  fail 'the history does not survive' "$work/past2/state.ttl"

# It is also written to files, and the name that holds to one that streaming
# programs read
ask() {
  run --set threshold=0 --set hold=0 --seconds 6 --load "$work/plain" --ask "$@"
}
for end in txt csv json labels.txt; do
  ask "historyExport=$work/h.$end" || fail "asking for .$end" "$work/log"
  grep -q 'Artist n' "$work/h.$end" || fail "no history as .$end" "$work/log"
  grep -q "^property '$work/h.$end'" "$work/log" ||
    fail "the export to .$end is not answered" "$work/log"
done
ask "historyExport=$work/h.doc" || fail 'asking for .doc' "$work/log"
grep -q "message '.*h.doc: a history's name ends" "$work/log" ||
  fail 'a wrong name is not told' "$work/log"
ask "nowPlaying=$work/now.txt" --save "$work/told" ||
  fail 'asking for the name' "$work/log"
[ -f "$work/now.txt" ] || fail 'no file with the name' "$work/log"
[ ! -s "$work/now.txt" ] || fail 'a name after the end' "$work/now.txt"
grep -q '#nowPlaying> *"'"$work/now.txt" "$work/told/state.ttl" ||
  fail 'the file is not saved' "$work/told/state.ttl"
rm "$work/now.txt"
run --load "$work/told" || fail 'loading it' "$work/log"
[ -f "$work/now.txt" ] || fail 'it is not written after loading' "$work/log"
ask "nowPlaying=$work/now.conf" || fail 'asking for .conf' "$work/log"
[ ! -e "$work/now.conf" ] || fail 'a file that is no text is written'

# A refused model leaves the old one
echo rubbish >"$work/broken.safetensors"
run --model "$work/broken.safetensors" --save "$work/broken" ||
  fail 'a broken model' "$work/log"
grep -q "^status model 'default' of 7 artists, message '.*broken.saf" \
  "$work/log" || fail 'a broken model is not refused well' "$work/log"
grep -q 'defaultModel.*true' "$work/broken/state.ttl" ||
  fail 'a refused model is saved' "$work/broken/state.ttl"

# A missing one is kept in mind
find "$work/state" -name '*.safetensors' -exec rm {} +
rm "$work/other.safetensors"
run --load "$work/state" --save "$work/again" || fail 'without it' "$work/log"
grep -q "^status model '' of 0 artists, message '.*other.safetensors: No such" \
  "$work/log" || fail 'a missing model is not named' "$work/log"
grep -q 'other.safetensors' "$work/again/state.ttl" ||
  fail 'the reference is lost' "$work/again/state.ttl"
exit 0
