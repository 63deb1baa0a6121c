#!/bin/sh
# Loading, unloading and many instances leave nothing behind in the host.
. tests/host/common.sh

"$build/tests/host/isolation" "$work/lv2/byline.lv2/byline.so" \
  "$work/lv2/byline.lv2/" >"$work/log" 2>&1 || fail isolation "$work/log"
cat "$work/log"
exit 0
