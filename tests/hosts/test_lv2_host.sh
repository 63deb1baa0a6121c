#!/bin/sh
# Blocks of any size at any rate: the sound is untouched and the answers are the
# same.
. tests/hosts/common.sh

make_sound "$work/in.wav" 16
turned='--set interval=0.5 --set threshold=0.2 --set smoothing=2'

# Answers must not depend on how the sound comes
"$host" --input "$work/in.wav" $turned --freewheel --attach "$uri" \
  >"$work/reference" 2>&1 || fail 'freewheeling' "$work/reference"
grep '^answer' "$work/reference" >"$work/answers"
[ "$(wc -l <"$work/answers")" -ge 20 ] || fail 'few answers' "$work/reference"
grep -q "^answer .* 'Artist n" "$work/answers" || fail 'no names' "$work/answers"
grep -q 'changed = 1' "$work/reference" || fail 'no change' "$work/reference"
grep -q 'log: byline: 0:' "$work/reference" || fail 'no log' "$work/reference"
grep -q "^status model 'default' of 7 artists, message ''" "$work/reference" ||
  fail 'no status' "$work/reference"
for how in '--block 1' '--carla --block 256' '--block 64 --in-place' '--block 8192 --crossed' \
  '--block 8192 --random 1' '--block 100 --random 2 --in-place'; do
  "$host" --input "$work/in.wav" $turned --freewheel --attach $how "$uri" \
    >"$work/log" 2>&1 || fail "$how" "$work/log"
  grep '^answer' "$work/log" | cmp -s - "$work/answers" ||
    fail "other answers with $how" "$work/log"
done

# Nor on whether a host that renders says so
"$host" --input "$work/in.wav" $turned --quiet "$uri" >"$work/log" 2>&1 ||
  fail 'rendering unannounced' "$work/log"
for log in reference log; do
  grep '^log' "$work/$log" >"$work/$log.said"
done
cmp -s "$work/reference.said" "$work/log.said" ||
  fail 'other announcements when rendering unannounced' "$work/log"

# Nor on whether it comes as fast as it is heard
"$host" --input "$work/in.wav" --seconds 9 $turned --attach --real-time \
  --quiet "$uri" >"$work/log" 2>&1 || fail 'in real time' "$work/log"
grep '^answer' "$work/log" >"$work/live"
[ "$(wc -l <"$work/live")" -ge 8 ] || fail 'few answers live' "$work/log"
head -n "$(wc -l <"$work/live")" "$work/answers" | cmp -s - "$work/live" ||
  fail 'other answers in real time' "$work/log"

# Who has a default model of their own has it in every host
mkdir -p "$work/data/byline"
"$build/tests/hosts/make_model" "$work/data/byline/default.safetensors" 3 2 ||
  fail make_model
XDG_DATA_HOME=$work/data "$host" --input "$work/in.wav" --attach --quiet \
  "$uri" >"$work/log" 2>&1 || fail 'with a default model of the user' "$work/log"
grep -q "^status model 'default' of 3 artists, message ''" "$work/log" ||
  fail "the user's default model is not used" "$work/log"

for rate in 1 8000 11025 44100 96000 192000 384000 1000000; do
  "$host" --rate $rate --seconds 2 --block 8192 --random 3 --quiet "$uri" \
    >"$work/log" 2>&1 || fail "at $rate Hz" "$work/log"
done

for how in --bare --unconnected '--bare --unconnected' '--set enabled=0' \
  '--cycles 5' '--set window=nan' '--set interval=-1e30' '--set hold=inf' '--set freeze=1'; do
  "$host" $how --seconds 2 --block 512 --quiet "$uri" >"$work/log" 2>&1 ||
    fail "with $how" "$work/log"
done
exit 0
