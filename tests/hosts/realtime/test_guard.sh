#!/bin/sh
# run() never allocates, locks, prints, sleeps, enters the kernel or touches a
# page for the first time; and such offences would be found.
. tests/hosts/common.sh

rt_host=$build/tests/hosts/realtime/rt_host
"$build/tests/hosts/make_model" "$work/other.safetensors" 3 2 || fail make_model
run() {
  "$rt_host" "$work/lv2/byline.lv2/" "$work/other.safetensors" "$@" \
    >"$work/log" 2>&1
}

for how in calls system; do
  run $how || fail "$how" "$work/log"
  cat "$work/log"
done
for plant in malloc lock print sleep; do
  run calls $plant && fail "a planted $plant is not found" "$work/log"
done
run system system && fail 'a planted system call is not found' "$work/log"
exit 0
