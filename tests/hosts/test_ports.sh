#!/bin/sh
# Ports keep their numbers, symbols and kinds, by which sessions hold them:
# tests/hosts/ports.txt, which only ever grows at its end.  What hosts show of
# them reads well: no group on a control, which GStreamer takes for sound; no
# unit whose name is no word; artists have names.
. tests/hosts/common.sh

# list PLUGIN: its ports in the order of their numbers
list() {
  lv2info "$1" 2>"$work/err" | awk '
    /^\tPort [0-9]+:/ { kinds = "" }
    /lv2core#(Input|Output)Port$/ { sub(/.*#/, ""); way = $0 }
    /#(Audio|Control|Atom)Port$/ { sub(/.*#/, ""); kind = $0 }
    /^\t\tSymbol:/ { print $2, way, kind }'
  [ -s "$work/err" ] && fail "lv2info $1 complains" "$work/err"
}

# same PLUGIN LIST: its ports are those of the list
same() {
  list "$1" >"$work/ports"
  diff "$2" "$work/ports" >"$work/diff" || fail "other ports in $1" "$work/diff"
}
same "$uri" tests/hosts/ports.txt
{
  echo 'in InputPort AudioPort'
  echo 'out OutputPort AudioPort'
  sed 1,4d tests/hosts/ports.txt
} >"$work/mono"
same "$uri/mono" "$work/mono"
sed '/^out_/d' tests/hosts/ports.txt >"$work/analyser"
same "$uri/analyser" "$work/analyser"

# In LADSPA numbers are all there is
awk '/AudioPort/ { print; next } /ControlPort/ && n++ > 1' \
  tests/hosts/ports.txt | sed 's/Port//g' | awk '{ print tolower($2 " " $3) }' \
  >"$work/expected"
analyseplugin "$build/byline_ladspa.so" byline |
  sed -n 's/.*" \(input\|output\), \(audio\|control\).*/\1 \2/p' >"$work/ladspa"
cmp -s "$work/expected" "$work/ladspa" || fail 'other LADSPA ports'

# What is said about them
for ttl in byline mono analyser; do
  file=$build/byline.lv2/$ttl.ttl
  awk 'BEGIN { RS = "\\] , \\[" } /lv2:ControlPort/ && /pg:group/' "$file" |
    grep -q . && fail "a control with a group in $ttl.ttl"
  grep -q 'units:\(coef\|db\|pc\)' "$file" && fail "a unit without a name: $ttl"
  n=$(grep -c 'a lv2:\(Input\|Output\)Port' "$file")
  [ "$(grep -c 'rdfs:comment "[A-Z].*\."' "$file")" -eq "$n" ] ||
    fail "not $n comments that are sentences in $ttl.ttl"
done
"$build/byline" info --artists "$build/byline.lv2/default.safetensors" |
  sort >"$work/artists"
[ -s "$work/artists" ] || fail 'the model has no artists'
for port in artist_1 artist_5 current; do
  sed -n '/lv2:symbol "'$port'"/,/lv2:symbol/p' \
    "$build/byline.lv2/byline.ttl" |
    sed -n 's/.*rdfs:label "\(.*\)" ;/\1/p' | grep -v '^Nobody$' | sort \
    >"$work/labels"
  cmp -s "$work/artists" "$work/labels" ||
    fail "$port names others than the model knows" "$work/labels"
done
exit 0
