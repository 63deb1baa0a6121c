#!/bin/bash
# A song that is among the known recordings, 8 % faster, then one that is in no
# index, in jalv.gtk3 and in Ardour 7: the window shows the first one's title, which
# the index knows, and then whom the ear names, with none.
# Time limit: 900 s
. tests/hosts/large/window.sh
. tests/hosts/large/ardour.sh
need jalv.gtk3

# Each twice, so that there is time for both
ffmpeg -nostdin -v error -i "$first_song" -i "$second_song" -filter_complex \
  '[0]asetrate=48000*1.08,aresample=48000,asplit[a][b];[1]asplit[c][d];
   [a][b][c][d]concat=n=4:v=0:a=1' \
  -ar 48000 -ac 2 -c:a pcm_s16le "$work/songs.wav" || fail 'no songs'
export XDG_DATA_HOME=$work/data
printf 'path\tartist\ttitle\n%s\tObsidian Shell\tSecond Birth\n' \
  "$PWD/$first_song" >"$work/table.tsv"
"$build/byline" recordings add "$work/table.tsv" 2>"$work/log" ||
  fail 'no index' "$work/log"

# see_switch HOST: watch the window while they play
see_switch() {
  await 'Obsidian Shell - Second Birth' 60
  picture "$1-known"
  await "$second_artist" 90
  sleep 3
  picture "$1-ear"
  differ "$1-known" "$1-ear"
}

start_desktop
jalv.gtk3 "$uri" >"$work/host.log" 2>&1 &
host=$!
started $host
window=$(find_window) || fail 'no window' "$work/host.log"
keep_announced
play "$work/songs.wav" Byline
see_switch jalv
end $player
kill -INT "$host"
until_ended 20 "$host" jalv.gtk3

rm "$announced"
start_ardour "$work/songs.wav"
keep_announced
activate_ardour
xdotool key space # play
see_switch ardour
exit 0
