#!/bin/sh
# Every port is described in full, as the code has it; and what lacks is noticed.
. tests/host/common.sh

"$build/tests/host/audit" >"$work/log" 2>&1 || fail audit "$work/log"
cat "$work/log"

# usage: noticed WHAT SCRIPT: without it, there is a fault
noticed() {
  sed "$2" "$build/byline.lv2/byline.ttl" >"$work/lv2/byline.lv2/byline.ttl"
  cmp -s "$build/byline.lv2/byline.ttl" "$work/lv2/byline.lv2/byline.ttl" &&
    fail "nothing to leave out: $1"
  "$build/tests/host/audit" >"$work/log" 2>&1 && fail "not noticed: $1"
  grep -q "^fault: .*$1" "$work/log" || fail "another fault than $1" "$work/log"
}
noticed 'no comment' '/rdfs:comment "RMS level/d'
noticed 'no default or range' '/lv2:maximum 60/d'
noticed 'default out of range' 's/lv2:default 8.0/lv2:default 80.0/'
noticed "another default than the code's" 's/lv2:default 8.0/lv2:default 9.0/'
noticed 'neither a unit' '/units:unit units:db/d'
noticed 'another symbol' 's/"vocal_focus"/"vocals"/'
noticed 'no scale point' '/lv2:scalePoint \[/,/\] ;/d'
exit 0
