#!/bin/sh
# 'make install' puts everything below DESTDIR, 'make uninstall' takes all of it
# out again and nothing else.

build=${BUILD:-build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail()
{
  echo "FAIL: $*" >&2
  exit 1
}

unset MAKEFLAGS MFLAGS # those of the make that runs this, such as its -j
mkdir -p "$work/root/usr/local/lib/lv2/other.lv2"
touch "$work/root/usr/local/lib/lv2/other.lv2/manifest.ttl"

make -s BUILD="$build" DESTDIR="$work/root" install ||
  fail "make install: $?"
for file in bin/byline lib/lv2/byline.lv2/manifest.ttl \
  lib/lv2/byline.lv2/byline.so lib/lv2/byline.lv2/byline_ui.so \
  lib/lv2/byline.lv2/default.safetensors lib/ladspa/byline_ladspa.so \
  share/man/man1/byline.1; do
  [ -s "$work/root/usr/local/$file" ] || fail "$file is not installed"
done
"$work/root/usr/local/bin/byline" --version | grep -q '^byline [0-9]' ||
  fail "what was installed does not run"
find "$work/root" -perm /022 ! -type l | grep . && fail "others may write these"

make -s BUILD="$build" DESTDIR="$work/root" uninstall ||
  fail "make uninstall: $?"
left=$(find "$work/root" ! -type d | grep -v other.lv2)
[ -z "$left" ] || fail "left behind: $left"
find "$work/root" -name '*byline*' | grep . && fail "a folder was left behind"
[ -e "$work/root/usr/local/lib/lv2/other.lv2/manifest.ttl" ] ||
  fail "somebody else's bundle is gone"
