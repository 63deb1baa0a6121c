#!/bin/bash
# tests/run.sh itself: it tells tests that fail, that take too long and what they
# wait for, and that leave processes behind; and it shows them nothing of their
# user's.
run=$PWD/tests/run.sh
stage=$PWD/tests/hosts/stage.sh
root=$PWD
. "$(dirname "$0")/common.sh"

# test_that COMMANDS: a test of these, test.sh
test_that()
{
  printf '#!/bin/bash\ncd "%s" || exit\n%s\n' "$root" "$1" >test.sh
  chmod +x test.sh
}

# usage: reports STATUS TEXT [NAME=VALUE...]: with that result, and saying that
reports()
{
  wanted=$1 text=$2
  shift 2
  expect "$wanted" "$text" env BUILD="$work/build" "$@" "$run" ./test.sh
}

test_that 'exit 0'
reports 0 '^1 passed, 0 failed, 0 skipped'
test_that 'echo nothing to test; exit 77'
reports 0 '^skip  test.sh: nothing to test'
test_that 'echo no good; exit 1'
reports 1 'no good'
grep -q '^0 passed, 1 failed' log || fail 'not counted'

test_that 'exec sleep 60'
reports 1 'timed out after 1 s; last waited for: nothing' TIME_LIMIT=1
test_that "BUILD='$build'; . '$stage'; until_true 60 test -e '$work/never'"
reports 1 "timed out after 10 s; last waited for: test -e $work/never" TIME_LIMIT=10
test_that "BUILD='$build'; . '$stage'; until_true 0 false || fail 'no luck'"
reports 1 'waited 0 s in vain for: false'
grep -q 'no luck' log || fail 'and not that it failed'
# One that does not want to end
test_that 'trap "" TERM; while :; do sleep 1; done'
reports 1 'timed out after 1 s' TIME_LIMIT=1

test_that 'sleep 60 & exit 0'
reports 1 'left processes behind: [0-9]* sleep'
pid=$(sed -n 's/.*left processes behind: \([0-9]*\) .*/\1/p' log)
await_end 5 "$pid" || fail "$pid is still there"

# shellcheck disable=SC2016
test_that '[ -z "$(ls -A "$HOME")$DISPLAY$XDG_DATA_HOME$NO_COLOR$LV2_PATH" ]'
reports 0 '^1 passed' DISPLAY=:1 XDG_DATA_HOME=/x NO_COLOR=1 LV2_PATH=/x HOME=/
# shellcheck disable=SC2016
test_that "BUILD='$build'"'; . tests/hosts/common.sh; for folder in ${LV2_PATH//:/ }; do
  grep -l "$uri" "$folder"/*/manifest.ttl; done | grep -v "^$work/lv2/" && exit 1
  exit 0'
reports 0 '^1 passed'

# Ended by a signal, it ends the test
test_that "echo \$\$ >'$work/pid'; sleep 60"
for signal in TERM HUP; do
  rm -f pid
  BUILD="$work/build" "$run" ./test.sh >log 2>&1 &
  runner=$!
  until_true 60 test -s pid || fail 'it does not start'
  kill -$signal $runner
  wait $runner && fail "$signal is a success"
  await_end 5 "$(cat pid)" || fail "the test goes on after $signal"
done
exit 0
