#!/bin/bash
# In jalv, on a sound card that is not there: it runs, answers and saves nothing
# it should not.
. tests/host/stage.sh
need jackd jalv jack-play jack_lsp jack_wait

make_sound "$work/in.wav" 12
start_sound 256

mkfifo "$work/commands"
jalv -t -n byline "$uri" <"$work/commands" >"$work/jalv.log" 2>&1 &
jalv=$!
started $jalv
exec 3>"$work/commands"
# Everything at once, so that answers come soon
printf 'set interval 0.5\nset threshold 0.1\nset smoothing 0\nset hold 0\n' >&3

play "$work/in.wav"
sleep 7
echo monitors >&3
sleep 1
kill -0 $jalv 2>/dev/null || fail 'jalv has died' "$work/jalv.log"
exec 3>&-
wait $jalv || fail 'jalv fails' "$work/jalv.log"

grep -q '^state = 3' "$work/jalv.log" || fail 'nobody named' "$work/jalv.log"
grep -q '^dropped = 0' "$work/jalv.log" || fail 'sound lost' "$work/jalv.log"
grep -q 'byline: 0:0.* Artist n' "$work/jalv.log" ||
  fail 'no note in the log' "$work/jalv.log"
exit 0
