#!/bin/sh
# 'make install' puts everything below DESTDIR, 'make uninstall' takes all of it
# out again and nothing else; neither compiles anything, whatever PREFIX is, and
# PREFIX and DESTDIR may have blanks, quotes and dollars.

build=${BUILD:-build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 143' HUP INT TERM

. tests/fail.sh

# The make that runs this may have been given something
unset MAKEFLAGS MFLAGS PREFIX DESTDIR BINDIR LIBDIR DATADIR MANDIR LV2DIR LADSPADIR \
  VAMPDIR

# usage: put ROOT PREFIX [NAME=VALUE...]: install, look at it, take it out again
put()
{
  root=$1 prefix=$2
  shift 2
  mkdir -p "$root$prefix/lib/lv2/other.lv2"
  touch "$root$prefix/lib/lv2/other.lv2/manifest.ttl"
  make -s BUILD="$build" DESTDIR="$root" "$@" install || fail "make install: $?"
  for file in bin/byline bin/byline-window lib/lv2/byline.lv2/manifest.ttl \
    lib/lv2/byline.lv2/byline.so lib/lv2/byline.lv2/byline_ui.so \
    lib/lv2/byline.lv2/default.safetensors lib/ladspa/byline_ladspa.so \
    lib/vamp/byline.so lib/vamp/byline.cat lib/vamp/byline.n3 \
    share/man/man1/byline.1 share/man/man1/byline-window.1 \
    share/applications/byline-window.desktop \
    share/metainfo/org.example.byline.metainfo.xml \
    share/icons/hicolor/scalable/apps/byline.svg; do
    [ -s "$root$prefix/$file" ] || fail "$prefix/$file is not installed"
  done
  link=$root$prefix/share/byline/default.safetensors
  [ "$(readlink "$link")" = "$prefix/lib/lv2/byline.lv2/default.safetensors" ] ||
    fail "programs do not find the model: $(readlink "$link")"
  "$root$prefix/bin/byline" --version | grep -q '^byline [0-9]' ||
    fail "what was installed does not run"
  find "$root" -perm /022 ! -type l | grep . && fail "others may write these"

  make -s BUILD="$build" DESTDIR="$root" "$@" uninstall ||
    fail "make uninstall: $?"
  left=$(find "$root" ! -type d | grep -v other.lv2)
  [ -z "$left" ] || fail "left behind: $left"
  find "$root$prefix"/* -name '*byline*' | grep . && fail "a folder was left"
  [ -e "$root$prefix/lib/lv2/other.lv2/manifest.ttl" ] ||
    fail "somebody else's bundle is gone"
}

touch "$work/before"
put "$work/root" /usr/local
put "$work/root of it's" "/opt/by 'line' \"x\" & y" \
  PREFIX="/opt/by 'line' \"x\" & y"
put "$work/dollars" "/opt/\$HOME" PREFIX='/opt/$$HOME' # as make spells one
# But for what is built for sanitizers meanwhile
find "$build" -path "$build/input" -prune -o -newer "$work/before" \
  \( -name '*.o' -o -name '*.a' -o -name '*.so' -o -name byline -o -name flags \) \
  -print | grep . && fail 'these were made again'

# Every folder by itself
make -s BUILD="$build" DESTDIR="$work/a b" BINDIR='/b i n' LV2DIR='/l v 2' \
  LADSPADIR='/la dspa' VAMPDIR='/va mp' MANDIR='/m an' DATADIR='/d ata' install ||
  fail "folders with blanks: $?"
for file in 'b i n/byline' 'l v 2/byline.lv2/byline.so' \
  'la dspa/byline_ladspa.so' 'va mp/byline.so' 'm an/man1/byline.1' \
  'd ata/byline/default.safetensors'; do
  [ -e "$work/a b/$file" ] || [ -h "$work/a b/$file" ] || fail "no $file"
done
exit 0
