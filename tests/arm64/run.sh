#!/bin/bash
# Runs the tests that were built for 64-bit ARM in qemu-user: unit tests, golden
# ones among them, and the plugin in our host.
# usage: tests/arm64/run.sh BUILD SYSROOT [TEST]...
#        BUILD is where they were built, TEST as for tests/run.sh, by default all
set -e

build=$(cd "$1" && pwd)
sysroot=$(cd "$2" && pwd)
shift 2

# Programs of the same names that run the others, so that scripts need not know
view=$build/run
rm -rf "$view"
mkdir -p "$view"
ln -s "$build/byline.lv2" "$view/byline.lv2"
for program in byline $(cd "$build" && echo tests/unit/test_* tests/hosts/*); do
  [ -f "$build/$program" ] && [ -x "$build/$program" ] || continue
  mkdir -p "$(dirname "$view/$program")"
  printf '#!/bin/sh\nexec qemu-aarch64 -L %s %s "$@"\n' "$sysroot" \
    "$build/$program" >"$view/$program"
  chmod +x "$view/$program"
done

if [ $# = 0 ]; then
  set -- "$view"/tests/unit/test_* tests/hosts/test_lv2_host.sh \
    tests/arm64/test_same_bytes.sh
fi
# Instructions are translated, which takes some ten times as long
BUILD=$view TIME_LIMIT=3000 tests/run.sh "$@"
