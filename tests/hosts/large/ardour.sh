# A session of Ardour 7 with the plugin, whose window opens by itself; to be sourced
# after window.sh.

need ardour ardour7-lua python3

# Whether Ardour shows the session
shown() {
  xdotool search --onlyvisible --name '^\*?session - Ardour$' | grep -q .
}

# make_session FILE: with the sound on the plugin's track
make_session() {
  local name=session folder=$work/session
  timeout 120 ardour7-lua tests/hosts/large/ardour/new.lua "$folder" $name &&
    python3 tests/hosts/large/ardour/place.py "$folder" $name "$1" &&
    timeout 120 ardour7-lua tests/hosts/large/ardour/insert.lua "$folder" $name "$uri" 0 &&
    python3 tests/hosts/large/ardour/show.py "$folder" $name
}

# start_ardour FILE: with a session of that sound, the plugin's window as $window
start_ardour() {
  local settings=$HOME/.config/ardour7 attempt
  make_session "$1" >"$work/log" 2>&1 || fail 'no session' "$work/log"
  mkdir -p "$settings"
  cp tests/hosts/large/ardour/settings/* "$settings"
  touch "$settings/.a7" # it has been started before
  ardour -n -a "$work/session/session.ardour" >"$work/host.log" 2>&1 &
  started $!
  # It asks whether the sound card has changed
  for attempt in {1..24}; do
    until_true 5 shown && break
    xdotool key Return
  done
  shown || fail "the session does not open ($attempt)" "$work/host.log"
  window=$(find_window) || fail 'no window' "$work/host.log"
}

# Bring Ardour's own window, as $main, to the front
activate_ardour() {
  main=$(xdotool search --onlyvisible --name '^\*?session - Ardour$' | tail -n 1)
  xdotool windowactivate --sync "$main"
}
