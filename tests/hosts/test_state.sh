#!/bin/sh
# Models are chosen by message, saved with the session, and missed when they are
# gone.
. tests/hosts/common.sh

"$build/tests/hosts/make_model" "$work/other.safetensors" 3 2 || fail make_model
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

# Numbers of its artists are not those that have names in the description
"$host" --seconds 6 --freewheel --load "$work/state" "$uri" >"$work/log" 2>&1
grep -q ' artist_1 = 100[0-2]$' "$work/log" ||
  fail "another model's artists have the names of ours" "$work/log"
"$host" --seconds 6 --freewheel "$uri" >"$work/log" 2>&1
grep -q ' artist_1 = [0-6]$' "$work/log" ||
  fail 'our artists have no names' "$work/log"

# Who was announced is saved as well, and goes on after loading
run --set threshold=0 --set hold=0 --seconds 6 --save "$work/past" ||
  fail 'saving the history' "$work/log"
grep -q '#history>.*Artist n' "$work/past/state.ttl" ||
  fail 'no history is saved' "$work/past/state.ttl"
run --load "$work/past" --set enabled=0 --save "$work/past2" ||
  fail 'loading the history' "$work/log"
cmp -s "$work/past/state.ttl" "$work/past2/state.ttl" ||
  fail 'the history does not survive' "$work/past2/state.ttl"

# Times go on where the host pauses; and a rendering in between, such as an
# export, leaves no trace
live() {
  "$host" --seconds 6 --quiet --set threshold=0 --set hold=0 "$@" "$uri" \
    >"$work/log" 2>&1 || fail "playing $*" "$work/log"
}
# plays FOLDER: times and names of its history
plays() {
  sed -n 's/^.*#history> *"*//
    s/^\([0-9.]*\) [0-9. ]*[[:blank:]]\(Artist[^\t]*\).*/\1 \2/p' "$1/state.ttl"
}
live --cycles 2 --save "$work/twice"
live --cycles 3 --bounce --save "$work/bounced"
plays "$work/twice" >"$work/plays"
[ "$(wc -l <"$work/plays")" -ge 2 ] || fail 'no plays' "$work/twice/state.ttl"
sort -sn "$work/plays" | cmp -s - "$work/plays" ||
  fail 'times run backwards' "$work/plays"
plays "$work/bounced" | cmp -s - "$work/plays" ||
  fail 'a rendering is in the history' "$work/bounced/state.ttl"

# A state that is loaded in the middle of a set, as with a user's preset, does not
# take the set's history away
live --cycles 2 --load "$work/plain" --reload --save "$work/preset"
plays "$work/preset" | cmp -s - "$work/plays" ||
  fail 'a preset empties the history' "$work/preset/state.ttl"

# It is also written to files, and the name that holds to one that streaming
# programs read
ask() {
  run --set threshold=0 --set hold=0 --seconds 6 --load "$work/plain" --ask "$@"
}
for end in txt csv json labels.txt cue m3u8 royalties.txt; do
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

# A stranger's session names a file of ours: it stays as it is, and we are told;
# what was written by Byline itself is written again
echo 'My notes' >"$work/notes.txt"
sed "s:$work/now.txt:$work/notes.txt:" "$work/told/state.ttl" >"$work/t" &&
  cp "$work/t" "$work/told/state.ttl"
run --load "$work/told" --set threshold=0 --set hold=0 --seconds 6 \
  --save "$work/kept" || fail "a stranger's session" "$work/log"
[ "$(cat "$work/notes.txt")" = 'My notes' ] || fail 'a session empties a file'
grep -q "^status .*message 'notes.txt: left alone" "$work/log" ||
  fail 'that a file is not written is not told' "$work/log"
grep -q '#nowPlaying> *"'"$work/notes.txt" "$work/kept/state.ttl" ||
  fail 'the path is forgotten' "$work/kept/state.ttl"
for property in nowPlaying historyExport; do
  ask "$property=$work/notes.txt" || fail 'asking for a file' "$work/log"
  [ "$(cat "$work/notes.txt")" = 'My notes' ] ||
    fail "a message of $property writes over a file" "$work/log"
done
cp "$work/notes.txt" "$work/mine.txt"
ask "historyExport=$work/mine.txt" --replace || fail 'replacing' "$work/log"
grep -q 'Artist n' "$work/mine.txt" || fail 'it is not replaced' "$work/mine.txt"

# A pipe that nobody writes to is no model, and holds nobody up
mkfifo "$work/pipe.safetensors"
timeout 20 "$host" --seconds 1 --freewheel --attach --quiet \
  --model "$work/pipe.safetensors" "$uri" >"$work/log" 2>&1 ||
  fail 'a pipe as a model' "$work/log"
grep -q "message 'pipe.safetensors: not a regular file" "$work/log" ||
  fail 'a pipe is not refused' "$work/log"

# Carla hands texts over without the 0 at their end, others with it; and keeps
# what was stored once and is not stored any more
for habit in '' --carla; do
  rm -f "$work/project" "$work/now.txt"
  keep() {
    run --project "$work/project" $habit "$@" || fail "$habit $*" "$work/log"
  }
  keep --model "$work/other.safetensors" --set threshold=0 --set hold=0 \
    --seconds 6 --ask "nowPlaying=$work/now.txt"
  cp "$work/project" "$work/first"
  rm "$work/now.txt"
  keep --set enabled=0
  grep -q "^status model 'other' of 3" "$work/log" ||
    fail "the model does not come back $habit" "$work/log"
  [ -f "$work/now.txt" ] || fail "the file does not come back $habit"
  cmp -s "$work/first" "$work/project" ||
    fail "the project does not come back $habit" "$work/project"
  keep --set enabled=0 --model '' --ask nowPlaying=
  rm "$work/now.txt"
  keep --set enabled=0
  grep -q "^status model 'default' of 7" "$work/log" ||
    fail "a model that was put away comes back $habit" "$work/log"
  [ -e "$work/now.txt" ] && fail "a file that was put away comes back $habit"
done

# A refused model leaves the old one
echo rubbish >"$work/broken.safetensors"
run --model "$work/broken.safetensors" --save "$work/broken" ||
  fail 'a broken model' "$work/log"
grep -q "^status model 'default' of 7 artists, message '.*broken.saf" \
  "$work/log" || fail 'a broken model is not refused well' "$work/log"
grep -q 'defaultModel.*true' "$work/broken/state.ttl" ||
  fail 'a refused model is saved' "$work/broken/state.ttl"

# So is one that finds voices and can name nobody
run --model "$(realpath presets/models/separator.safetensors)" ||
  fail 'a model of another task' "$work/log"
grep -q "^status model 'default' of 7 artists, message '.*finds voices" \
  "$work/log" || fail 'a model of another task is not refused well' "$work/log"

# A missing one is kept in mind
find "$work/state" -name '*.safetensors' -exec rm {} +
rm "$work/other.safetensors"
run --load "$work/state" --save "$work/again" || fail 'without it' "$work/log"
grep -q "^status model '' of 0 artists, message '.*other.safetensors: No such" \
  "$work/log" || fail 'a missing model is not named' "$work/log"
grep -q 'other.safetensors' "$work/again/state.ttl" ||
  fail 'the reference is lost' "$work/again/state.ttl"
exit 0
