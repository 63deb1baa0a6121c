#!/bin/bash
# In Audacity 3.2, on a screen that is not there: all three plugins are accepted
# when it looks for new ones, and Byline as an effect changes no sample.
. tests/hosts/stage.sh
need audacity Xvfb xdotool python3 ffmpeg
. tests/hosts/large/audacity.sh

# usage: accepted URI
accepted() {
  grep -a -A 20 "Path=$1\$" "$config/pluginregistry.cfg" |
    sed '1!{/^\[/q}' | grep -q '^Valid=1'
}

export LV2_PATH=$work/lv2
start_screen
make_sound "$work/in.wav" 16 44100 # as new projects have it

# The first start looks at new plugins
start
until_true 240 accepted "$uri" ||
  fail 'the plugin is not accepted' "$work/audacity.log"
for variant in mono analyser; do
  until_true 60 accepted "$uri/$variant" || fail "$variant is not accepted"
done
stop

# The second one has them
start
drive "Import2: Filename=$work/in.wav" 'SelectAll:' 'Byline:' \
  "Export2: Filename=$work/out.wav NumChannels=2" || fail 'no export' "$work/log"
for sound in in out; do
  ffmpeg -nostdin -v error -i "$work/$sound.wav" -f s16le -c:a pcm_s16le \
    "$work/$sound.raw" || fail 'no sound'
done
cmp "$work/in.raw" "$work/out.raw" || fail 'the sound is changed'
exit 0
