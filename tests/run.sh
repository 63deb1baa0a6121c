#!/bin/bash
# Run tests one after the other and count them.
# usage: tests/run.sh TEST...   (programs and scripts; 0 is a pass, 77 a skip)
# The output of a test is shown when it fails, and kept in $BUILD/test-logs.
#
# Each test runs in an empty home and a bare environment, so that it sees neither
# what its user has set nor what is installed of Byline; in a process group of its
# own, in which nothing may be left at its end; and for so long at most:
limit=600 # seconds, unless the head of a script says '# Time limit: N s', or
          # TIME_LIMIT is set

build=${BUILD:-build}
case $build in /*) logs=$build/test-logs ;; *) logs=$PWD/$build/test-logs ;; esac
mkdir -p "$logs"
pid=
home=

# Whoever is ended by a signal ends the test first
stop() {
  trap '' HUP INT TERM
  [ -z "$pid" ] || { kill "$pid" && wait "$pid"; } 2>/dev/null
  rm -rf "$home"
  exit "$1"
}
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

# run TEST LOG: what it returns; what is wrong with it ends its log
run() {
  local seconds status wait left
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
  pid=
  rm -rf "$home" "$2.wait"
  return $status
}

passed=0 failed=0 skipped=0
for test; do
  name=$(basename "$test")
  case $test in /*) ;; *) test=./$test ;; esac
  SECONDS=0
  run "$test" "$logs/$name.log"
  case $? in
  0)
    passed=$((passed + 1))
    took=
    [ $SECONDS -lt 10 ] || took=" ($SECONDS s)"
    echo "ok    $name$took"
    ;;
  77) skipped=$((skipped + 1)) && echo "skip  $name: $(tail -n 1 "$logs/$name.log")" ;;
  *)
    failed=$((failed + 1))
    echo "FAIL  $name"
    sed 's/^/      /' "$logs/$name.log"
    ;;
  esac
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
