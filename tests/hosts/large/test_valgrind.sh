#!/bin/sh
# Loaded, used and unloaded 1000 times: no byte and no thread is left.
# Time limit: 3600 s
. tests/hosts/common.sh

command -v valgrind >/dev/null || { echo 'Valgrind is not installed' && exit 77; }
valgrind --quiet --leak-check=full --show-leak-kinds=definite,indirect,possible \
  --errors-for-leak-kinds=definite,indirect,possible --error-exitcode=9 \
  "$build/tests/hosts/isolation" "$work/lv2/byline.lv2/byline.so" \
  "$work/lv2/byline.lv2/" "${LOADS:-1000}" >"$work/log" 2>&1 ||
  fail 'Valgrind complains' "$work/log"
cat "$work/log"
exit 0
