#!/bin/bash
# In jalv, on a sound card that is not there: it runs, answers and saves nothing
# it should not.
. tests/hosts/stage.sh
need jackd jalv jack_lsp jack_wait

make_sound "$work/in.wav" 12
start_sound 256

mkfifo "$work/commands"
jalv -t -n byline "$uri" <"$work/commands" >"$work/host.log" 2>&1 &
jalv=$!
started $jalv
exec 3>"$work/commands"
# Everything at once, so that answers come soon
printf 'set interval 0.5\nset threshold 0.1\nset smoothing 0\nset hold 0\n' >&3

play "$work/in.wav"
is_known() {
  echo monitors >&3
  sleep 0.2
  grep -q '^state = 3' "$work/host.log"
}
until_true 30 is_known || fail 'nobody named' "$work/host.log"
sleep 3
echo monitors >&3
sleep 1
kill -0 $jalv 2>/dev/null || fail 'jalv has died' "$work/host.log"
exec 3>&-
until_ended 60 $jalv jalv || fail 'jalv fails' "$work/host.log"

grep -q '^dropped = 0' "$work/host.log" || fail 'sound lost' "$work/host.log"
grep -q 'byline: 0:0.* Artist n' "$work/host.log" ||
  fail 'no note in the log' "$work/host.log"
exit 0
