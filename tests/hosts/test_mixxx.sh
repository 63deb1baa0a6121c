#!/bin/bash
# In Mixxx 2.3, on a screen that is not there.  It tells nobody which plugins it
# takes, but its rules are known: no required feature, two inputs and two
# outputs, and a range for every control.  Those are checked as it does; then it
# is started with the plugin where it looks, and must come up.
. tests/host/stage.sh
need mixxx Xvfb xdotool lv2info

lv2info "$uri" >"$work/info" 2>&1 || fail 'no such plugin' "$work/info"
grep -A 1 'Required Features' "$work/info" | grep -q 'http' &&
  fail 'a feature is required' "$work/info"
for direction in Input Output; do
  n=$(awk -v RS= "/#AudioPort/ && /#${direction}Port/ { ++n } END { print n }" \
    "$work/info")
  [ "$n" = 2 ] || fail "$n audio ports, not 2: $direction" "$work/info"
done
"$host" --bare --seconds 2 --quiet "$uri" >"$work/log" 2>&1 ||
  fail 'without features and messages' "$work/log"

export HOME=$work/home LV2_PATH=$work/lv2
mkdir -p "$HOME/.mixxx"
start_screen
mixxx --safeMode --settingsPath "$HOME/.mixxx/" --logLevel debug \
  >"$work/mixxx.log" 2>&1 &
mixxx=$!
started $mixxx
# It asks for a music folder, and misses a sound card
main_window() {
  xdotool search --onlyvisible --name '^Mixxx' | grep -q .
}
until_true 120 main_window || fail 'no window' "$work/mixxx.log"
for key in Escape Return; do
  sleep 3
  xdotool key "$key"
done
sleep 5
kill -0 $mixxx 2>/dev/null || fail 'Mixxx is gone' "$work/mixxx.log"
grep -aqi "segmentation\|lilv.*error" "$work/mixxx.log" &&
  fail 'Mixxx complains' "$work/mixxx.log"
exit 0
