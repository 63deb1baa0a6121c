#!/bin/bash
# Byline as a plugin in jalv, with a screen and a sound card that are not there:
# songs are played through it, and it tells whom it hears and whether it is right;
# the first one again, faster, once it is among the known recordings.  Leaves a picture of its window in $BUILD/demo.png.
# usage: tests/hosts/demo.sh [RECORDING...]   ('make demo' builds, then does it)
# A recording's name is 'ARTIST - TITLE'; the samples, if none is given.

charmap=$(locale charmap 2>/dev/null)
export LC_ALL=C.UTF-8 # names are measured in letters
model=${BUILD:-build}/byline.lv2/default.safetensors
. tests/hosts/stage.sh
need Xvfb jackd jalv.gtk3 xdotool import ffmpeg
picture=${build#"$PWD/"}/demo.png
width=78
unheard=
if [ $# = 0 ]; then
  set -- presets/samples/*.opus
  unheard=', 25 seconds each, that it has never heard before'
fi

# ---- how things look

yes='+' no='x' full='#' empty='.'
[ "$charmap" != UTF-8 ] || { yes='✓' no='✗' full='━' empty=' '; }
bold='' green='' red='' plain='' live=
if [ -t 1 ] && [ "${TERM:-dumb}" != dumb ]; then
  live=yes # the ranking is drawn again and again in one place
  if [ -z "$NO_COLOR" ]; then
    bold=$'\e[1m' green=$'\e[32m' red=$'\e[31m' plain=$'\e[0m'
  fi
fi

# say TEXT...: in lines that fit
say() {
  echo "$*" | fold -s -w $width | sed 's/ *$//'
}

# repeat N CHARACTER, in $repeated
repeat() {
  printf -v repeated '%*s' "$1" ''
  repeated=${repeated// /$2}
}

# to_percent PROBABILITY, in $percent; 100 for nothing but certainty
to_percent() {
  printf -v percent '%.2f' "${1}e2"
  percent=${percent%.*}
}

# ---- the host, and whom it hears

mapfile -t artists < <("$build/byline" info --artists "$model")
[ ${#artists[@]} -gt 0 ] || fail "no artists in $model"

# Nothing of the user's own is heard with, or changed
export XDG_DATA_HOME=$work/data
playing=$work/playing.txt
export BYLINE_NOW_PLAYING=$playing BYLINE_TEMPLATE='{artist}[ - {title}][ ({speed})]'

start_plugin() {
  start_screen
  start_sound
  mkfifo "$work/host.out"
  : >"$work/answers"
  awk -f tests/hosts/answers.awk "$work/host.out" >>"$work/answers" &
  started $!
  exec 4<"$work/answers"
  start_host --print-controls
  window=$(find_window) || fail 'the host does not show the window' \
    "$work/host.log"
}

# The answer: numbers of five artists, then their probabilities, then of the one
# who is announced; -1 is nobody
answer=(-1 -1 -1 -1 -1 0 0 0 0 0 -1)

# name_of PLACE, in $name
name_of() {
  local number=${answer[$1]%.*}
  name=
  [ "$number" -lt 0 ] || name=${artists[number]}
}

# Whether there is another one; if not, waits a little.  (Not by 'read -t': Bash 5.2
# crashes where a signal's trap exits within it.)  Of a line that is not whole yet,
# the rest is read the next time.
begun=
next_answer() {
  local part
  read -r -u 4 part || { begun=$begun$part && sleep 0.2 && return 1; }
  part=$begun$part begun=
  mapfile -t answer <<<"${part//,/$'\n'}"
}

# ---- a song

# mark NAME: colours what is said of the right one, in $color
mark() {
  color=
  [ "$1" != "$artist" ] || color=$green
}

# Whom the plugin announces, and the five most probable as bars
draw_answer() {
  local i bar rest length=36
  name_of 10
  mark "$name"
  printf '  %3d s  now playing: %s%s%s\e[K\n' "$seconds" "$color" "${name:-?}" \
    "$plain"
  for i in 0 1 2 3 4; do
    name_of $i
    to_percent "${answer[i + 5]}"
    [ "$name" ] || percent=0
    mark "$name"
    repeat $((percent * length / 100)) "$full"
    bar=$repeated
    repeat $((length - ${#bar})) "$empty"
    rest=$repeated
    name=${name:0:28}
    repeat $((28 - ${#name})) ' '
    printf '  %s%s%s %s%s %3d %%%s\e[K\n' "$color" "$name" "$repeated" "$bar" \
      "$rest" "$percent" "$plain"
  done
}

# The most probable ones in a line, as many as fit
tell_answer() {
  local i line
  printf -v line '  %3d s' "$seconds"
  for i in 0 1 2 3 4; do
    name_of $i
    to_percent "${answer[i + 5]}"
    [ "$name" ] && [ $((${#line} + ${#name} + 8)) -le $width ] || break
    line="$line  $name $percent %"
  done
  echo "$line"
}

# Always where it can be drawn over; else when somebody else leads, and now and
# then
show_answer() {
  if [ "$live" ]; then
    [ ! "$drawn" ] || printf '\e[6A'
    drawn=yes
    draw_answer
    return
  fi
  name_of 0
  if [ "$name" ] && { [ "$name" != "$leader" ] || [ $seconds -ge "$due" ]; }; then
    leader=$name due=$((seconds + 6))
    tell_answer
  fi
}

# Of the window while it is right
take_picture() {
  import -window "$window" "$picture" && pictured=$artist
}

# Since when the right one is announced, and what that looks like
watch_announced() {
  name_of 10
  if [ "$name" = "$artist" ]; then
    [ "$since" ] || since=$seconds
    if [ ! "$pictured" ] && [ $((seconds - since)) -ge 12 ]; then
      take_picture
    fi
  else
    since=
  fi
}

# follow PID: show answers while it runs
follow() {
  local start=${EPOCHREALTIME/./}
  while runs "$1"; do
    runs "$host" || fail 'the host is gone' "$work/host.log"
    next_answer || continue
    seconds=$(((${EPOCHREALTIME/./} - start) / 1000000))
    watch_announced
    show_answer
  done
}

# rest SECONDS: silence, until the last song is forgotten
rest() {
  local until=$((${EPOCHREALTIME/./} + $1 * 1000000))
  while [ "${EPOCHREALTIME/./}" -lt $until ]; do
    next_answer
  done
}

# The right one's place in the ranking, in $place; 0 when it is in none
find_place() {
  local i
  place=0
  for i in 0 1 2 3 4; do
    name_of $i
    [ "$name" != "$artist" ] || place=$((i + 1))
  done
}

give_verdict() {
  local where=('is not in its top five' 'leads' 'is second' 'is third' \
    'is fourth' 'is fifth')
  find_place
  name_of 10
  if [ "$name" = "$artist" ]; then
    right=$((right + 1))
    [ "$pictured" ] || take_picture
    echo "  $green$yes correct$plain, after $since s: $name"
  elif [ "$name" ]; then
    echo "  $red$no wrong$plain: it says $name ($artist ${where[place]})" |
      fold -s -w $width
  else
    echo "  $red$no no answer$plain: it is not sure enough of anybody"
    echo "    ($artist ${where[place]})"
  fi
}

# play_song FILE NUMBER
play_song() {
  local file=${1##*/} drawn='' leader='' due=0 since='' seconds=0
  file=${file%.*}
  artist=${file%% - *}
  echo
  echo "$bold$2 of $songs  $artist$plain: ${file#* - }"
  play "$1"
  follow "$player"
  until_ended 60 "$player" 'the player' || fail 'nothing plays' "$work/player.log"
  give_verdict
  [ "$pictured" ] || import -window "$window" "$picture"
}

