#!/bin/bash
# byline listen in JACK: a program that comes later is heard, whoever plays is a
# line of text or of JSON and a message of OSC, Ctrl-C ends it with the history
# written, and it ends with an error when the server goes or there is none.
model=${BUILD:-build}/byline.lv2/default.safetensors
. tests/hosts/stage.sh
need jackd jack_lsp jack_wait jq python3

byline=$build/byline
song='presets/samples/Obsidian Shell - Second Birth.opus'
export BYLINE_MODEL=$model JACK_NO_START_SERVER=1
timeout 60 "$byline" listen >"$work/out" 2>"$work/log" && fail 'without a server'
grep -q 'without JACK' "$work/log" && echo 'built without JACK' && exit 77
grep -q '^byline: error: no JACK server' "$work/log" ||
  fail 'no word about JACK' "$work/log"
[ "$(wc -l <"$work/log")" = 1 ] || fail 'JACK talks, too' "$work/log"
timeout 60 "$byline" listen --template='{artist} {x}' >"$work/out" 2>"$work/log"
[ $? = 2 ] && grep -q "no key '{x}'" "$work/log" || fail 'a template' "$work/log"
timeout 60 "$byline" listen --osc=nowhere >"$work/out" 2>"$work/log"
[ $? = 2 ] && grep -q "OSC to 'nowhere'" "$work/log" || fail OSC "$work/log"

# listen [OPTION...]: to the player, in the background, as $listens
listen() {
  "$byline" listen --connect=byline-player "$@" >"$work/out" 2>"$work/log" &
  listens=$!
  started $listens
  until_true 30 has_port byline:in_right || fail 'not in JACK' "$work/log"
}

python3 tests/hosts/osc_receiver.py "$work/port" >"$work/osc" 2>"$work/osc.log" &
started $!
until_true 20 test -e "$work/port" || fail 'no receiver' "$work/osc.log"
start_sound

# ---- text, OSC, and the history at the end

listen --osc="127.0.0.1:$(cat "$work/port")" --history="$work/set.json"
until_true 10 grep -q 'byline-player is not there yet' "$work/log" ||
  fail 'no word about who is missing' "$work/log"
play "$song" ''
until_true 60 grep -qx '[0-9:]\{8\}  Obsidian Shell' "$work/out" ||
  fail 'nobody is named' "$work/out"
until_true 10 grep -qx '/byline/artist Obsidian Shell' "$work/osc" ||
  fail 'no OSC' "$work/osc"
kill -INT $listens
until_ended 20 $listens 'byline listen' || fail 'Ctrl-C' "$work/log"
jq -e '.[-1].artist == "Obsidian Shell" and .[-1].end > .[-1].begin' \
  "$work/set.json" >"$work/jq" || fail 'no history' "$work/set.json"
end $player

# ---- with an index of recordings, the title

export XDG_DATA_HOME=$work/data
printf 'path\tartist\ttitle\n%s\tObsidian Shell\tSecond Birth\n' "$PWD/$song" \
  >"$work/table.tsv"
"$byline" recordings add "$work/table.tsv" 2>"$work/log" ||
  fail 'no index' "$work/log"
listen --history="$work/titles.json"
play "$song" ''
until_true 60 grep -q '  Obsidian Shell - Second Birth' "$work/out" ||
  fail 'no title' "$work/out"
kill -INT $listens
until_ended 20 $listens 'byline listen' || fail 'Ctrl-C' "$work/log"
jq -e '[.[] | select(.known_by == "recording")] | .[-1] |
  .title == "Second Birth" and .begin < 12' \
  "$work/titles.json" >"$work/jq" || fail 'no title' "$work/titles.json"
end $player
unset XDG_DATA_HOME

# ---- JSON, and the server goes

listen --json
play "$song" ''
until_true 60 grep -q 'Obsidian Shell' "$work/out" ||
  fail 'nobody is named' "$work/out"
jq -e -s '.[-1] | .artist == "Obsidian Shell" and .probability > 0.5 and
  .begin >= 0 and .clock > 1000000000 and (has("end") | not)' "$work/out" \
  >"$work/jq" || fail 'no such JSON' "$work/out"
kill "$sound"
until_ended 60 $listens 'byline listen' && fail 'nobody misses the server'
grep -q 'JACK server has gone' "$work/log" || fail 'no last word' "$work/log"

exit 0
