#!/bin/bash
# In Audacity 3.2, on a screen that is not there: all three plugins are accepted
# when it looks for new ones, and Byline as an effect changes no sample.
. tests/host/stage.sh
need audacity Xvfb xdotool python3 ffmpeg
pipe=/usr/lib/audacity/modules/mod-script-pipe.so
[ -e "$pipe" ] || { echo 'Audacity has no script pipe' && exit 77; }
[ ! -e "/tmp/audacity_script_pipe.to.$(id -u)" ] ||
  rm -f "/tmp/audacity_script_pipe".{to,from}."$(id -u)"

export HOME=$work/home
config=$HOME/.config/audacity
mkdir -p "$config" "$HOME/tmp"
cat >"$config/audacity.cfg" <<END
PrefsVersion=1.1.1r1
[GUI]
ShowSplashScreen=0
[Version]
Major=3
Minor=2
Micro=4
[Directories]
TempDir=$HOME/tmp
[Quality]
HQDitherAlgorithmChoice=None
DitherAlgorithmChoice=None
[Module]
mod-script-pipe=1
[ModulePath]
mod-script-pipe=$pipe
[ModuleDateTime]
mod-script-pipe=$(date -r "$pipe" +%Y-%m-%dT%H:%M:%S)
END

# start: in a folder without a folder "lv2", which it would look into
start() {
  (cd "$HOME" && exec audacity) >"$work/audacity.log" 2>&1 &
  audacity=$!
  started $audacity
}

drive() {
  timeout 300 python3 tests/hosts/audacity.py 240 "$@" >"$work/log" 2>&1
}

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
kill -9 $audacity
wait $audacity 2>/dev/null
rm -rf "$HOME/tmp"
mkdir "$HOME/tmp"

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
