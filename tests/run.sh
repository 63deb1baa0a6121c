#!/bin/sh
# Run tests one after the other and count them.
# usage: tests/run.sh TEST...   (programs and scripts; 0 is a pass, 77 a skip)
# The output of a test is shown when it fails, and kept in $BUILD/test-logs.

logs=${BUILD:-build}/test-logs
mkdir -p "$logs"
passed=0 failed=0 skipped=0
for test; do
  name=$(basename "$test")
  case $test in /*) ;; *) test=./$test ;; esac
  "$test" >"$logs/$name.log" 2>&1 </dev/null
  case $? in
  0) passed=$((passed + 1)) && echo "ok    $name" ;;
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
