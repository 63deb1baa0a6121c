#!/bin/bash
# Run tests, JOBS at a time or else one after the other, and count them.
# usage: [JOBS=N] tests/run.sh TEST...   (programs and scripts; 0 is a pass, 77 a skip)
# The output of a test is shown when it fails, and kept in $BUILD/test-logs.
#
# Each test runs in an empty home and a bare environment, so that it sees neither
# what its user has set nor what is installed of Byline; in a process group of its
# own, in which nothing may be left at its end; and for so long at most:
limit=900 # seconds, unless the head of a script says '# Time limit: N s', or
          # TIME_LIMIT is set

build=${BUILD:-build}
case $build in /*) logs=$build/test-logs ;; *) logs=$PWD/$build/test-logs ;; esac
mkdir -p "$logs"

# Each test has a shell of its own, which looks after it.  Whoever is ended by a
# signal ends first what it has started, as soon as that is there.
stop() {
  local started
  trap '' HUP INT TERM
  started=$(jobs -p)
  # shellcheck disable=SC2086
  [ -z "$started" ] || { kill $started && wait $started; } 2>/dev/null
  rm -rf "$home"
  exit "$1"
}
home=
trap 'stop 129' HUP
trap 'stop 130' INT
trap 'stop 143' TERM

# time_limit TEST: in seconds
time_limit() {
  local stated=
  case $1 in
  *.sh) stated=$(sed -n '1,20s/^# Time limit: \([0-9]*\) s$/\1/p' "$1") ;;
  esac
  echo "${TIME_LIMIT:-${stated:-$limit}}"
}

# What stays of the environment: where tools are, the language, and what tests
# themselves read
kept=()
for name in PATH LANG LC_ALL LC_CTYPE LC_NUMERIC TMPDIR CC HOURS LOADS \
  ASAN_OPTIONS LSAN_OPTIONS TSAN_OPTIONS UBSAN_OPTIONS BYLINE_GOLDEN_WRITE; do
  [ -z "${!name}" ] || kept+=("$name=${!name}")
done

# start SECONDS TEST LOG: as $pid, which is the group's number, too
start() {
  home=$(mktemp -d) || exit 1
  : >"$3.wait"
  env -i "${kept[@]}" HOME="$home" BUILD="$build" BYLINE_WAIT="$3.wait" \
    NO_AT_BRIDGE=1 GIO_USE_VFS=local DBUS_SESSION_BUS_ADDRESS=disabled: \
    timeout -k 5 "$1" "$2" >"$3" 2>&1 </dev/null &
  pid=$!
}

# Number and name of the processes of a group; those that ended and nobody asks
# for do not count
members() {
  cat /proc/[0-9]*/stat 2>/dev/null | awk -v group="$1" '{
    number = $1; name = $0
    sub(/^[^(]*\(/, "", name); sub(/\)[^)]*$/, "", name)
    sub(/^.*\) /, "")
    if ($1 != "Z" && $3 == group) print number, name
  }'
}

# leftovers GROUP: what does not end with the test
leftovers() {
  local tries=30 left
  while left=$(members "$1") && [ -n "$left" ]; do
    [ $((tries -= 1)) -gt 0 ] || break
    sleep 0.1
  done
  [ -z "$left" ] && return
  echo "left processes behind: ${left//$'\n'/, }"
  kill -KILL -- "-$1" 2>/dev/null
}

# run TEST LOG: exits with what it returns; what is wrong with it ends its log
run() {
  local seconds status wait left
  trap 'stop 143' HUP TERM
  seconds=$(time_limit "$1")
  start "$seconds" "$1" "$2"
  wait "$pid"
  status=$?
  if [ $status = 124 ] || [ $status = 137 ]; then
    wait=$(cat "$2.wait")
    echo "timed out after $seconds s; last waited for: ${wait:-nothing}" >>"$2"
  fi
  left=$(leftovers "$pid")
  if [ -n "$left" ]; then
    echo "$left" >>"$2"
    [ $status = 0 ] && status=1
  fi
  rm -rf "$home" "$2.wait"
  exit $status
}

passed=0 failed=0 skipped=0
declare -A names began

# Waits for the next test that ends, and tells how it did
finish() {
  local runner status name took
  wait -n -p runner
  status=$?
  name=${names[$runner]}
  case $status in
  0)
    passed=$((passed + 1))
    took=$((SECONDS - began[$runner]))
    [ $took -lt 10 ] && took= || took=" ($took s)"
    echo "ok    $name$took"
    ;;
  77) skipped=$((skipped + 1)) && echo "skip  $name: $(tail -n 1 "$logs/$name.log")" ;;
  *)
    failed=$((failed + 1))
    echo "FAIL  $name"
    sed 's/^/      /' "$logs/$name.log"
    ;;
  esac
}

running=0
for test; do
  name=$(basename "$test")
  case $test in /*) ;; *) test=./$test ;; esac
  [ $running -lt "${JOBS:-1}" ] || { finish && running=$((running - 1)); }
  run "$test" "$logs/$name.log" &
  names[$!]=$name began[$!]=$SECONDS
  running=$((running + 1))
done
while [ $running -gt 0 ]; do
  finish
  running=$((running - 1))
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
