#!/bin/sh
# The description is valid, and describes the binary: it exports one symbol and
# links with nothing that a host's own libraries could clash with.
. tests/hosts/common.sh

lv2_validate "$build"/byline.lv2/*.ttl >"$work/validate.log" 2>&1 ||
  fail 'lv2_validate' "$work/validate.log"
grep -q 'Found 0 errors' "$work/validate.log" ||
  fail 'lv2_validate found errors' "$work/validate.log"
grep -qi 'warning' "$work/validate.log" &&
  fail 'lv2_validate warns' "$work/validate.log"

lv2ls >"$work/list" 2>"$work/list.err"
grep -qx "$uri" "$work/list" || fail 'lv2ls does not list it' "$work/list"
[ -s "$work/list.err" ] && fail 'lv2ls complains' "$work/list.err"
lv2info "$uri" >"$work/info" 2>"$work/info.err" || fail lv2info "$work/info.err"
[ -s "$work/info.err" ] && fail 'lv2info complains' "$work/info.err"
sed -n '/Required Features:/,/Optional Features:/p' "$work/info" |
  grep -q 'http' && fail 'a feature is required' "$work/info"

symbols=$(nm -D --defined-only "$build/byline.lv2/byline.so" |
  awk '{ print $3 }' | tr '\n' ' ')
[ "$symbols" = 'lv2_descriptor ' ] || fail "exported symbols: $symbols"
others=$(objdump -p "$build/byline.lv2/byline.so" | awk '/NEEDED/ { print $2 }' |
  grep -v '^lib[cm]\.so\|^libjansson\.so\|^ld-linux')
[ -z "$others" ] || fail "linked with: $others"
exit 0
