#!/bin/sh
# Loading, unloading and many instances leave nothing behind in the host.
. tests/hosts/common.sh

# From a folder whose name is not plain
folder="$work/Ordner für Müller & Söhne — 音楽"
mv "$work/lv2" "$folder"
"$build/tests/hosts/isolation" "$folder/byline.lv2/byline.so" \
  "$folder/byline.lv2/" >"$work/log" 2>&1 || fail isolation "$work/log"
cat "$work/log"
exit 0
