#!/bin/bash
# Choosing a model: the host is asked first (ui:requestValue); where it cannot,
# a dialog opens, and the path that it gives goes to the plugin.
. tests/hosts/stage.sh
need Xvfb xdotool
answer_dialogs "$work/model.safetensors"

# choose STATUS: the host answers with it when it is asked
choose() {
  "$build/tests/hosts/ui_host" "$build/byline.lv2/byline_ui.so" request "$1" \
    >"$work/log" 2>&1 &
  host=$!
  started $host
  window=$(find_window) || fail 'no window' "$work/log"
  keys shift+F10 Down Down Down Down Down Down Return # after five others
  until_true 30 grep -q '^asked for .*#modelFile of type .*#Path$' "$work/log" ||
    fail 'the host is not asked' "$work/log"
}

start_screen
choose 0 # it will send the model itself
sleep 1
grep -q '^sent' "$work/log" && fail 'a dialog as well as the host'
end $host
choose 3 # it does not do that
until_true 30 grep -qx "sent $work/model.safetensors" "$work/log" ||
  fail 'no dialog in its place' "$work/log"
exit 0
