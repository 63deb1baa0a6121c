#!/bin/sh
# byline teach, byline artists: who is taught is named, undone, taken elsewhere;
# what teaches nothing, and two who teach at once.

set -eu
. "$(dirname "$0")/common.sh"

XDG_DATA_HOME=$work/data
export XDG_DATA_HOME
"$build/tests/hosts/make_model" model.safetensors 7 1
"$build/tests/hosts/make_model" other.safetensors 5 2

# Two kinds of sound: high and low noise, in waves
ffmpeg -v error -nostdin -f lavfi -i \
  "anoisesrc=d=65:seed=1:a=0.5,lowpass=f=500,tremolo=f=3" low.wav
ffmpeg -v error -nostdin -f lavfi -i \
  "anoisesrc=d=35:seed=2:a=0.5,lowpass=f=500,tremolo=f=3" low2.wav
ffmpeg -v error -nostdin -f lavfi -i \
  "anoisesrc=d=35:seed=3:a=0.5,highpass=f=3000,tremolo=f=5" high.wav
ffmpeg -v error -nostdin -f lavfi -i "anullsrc=d=20" silent.wav
ffmpeg -v error -nostdin -f lavfi -i "anoisesrc=d=7" short.wav

teach()
{
  "$byline" teach -m model.safetensors "$@"
}
artists()
{
  "$byline" artists -m model.safetensors "$@"
}
identify()
{
  "$byline" identify -m model.safetensors "$@"
}

# ---- at once
expect 0 '^Dora Döring: 6 clips of low.wav$' teach 'Dora  Döring' low.wav
expect 0 '1. .*Dora Döring$' identify low2.wav
grep -q '8 artists of model.safetensors, 1 of them taught' err ||
  fail 'it is not told that somebody was taught'
expect 0 '^taught  *Dora Döring  (6 clips of 1 lesson)$' artists
[ "$(grep -c '^known ' out)" = 7 ] || fail 'not all known artists are listed'
# Another spelling is the same artist
expect 0 '"artist":"Dora Döring","clips":3,"artist_id":""' \
  teach --json 'DORA DORING' low2.wav
expect 0 '' artists --json
jq -e '.artists[7] | .artist == "Dora Döring" and .lessons == 2 and .clips == 9
  and (.known | not)' out >/dev/null || fail 'the list in JSON'
# So is one whom the model knows
id=b10bbbfc-cf9e-42e0-be17-e2c3e1d2600d
expect 0 '^Artist nº 3: 3 clips' teach --id=$id 'artist nº 3' high.wav
expect 0 '' artists --json
jq -e --arg id $id '.artists[3] | .known and .lessons == 1 and .artist_id == $id' \
  out >/dev/null || fail 'a known artist who was taught'
expect 0 '^known, taught  *Artist nº 3 ' artists

# ---- changes
expect 0 '' artists rename 'dora doring' 'Dörthe'
expect 0 '1. .*Dörthe$' identify low2.wav
expect 2 "'Artist nº 1' is another artist; 'byline artists merge'" \
  artists rename Dörthe 'artist nº 1'
expect 0 '' artists remove Dörthe 'artist nº 2'
expect 0 '^removed  *Artist nº 2$' artists
grep -q '^removed  *Dörthe$' out || fail 'a taught artist is removed'
expect 0 '' identify low2.wav
! grep -q 'Dörthe\|nº 2' out || fail 'removed artists are named'
expect 0 '' artists restore dorthe 'Artist nº 2'
expect 0 '1. .*Dörthe$' identify low2.wav
expect 0 '' artists merge Dörthe 'Artist nº 1'
expect 0 '1. .*Artist nº 1$' identify low2.wav
expect 2 "no artist 'Dörthe'" artists remove Dörthe
expect 2 "no action 'forget'" artists forget Dörthe
expect 2 'rename takes two names' artists rename Dörthe

# ---- what teaches nothing
expect 1 'silent.wav: nothing to learn from: it is silent' teach X silent.wav
expect 1 'short.wav: too little was heard' teach X short.wav
expect 1 'none.wav: ' teach X none.wav
expect 1 'silent.wav' teach Emil silent.wav high.wav
grep -q '^Emil: 3 clips of high.wav' out || fail 'one file keeps others from it'
expect 2 '--id=1: an identity' teach --id=1 X high.wav
expect 2 'an artist needs a name' teach ' ' high.wav
expect 2 "'Various Artists' stands for nobody" teach 'Various Artists' high.wav
expect 2 "'unknown artist' stands for nobody" teach 'unknown artist' high.wav

# ---- elsewhere
expect 0 '' artists export taught.safetensors
mv data data.old
expect 0 '' artists import taught.safetensors
expect 0 '^taught  *Emil' artists
[ "$(artists 2>/dev/null | grep -c lesson)" = 3 ] || fail 'not all was imported'
# Another model is told, and hears the clips anew
expect 0 "taught to another model; they become this one's by 'byline artists" \
  "$byline" artists -m other.safetensors
expect 0 'taught to another model; 4 of 4 lessons were heard anew' \
  "$byline" artists -m other.safetensors import \
  data/byline/taught/*.safetensors
expect 0 '^taught  *Emil' "$byline" artists -m other.safetensors
expect 1 'damaged, or no file of taught artists' artists import high.wav
expect 1 'damaged, or no file of taught artists' artists export high.wav
expect 1 'none: ' artists import none

# ---- a damaged file keeps nobody from naming those who are known
expect 0 '' artists export good
own=$(ls -t data/byline/taught/*.safetensors | tail -n 1)
for f in data/byline/taught/*.safetensors; do
  truncate -s 200 "$f"
done
expect 0 'nobody who was taught is named: .*damaged' identify low2.wav
expect 1 'damaged' teach X high.wav
[ "$(wc -c <"$own")" = 200 ] || fail 'a damaged file is written over'
rm -r data

# ---- many at once
for i in 1 2 3 4; do
  teach "Person $i" high.wav >"out$i" 2>&1 &
done
wait
expect 0 '' artists
[ "$(grep -c '^taught' out)" = 4 ] || fail 'not all four were taught'
ls -a data/byline/taught | grep -q 'lock\|part' && fail 'left-overs'

# ---- where nothing can be kept
expect 2 'neither XDG_DATA_HOME nor HOME' \
  env -u XDG_DATA_HOME -u HOME "$byline" teach -m model.safetensors X high.wav
