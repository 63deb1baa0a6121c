#!/bin/bash
# The plugin in the host's mixer: its strip is drawn by the window's binary,
# which is beside it in the bundle or is not, and only when it has changed.
model=${BUILD:-build}/byline.lv2/default.safetensors
. tests/hosts/common.sh

mkdir -p "$build/view"
sound='presets/samples/Obsidian Shell - Second Birth.opus'
"$build/tests/hosts/strip_host" "$work/lv2/byline.lv2/" "$sound" "$build/view" ||
  fail 'the strip'
readelf -d "$work/lv2/byline.lv2/byline.so" |
  grep -Eq 'NEEDED.*(cairo|pango|X11)' && fail 'the plugin itself draws'
rm "$work/lv2/byline.lv2/byline_ui.so"
"$build/tests/hosts/strip_host" "$work/lv2/byline.lv2/" "$sound" "$build/view" ||
  fail 'without the binary of the window'
exit 0