# ---- a known recording

# tell_playing: what the plugin writes for others, whenever that changes
tell_playing() {
  local text
  text=$(cat "$playing" 2>/dev/null)
  [ "$text" != "$told" ] || return
  told=$text
  [ ! "$text" ] || printf '  %3d s  %s\n' "$seconds" "$text"
  case $text in
    "$artist - $title ("*) [ "$since" ] || since=$seconds ;;
    *) since= ;;
  esac
}

# play_known FILE: as if it were of one's own music, 8 % faster
play_known() {
  local title file=${1##*/} since='' seconds=0 told=''
  file=${file%.*}
  artist=${file%% - *} title=${file#* - }
  "$build/byline" recordings add "$1" >"$work/add.log" 2>&1 ||
    fail 'the song cannot be added to the known recordings' "$work/add.log"
  ffmpeg -v error -nostdin -i "$1" \
    -af aresample=48000,asetrate=48000*1.08,aresample=48000 "$work/faster.wav" ||
    fail 'the song cannot be made faster'
  echo
  say "Music of one's own is known by its recordings, too. Now $bold$artist:" \
    "$title$plain is added to these (byline recordings add), and plays 8 % faster."
  rest 8 # the plugin looks for new recordings every 5 s
  play "$work/faster.wav"
  local start=${EPOCHREALTIME/./}
  while runs "$player"; do
    runs "$host" || fail 'the host is gone' "$work/host.log"
    sleep 0.2
    seconds=$(((${EPOCHREALTIME/./} - start) / 1000000))
    tell_playing
    if [ "$since" ] && [ ! "$known" ] && [ $((seconds - since)) -ge 6 ]; then
      take_picture && known=$told
    fi
  done
  until_ended 60 "$player" 'the player' || fail 'nothing plays' "$work/player.log"
  if [ "$known" ]; then
    echo "  $green$yes correct$plain, after $since s: $known"
  else
    echo "  $red$no wrong$plain: it says ${told:-nothing}"
  fi
}

# ---- the show

songs=$# right=0 pictured='' known='' more=s
[ $# -gt 1 ] || more=''
say "Byline is running in jalv, an LV2 host, with a virtual screen and sound" \
  "card. It knows ${#artists[@]} artists and is about to hear $songs" \
  "song${more}$unheard. Above each stands who is really playing."
start_plugin
number=0
for song; do
  play_song "$song" $((number += 1))
  [ $number = $songs ] || rest 4
done

echo
say "$bold$right of $songs named correctly$plain; by chance it would be one in" \
  "${#artists[@]}. How often it is right on many songs: README.md, 'How good" \
  "it is'."
rest 4
play_known "$1"

echo
if [ "$pictured" ]; then
  say "Its window, taken while it named $pictured correctly: $picture"
else
  say "Its window, taken while it named nobody correctly: $picture"
fi
cat <<END

What next?
  make all && sudo make install    then insert 'Byline' in Ardour, Carla, ...
  build/byline identify SONG...    who plays on your own recordings
  build/byline learn ~/Music       teach it your own artists and recordings
END
