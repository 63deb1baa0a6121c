#!/bin/bash
# The window opened and closed 500 times, embedded and alone, with and without
# the host's features, where there is no screen, and when the screen goes away.
. tests/hosts/stage.sh
need Xvfb xwininfo

start_screen
root=$(xwininfo -root | sed -n 's/.*Window id: \(0x[0-9a-f]*\).*/\1/p')
"$build/tests/hosts/ui_host" "$build/byline.lv2/byline_ui.so" 500 "$root" ||
  fail 'opening and closing'
DISPLAY=:987654 "$build/tests/hosts/ui_host" "$build/byline.lv2/byline_ui.so" \
  1 0 | grep -q 'no window' || fail 'a window without a screen'
"$build/tests/hosts/ui_host" "$build/byline.lv2/byline_ui.so" survive "$screen" ||
  fail 'the end of the X server'
nm -D --defined-only "$build/byline.lv2/byline_ui.so" |
  grep -Eqv ' T (lv2ui_descriptor|byline_strip_painter)$' &&
  fail 'more than the entry points is shown'
exit 0
