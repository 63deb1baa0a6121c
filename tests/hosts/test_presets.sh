#!/bin/sh
# Every plugin of the bundle has its presets, and they turn the right knobs.
. tests/hosts/common.sh

for plugin in "$uri" "$uri/mono" "$uri/analyser"; do
  lv2info "$plugin" >"$work/info" 2>"$work/err" || fail lv2info "$work/err"
  [ -s "$work/err" ] && fail "lv2info $plugin complains" "$work/err"
  for label in 'Live set' Studio Fast Broadcast 'Weak machine'; do
    sed -n '/Presets:/,/Port 0/p' "$work/info" | grep -q "^	 *$label\$" ||
      fail "$plugin has no preset '$label'" "$work/info"
  done
done

# lv2file knows presets by their labels
make_sound "$work/in.wav" 12
lv2file -i "$work/in.wav" -o "$work/out.wav" -P Fast "$uri" >"$work/log" 2>&1 ||
  fail 'lv2file with a preset' "$work/log"
"$host" --input "$work/in.wav" --freewheel --preset "$uri#fast" "$uri" \
  >"$work/fast" 2>&1 || fail 'loading a preset' "$work/fast"
"$host" --input "$work/in.wav" --freewheel --set window=5 --set interval=0.5 \
  --set smoothing=3 --set threshold=0.5 --set hold=1 "$uri" >"$work/set" 2>&1
cmp -s "$work/fast" "$work/set" || fail 'the preset turns other knobs'
"$host" --input "$work/in.wav" --freewheel "$uri" >"$work/plain" 2>&1
cmp -s "$work/fast" "$work/plain" && fail 'the preset turns nothing'

# One brings another model of the bundle
"$host" --attach --input "$work/in.wav" --freewheel --preset "$uri#small" \
  "$uri" >"$work/small" 2>&1
grep -q "^status model 'small' of 40 artists" "$work/small" ||
  fail 'the preset brings no small model' "$work/small"
exit 0
