#!/bin/sh
# In GStreamer: the element has two channels in and out, names its artists and
# changes no sample.  GStreamer takes a port with a group for a channel of sound.
. tests/hosts/common.sh
for tool in gst-inspect-1.0 gst-launch-1.0 ffmpeg; do
  command -v $tool >/dev/null || { echo "no $tool" && exit 77; }
done
gst-inspect-1.0 --exists lv2 2>/dev/null || gst-inspect-1.0 lv2 >/dev/null 2>&1 ||
  { echo 'GStreamer without LV2: gstreamer1.0-plugins-bad' && exit 77; }

export HOME="$work" GST_REGISTRY="$work/registry" LV2_PATH="$work/lv2"
element=byline-example-org-plugin
gst-inspect-1.0 $element >"$work/element" 2>&1 ||
  fail 'GStreamer does not know it' "$work/element"
[ "$(sed -n '/^Pad Templates/,/^Element has/p' "$work/element" |
  grep -c 'channels: 2$')" -eq 2 ] || fail 'not 2 in and 2 out' "$work/element"
artist=$("$build/byline" info --artists presets/models/default.safetensors | head -n 1)
grep -q "(0): $artist" "$work/element" ||
  fail 'artists have no names' "$work/element"

make_sound "$work/in.wav" 12
# It turns switches off at first, whatever their default is
gst-launch-1.0 -q filesrc location="$work/in.wav" ! wavparse ! audioconvert ! \
  audio/x-raw,format=F32LE ! $element enabled=true ! audioconvert dithering=0 ! \
  audio/x-raw,format=S16LE ! filesink location="$work/out" >"$work/log" 2>&1 ||
  fail 'gst-launch-1.0' "$work/log"
ffmpeg -nostdin -v error -i "$work/in.wav" -f s16le "$work/in"
cmp "$work/in" "$work/out" >"$work/log" 2>&1 ||
  fail 'it changes the sound' "$work/log"
exit 0
