# Waiting, in tests: never for ever, and telling for what.  Read with '.'.

# waiting FOR...: what tests/run.sh tells where a test takes too long
waiting() {
  [ -z "$BYLINE_WAIT" ] || echo "$*" >"$BYLINE_WAIT"
}

# until_true SECONDS COMMAND...: says what it waited for when that does not come
until_true() {
  local seconds=$1 deadline=$(($(date +%s) + $1))
  shift
  waiting "$@"
  while ! "$@" >/dev/null 2>&1; do
    if [ "$(date +%s)" -gt $deadline ]; then
      echo "waited $seconds s in vain for: $*" >&2
      return 1
    fi
    sleep 0.05
  done
}

# runs PID: whether it has not ended, even if nobody has asked for its status
runs() {
  local state
  state=$(sed 's/^.*) \(.\).*/\1/' "/proc/$1/stat" 2>/dev/null)
  [ -n "$state" ] && [ "$state" != Z ]
}

# await_end SECONDS PID: whether it has ended by then
await_end() {
  local tries=$(($1 * 20))
  while runs "$2"; do
    [ $((tries -= 1)) -gt 0 ] || return 1
    sleep 0.05
  done
}
