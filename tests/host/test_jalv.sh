#!/bin/sh
# In jalv, on a sound card that is not there: it runs, answers and saves nothing
# it should not.
. tests/host/common.sh

make_sound "$work/in.wav" 12
export JACK_DEFAULT_SERVER=byline-test-$$ JACK_NO_START_SERVER=1
export JACK_NO_AUDIO_RESERVATION=1
jackd -r -n "$JACK_DEFAULT_SERVER" -t 5000 -d dummy -r 48000 -p 256 \
  >"$work/jackd.log" 2>&1 &
started $!
jack_wait -s "$JACK_DEFAULT_SERVER" -w -t 10 >/dev/null 2>&1 ||
  fail 'jackd does not start' "$work/jackd.log"

mkfifo "$work/commands"
jalv -t -n byline "$uri" <"$work/commands" >"$work/jalv.log" 2>&1 &
jalv=$!
started $jalv
exec 3>"$work/commands"
tries=0
until jack_lsp 2>/dev/null | grep -q '^byline:in_left'; do
  tries=$((tries + 1))
  [ $tries -lt 100 ] || fail 'jalv does not load it' "$work/jalv.log"
  sleep 0.1
done
# Everything at once, so that answers come soon
printf 'set interval 0.5\nset threshold 0.1\nset smoothing 0\nset hold 0\n' >&3

jack-play -u -n byline-player "$work/in.wav" >"$work/player.log" 2>&1 &
player=$!
started $player
tries=0
until jack_lsp 2>/dev/null | grep -q '^byline-player:out_2'; do
  tries=$((tries + 1))
  [ $tries -lt 100 ] || fail 'jack-play does not start' "$work/player.log"
  sleep 0.1
done
jack_connect byline-player:out_1 byline:in_left
jack_connect byline-player:out_2 byline:in_right
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
