# For the tests that need a screen and a sound card: both, without either being
# there.  To be sourced, by bash; see also common.sh.

. tests/hosts/common.sh

# need COMMAND...: skips the test where one is missing
need() {
  local command
  for command; do
    command -v "$command" >/dev/null && continue
    echo "$command is not installed"
    exit 77
  done
}

# until_ended SECONDS PID NAME: returns its status
until_ended() {
  waiting "the end of $3"
  await_end "$1" "$2" || fail "$3 has not ended after $1 s"
  wait "$2"
}

# keys KEY...: one after the other, to the window
keys() {
  local key
  for key; do
    xdotool key --window "$window" "$key"
    sleep 0.1
  done
}

# answer_dialogs FILE: every dialog for a file answers with this one at once
answer_dialogs() {
  mkdir -p "$work/bin"
  printf '#!/bin/sh\necho "%s"\n' "$1" >"$work/bin/zenity"
  chmod +x "$work/bin/zenity"
  PATH=$work/bin:$PATH
  unset XDG_CURRENT_DESKTOP
}

# A screen of its own number
start_screen() {
  local fd
  exec {fd}>"$work/display"
  Xvfb -displayfd "$fd" -screen 0 1600x1000x24 -nolisten tcp -noreset \
    >"$work/xvfb.log" 2>&1 &
  started $!
  screen=$!
  until_true 30 test -s "$work/display" ||
    fail 'Xvfb does not start' "$work/xvfb.log"
  exec {fd}>&-
  DISPLAY=:$(tr -d '\n' <"$work/display")
  export DISPLAY
}

# A window manager on that screen, before anybody opens a window: openbox loses
# windows that open while it starts, so it is asked to tell when it has
start_window_manager() {
  openbox --startup "touch '$work/openbox.runs'" >"$work/openbox.log" 2>&1 &
  started $!
  until_true 30 test -e "$work/openbox.runs" ||
    fail 'openbox does not start' "$work/openbox.log"
}

# Whether the server answers, or never will
sound_has_started() {
  ! runs $sound || timeout 5 jack_wait -s "$JACK_DEFAULT_SERVER" -c |
    grep -qx running
}

# start_sound [FRAMES]: a sound card, as $sound, whose name no test beside this
# one has.  Names return: JACK keeps those of servers that crash as they end, has
# room for eight, and gives a name back only to a server that asks for it again;
# semaphores of such a server would be taken for new ones.
start_sound() {
  local n name lock
  for n in 1 2 3 4; do
    name=/dev/shm/byline-sound-$UID-$n # beside what JACK has there
    exec {lock}>"$name"
    # A file that its last user has removed locks nobody out
    flock -n "$lock" && [ "$name" -ef "/proc/self/fd/$lock" ] && break
    exec {lock}>&-
    [ $n -lt 4 ] || fail 'four sound cards are in use'
  done
  sound_lock=$name
  export JACK_DEFAULT_SERVER=byline-$n JACK_NO_START_SERVER=1
  export JACK_NO_AUDIO_RESERVATION=1
  rm -f "/dev/shm/jack_sem.${UID}_${JACK_DEFAULT_SERVER}_"*
  jackd -r -n "$JACK_DEFAULT_SERVER" -t 5000 -d dummy -r 48000 \
    -p "${1:-1024}" >"$work/jackd.log" 2>&1 &
  sound=$!
  started $sound
  until_true 30 sound_has_started && runs $sound ||
    fail 'jackd does not start' "$work/jackd.log"
}

# start_host [ARGUMENT...]: jalv.gtk3 with the plugin, as $host
start_host() {
  start_host_of "$uri" "$@"
}

# start_host_of URI [ARGUMENT...]: the same with another plugin
start_host_of() {
  jalv.gtk3 --jack-name byline "${@:2}" "$1" >"$work/host.out" \
    2>"$work/host.log" &
  host=$!
  started $host
}

has_port() {
  jack_lsp | grep -qx "$1"
}

# Whether the player plays, or has played
plays() {
  has_port byline-player:out_2 || ! runs $player
}

# play FILE [CLIENT]: to the plugin, as $player, from the beginning on; CLIENT is
# the host to JACK, or '' for whoever connects
play() {
  "$build/tests/hosts/play" "$1" ${2-byline} >"$work/player.log" 2>&1 &
  player=$!
  started $player
  until_true 30 plays && [ ! -s "$work/player.log" ] ||
    fail 'nothing plays' "$work/player.log"
}

# The X11 id of the plugin's window, once it is there
find_window() {
  until_true 30 xdotool search --onlyvisible --class '^Byline$' || return 1
  xdotool search --onlyvisible --class '^Byline$' | tail -n 1
}
