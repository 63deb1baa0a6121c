#!/bin/sh
# byline info: model files, architectures, memory, bad files and texts

set -eu
model=$(realpath presets/models/default.safetensors)
. "$(dirname "$0")/common.sh"

# usage: expect STATUS TEXT COMMAND...: TEXT on stdout if STATUS is 0, else on
# stderr
expect()
{
  status=0
  wanted=$1 text=$2
  shift 2
  "$@" >out 2>err || status=$?
  cat err out >log
  [ "$status" = "$wanted" ] || fail "status $status, not $wanted: $*"
  [ "$wanted" = 0 ] && file=out || file=err
  grep -q -- "$text" $file || fail "does not say '$text': $*"
  ! grep -q Sanitizer err || fail "$*"
}

# A number on the line that begins with some words
number()
{
  sed -n "s/^$1[^0-9]*\([0-9.]*\).*/\1/p" out
}

# A model: all that the file says, and its layers
expect 0 '^architecture  statistics:.*,gate=16-80,.*^texture:.*,mels=16-80' "$byline" info "$model"
for text in '^front end  *[0-9]* Hz' '^temperature' '^measured' '^  test  .*songs' \
  '^made' '^  split  *by song' '^recipe' '^40 artists' \
  '^1.discriminants .* 88176 ' '^4.head .*prototypes' '^4.gate .*treble' '^8.mels' '^product' \
  '^total '; do
  grep -q -- "$text" out || fail "no '$text'"
done
expect 0 . "$byline" info --artists "$model"
[ "$(wc -l <out)" = 40 ] || fail 'not 40 artists'
! grep -q architecture out || fail 'more than artists'

expect 0 . "$byline" info --json "$model"
jq -e '(.artists | length) == 40 and .provenance.split.by == "song"' out \
  >/dev/null || fail 'not what is in the file, as JSON'

# Every architecture, with sizes or without
for name in resnet resnext densenet wavenet crnn ensemble; do
  starts=$name
  [ $name != ensemble ] || starts='resnet:.*+wavenet'
  expect 0 "^architecture  $starts:.*, for 20 artists" "$byline" info $name
  grep -q '^total ' out || fail "no layers of $name"
  grep -q '^memory: .* MiB to recognise, .* MiB to train' out ||
    fail "no memory of $name"
done
# The first layer by hand: 7 x 7 weights for each of 8 channels, half the size
expect 0 'width=8,blocks=1' "$byline" info resnet:width=8,blocks=1
[ "$(awk '$1 == "stem.conv" { print $4, $5 }' out)" = "392 $((392 * 64 * 133))" ] ||
  fail "the stem's cost is wrong"

# More memory, larger batches; a wider network, smaller ones
expect 0 'largest batch' "$byline" info --memory=200 resnet
small=$(number 'largest batch that can be trained in 200 MiB')
expect 0 'largest batch' "$byline" info -m 400 resnet
large=$(number 'largest batch that can be trained in 400 MiB')
expect 0 'largest batch' "$byline" info --memory 400 resnet:width=48
wide=$(number 'largest batch that can be trained in 400 MiB')
[ "$small" -gt 16 ] && [ "$large" -gt "$small" ] && [ "$wide" -lt "$large" ] ||
  fail "batches of $small, $large and $wide"
expect 0 ' MiB: 0$' "$byline" info --memory=1 resnet

# What cannot be
expect 2 "no architecture 'resnot'; there are resnet" "$byline" info resnot
expect 2 "such as '0.5' stands before the first" "$byline" info 'resnet:width=8^0.5*wavenet'
expect 2 "no architecture ''" "$byline" info 'resnet^'
expect 2 '3 groups do not divide' "$byline" info resnext:cardinality=3
expect 2 'width' "$byline" info resnet:width=0
expect 2 'witdh' "$byline" info resnet:witdh=3
expect 2 'memory' "$byline" info --memory=0 resnet
expect 2 'memory' "$byline" info --memory=much resnet
expect 2 . "$byline" info
expect 2 . "$byline" info "$model" "$model"

# Bad files: one line that names the file
expect 1 'none.safetensors' "$byline" info none.safetensors
expect 1 "$work" "$byline" info "$work"
: >empty.safetensors
expect 1 'empty.safetensors' "$byline" info empty.safetensors
echo 'no model at all, only words' >text.safetensors
expect 1 'text.safetensors' "$byline" info text.safetensors
head -c 100000 "$model" >cut.safetensors
expect 1 'cut.safetensors' "$byline" info cut.safetensors
# Another architecture than the weights are of
LC_ALL=C sed '1s/:features=48/:features=64/' "$model" >other.safetensors
expect 1 'other.safetensors' "$byline" info other.safetensors
[ "$(wc -l <err)" = 1 ] || fail 'more than one line'
