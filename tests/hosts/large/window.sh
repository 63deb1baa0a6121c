# What tests of the window in hosts with music share; to be sourced, by bash.
# Two songs play, one after the other, to the default model: the plugin keeps a
# file that tells whom it announces, as streaming programs want it, and the
# pictures of the window must change when that does.

model=${BUILD:-build}/byline.lv2/default.safetensors
. tests/hosts/stage.sh
need Xvfb openbox xprop jackd xdotool import compare ffmpeg jq

# engine_names FILE: right or not, the plugin must say the same
engine_names() {
  "$build/byline" identify --model="$model" --json "$1" |
    jq -r '.ranking[0].artist'
}

first_song='presets/samples/Obsidian Shell - Second Birth.opus'
second_song='presets/samples/Roberto Lorenz - toxcity.opus'
first_artist=$(engine_names "$first_song")
second_artist=$(engine_names "$second_song")
announced=$work/announced.txt
view=$build/view/hosts

# make_songs FILE: the first twice and the second four times, so that there is time
make_songs() {
  ffmpeg -nostdin -v error -i "$first_song" -i "$second_song" -filter_complex \
    '[0]asplit[a][b];[1]asplit=4[c][d][e][f];[a][b][c][d][e][f]concat=n=6:v=0:a=1' \
    -ar 48000 -ac 2 -c:a pcm_s16le "$1" || fail 'no songs'
}

start_desktop() {
  export HOME=$work/home
  mkdir -p "$HOME" "$view"
  start_screen
  start_window_manager
  start_sound
  answer_dialogs "$announced"
}

# Have the window, as $window, let the plugin tell whom it announces.  Nobody is
# announced yet, so the menu begins with This is, the set list, two of formats.
keep_announced() {
  local attempt
  for attempt in {1..6}; do # a host that still starts may move the window
    xdotool mousemove --window "$window" 300 100 click 3
    sleep 1
    keys Down Down Down Down Down Return
    until_true 15 test -e "$announced" && return
    keys Escape
  done
  fail 'nobody is told' "$work/host.log"
}

announces() {
  [ "$(cat "$announced")" = "$1" ]
}

# await ARTIST SECONDS, or '' for nobody
await() {
  until_true "$2" announces "$1" ||
    fail "'$1' is not announced: '$(cat "$announced")'" "$work/host.log"
}

# picture NAME: of the window, and of all that is on the screen
picture() {
  sleep 1 # until what moves has arrived
  import -window "$window" "$view/$1.png" &&
    import -window root "$view/$1-screen.png" || fail "no picture $1"
}

# differ NAME NAME: whether the places of the artist's name do, in two pictures
differ() {
  local pixels
  pixels=$(compare -extract 520x120+16+50 -metric AE "$view/$1.png" \
    "$view/$2.png" null: 2>&1)
  [ "${pixels%%[!0-9]*}" -gt 1000 ] || fail "$1 and $2 look the same: $pixels"
}

# Turn the threshold, the third of five controls, to the end, where nobody is
# announced, and back to what is usual, with the mouse
turn_threshold() {
  xdotool mousemove --window "$window" 334 461 mousedown 1
  xdotool mousemove --window "$window" 360 461
  xdotool mousemove --window "$window" 500 461 mouseup 1
  await '' 10
  picture "$1-threshold"
  xdotool mousemove --window "$window" 360 461 click --repeat 2 --delay 60 1
}

# see_songs HOST: watch the window while the songs play
see_songs() {
  await "$first_artist" 40
  picture "$1-first"
  turn_threshold "$1"
  await "$first_artist" 20
  await "$second_artist" 60
  picture "$1-second"
  differ "$1-first" "$1-threshold"
  differ "$1-first" "$1-second"
}

# teach HOST: by the window's menu, who plays now is somebody new, who is named
teach() {
  answer_dialogs 'Somebody New'
  xdotool mousemove --window "$window" 300 100 click 3
  sleep 1
  picture "$1-menu"
  keys Down Down Down Return # after copying the name and why it is this one
  await 'Somebody New' 60
  picture "$1-taught"
  differ "$1-second" "$1-taught"
  answer_dialogs "$announced"
}
