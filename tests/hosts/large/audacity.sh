# An Audacity that starts without questions, on a screen that is not there, and
# does what it is told.  To be sourced, after stage.sh.

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
  timeout 300 python3 tests/hosts/large/audacity.py 240 "$@" >"$work/log" 2>&1
}

# stop: at once, and without what it would ask at the next start
stop() {
  kill -9 $audacity
  wait $audacity 2>/dev/null
  rm -rf "$HOME/tmp"
  mkdir "$HOME/tmp"
}
