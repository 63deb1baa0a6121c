#!/bin/sh
# Simulated hours of a show; HOURS=24 for a day.  See soak.c.
# Time limit: 7200 s
. tests/hosts/common.sh

"$build/tests/hosts/make_model" "$work/other.safetensors" 3 2 || fail make_model
"$build/tests/hosts/soak/soak" "$work/lv2/byline.lv2/" "$work/other.safetensors" \
  "${HOURS:-1}" >"$work/log" 2>&1 || fail soak "$work/log"
tail -n 1 "$work/log"
exit 0
