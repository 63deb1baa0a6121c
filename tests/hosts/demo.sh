#!/bin/bash
# Byline as a plugin in jalv, with a screen and a sound card that are not there: it
# hears music of one's own at another speed and over a telephone, songs that it has
# never heard, and an artist whom nobody knows, who is then taught.  Tells of each what
# was expected and what it says.  Leaves a picture of its window in $BUILD/demo.png.
# Ends with 0 when all of it was played, however much was as expected.
# usage: tests/hosts/demo.sh [SECONDS]   ('make demo' builds, then does it)
# So much is played of each excerpt, 20 unless told otherwise; presets/samples/README.md
# says by which rule they were chosen.

charmap=$(locale charmap 2>/dev/null)
export LC_ALL=C.UTF-8 # names are measured in letters
model=${BUILD:-build}/byline.lv2/default.safetensors
. tests/hosts/stage.sh
need Xvfb jackd jalv.gtk3 xdotool import ffmpeg
. tests/hosts/demo_answers.sh
length=${1:-20}
picture=${build#"$PWD/"}/demo.png
samples=presets/samples
own=("$samples"/*.opus) unheard=("$samples"/unheard/*.opus)
unknown=("$samples"/unknown/*.opus)

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

# ---- an excerpt

# Whether what it says is what was expected
is_right() {
  # shellcheck disable=SC2053 # the end is a pattern
  [[ $announced == "$wanted"$wanted_end ]]
}

# Since when the right one is announced, and what that looks like; and who else was
watch_announced() {
  read_announced
  if ! is_right; then
    since=
    case $announced in '' | "${meanwhile##*, }") ;; *)
      meanwhile=${meanwhile:+$meanwhile, }$announced ;;
    esac
  elif [ "$wanted" ]; then
    [ "$since" ] || since=$seconds
    if [ ! "$pictured" ] && [ $((seconds - since)) -ge 6 ]; then
      take_picture
    fi
  fi
}

# Of the window while it is right
take_picture() {
  import -window "$window" "$picture" && pictured=$announced
}

# follow PID: show answers while it runs
follow() {
  local start=${EPOCHREALTIME/./}
  while runs "$1"; do
    runs "$host" || fail 'the host is gone' "$work/host.log"
    next_answer
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

give_verdict() {
  local said where=('is not in its top five' 'leads' 'is second' 'is third' \
    'is fourth' 'is fifth')
  find_place
  if is_right; then
    right=$((right + 1))
    said="$green$yes as expected$plain"
    [ ! "$wanted" ] || said="$said, after $since s"
    said="$said: ${announced:-unknown}"
    [ "$pictured" ] || [ ! "$wanted" ] || take_picture
  else
    said="$red$no not as expected$plain: it says ${announced:-unknown}"
    [ ! "$wanted" ] || said="$said ($artist ${where[place]})"
    meanwhile=${meanwhile%"$announced"} meanwhile=${meanwhile%, }
  fi
  say "  $said${meanwhile:+; before that $meanwhile}"
}

# artist_of FILE, title_of FILE
artist_of() {
  local name=${1##*/}
  echo "${name%% - *}"
}
title_of() {
  local name=${1##*/}
  name=${name%.*}
  echo "${name#* - }"
}

# hear FILE WHAT FILTER SECONDS: plays so much of FILE through FILTER, and compares
# what is said with $wanted, which may go on as the pattern $wanted_end says; with
# nobody where both are empty.  $expected is that in words.
hear() {
  local drawn='' leader='' due=0 since='' seconds=0 meanwhile=''
  artist=$(artist_of "$1")
  ffmpeg -v error -nostdin -y -i "$1" -af "$3" -t "$4" -ar 48000 \
    "$work/excerpt.wav" || fail "$1 cannot be played"
  songs=$((songs + 1))
  echo
  say "$bold$songs  $artist - $(title_of "$1")$plain, $2"
  say "  expected: $expected"
  [ $songs = 1 ] || rest 4
  play "$work/excerpt.wav"
  follow "$player"
  until_ended 60 "$player" 'the player' || fail 'nothing plays' "$work/player.log"
  give_verdict
}

# hear_own FILE WHAT FILTER SPEED PATTERN: a recording that is in the index, at a
# speed that is said as SPEED and PATTERN; which takes it less time than a sound
hear_own() {
  wanted="$(artist_of "$1") - $(title_of "$1")" wanted_end=$5
  expected=$wanted$4
  hear "$1" "one's own, $2" "$3" $((length < 12 ? length : 12))
}

# hear_of ARTIST FILE WHAT: somebody's song, as it is; nobody's when ARTIST is ''
hear_of() {
  wanted=$1 wanted_end='' expected=${1:-unknown}
  hear "$2" "$3" anull "$length"
}

# ---- the show

faster='aresample=48000,asetrate=48000*1.08,aresample=48000'
telephone='pan=mono|c0=0.5*c0+0.5*c1,aresample=8000,highpass=f=300:p=2,lowpass=f=3400:p=2'

songs=0 right=0 pictured='' taught=''
"$build/byline" recordings add "${own[@]}" >"$work/add.log" 2>&1 ||
  fail 'songs cannot be added to the known recordings' "$work/add.log"
say "Byline is running in jalv, an LV2 host, with a virtual screen and sound card." \
  "It knows how ${#artists[@]} artists sound, and ${#own[@]} recordings, as of" \
  "music of one's own. It hears up to $length seconds of each of" \
  "$((2 + ${#unheard[@]} + ${#unknown[@]})) songs, chosen by rule, not by what" \
  "comes of it: those never heard are the first, by name, of the test songs of the" \
  "model; the unknown artist is the first, by name, with too few songs to be learnt" \
  "($samples/README.md)."
start_plugin

hear_own "${own[0]}" 'played 8 % faster' "$faster" ' (+8 %)' ' (+[78].[0-9] %)'
for song in "${unheard[@]}"; do
  hear_of "$(artist_of "$song")" "$song" 'never heard, by an artist whom it knows'
done
newcomer=$(artist_of "${unknown[0]}")
hear_of '' "${unknown[0]}" 'by an artist whom it does not know'
echo
say "Now it is taught: byline teach '$newcomer' '${unknown[0]##*/}'"
"$build/byline" teach -m "$model" "$newcomer" "${unknown[0]}" >"$work/teach.log" \
  2>&1 || fail 'nobody can be taught' "$work/teach.log"
taught=$newcomer
for song in "${unknown[@]:1}"; do
  hear_of "$newcomer" "$song" 'never heard, by the artist who was taught'
done
hear_own "${own[1]}" 'over a telephone' "$telephone" '' '*'

echo
say "$bold$right of $songs as expected.$plain How often it is right on many songs:" \
  "README.md, 'How good it is'."
if [ "$pictured" ]; then
  say "Its window, taken while it rightly said $pictured: $picture"
else
  import -window "$window" "$picture"
  say "Its window, which never said what was expected: $picture"
fi
cat <<END

What next?
  make all && sudo make install    then insert 'Byline' in Ardour, Carla, ...
  build/byline identify SONG...    who plays on your own recordings
  build/byline learn ~/Music       teach it your own artists and recordings
END
