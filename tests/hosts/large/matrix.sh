#!/bin/sh
# The plugin in every host that there is: a table of host, what is checked, and
# the result, also in $BUILD/hosts.md.
# usage: tests/hosts/large/matrix.sh [NAME...]   (only tests whose names contain one)

build=${BUILD:-build}
table=$build/hosts.md
logs=$build/test-logs
failed=0
only=$*
mkdir -p "$logs"
tell() {
  printf '| %s | %s | %s |\n' "$1" "$2" "$3" | tee -a "$table"
}

# wanted TEST
wanted() {
  [ -z "$only" ] && return
  for name in $only; do
    case $1 in *$name*) return 0 ;; esac
  done
  return 1
}

# row TEST PACKAGES WHAT: runs the test, tells how it went
row() {
  wanted "$1" || return
  hosts=$(dpkg-query -W -f '${Package} ${Version}\n' $2 2>/dev/null |
    sed 's/^\([^ ]*\) \([0-9]*:\)\{0,1\}\([0-9.]*\).*/\1 \3/' |
    paste -sd , | sed 's/,/, /g')
  log=$logs/$(basename "$1").log
  "./$1" >"$log" 2>&1 </dev/null
  case $? in
  0) tell "${hosts:-$2}" "$3" 'ok' ;;
  77) tell "${hosts:-$2}" "$3" "skipped: $(tail -n 1 "$log")" ;;
  *)
    failed=1
    tell "${hosts:-$2}" "$3" "**failed**: $(grep -a '^failed:' "$log" |
      tail -n 1)"
    ;;
  esac
}

: >"$table"
tell host 'what is checked' result
tell --- --- ---
row tests/hosts/test_lv2_validate.sh 'lv2-dev sordi' \
  'lv2_validate, sord_validate: no error, no warning; exported symbols'
row tests/hosts/test_ports.sh 'liblilv-0-0' \
  'every port: symbol, number and kind as ever; names of the artists of the model'
row tests/hosts/test_lv2_host.sh 'liblilv-0-0' \
  'our own host: blocks of 1-8192 at random, 1 Hz-1 MHz, in place, crossed, bare'
row tests/hosts/test_lv2file.sh 'lv2file lilv-utils' \
  'lv2file, lv2apply, lv2bench: sound unchanged, answers, no feature needed'
row tests/hosts/test_presets.sh 'lilv-utils' \
  'all presets of all variants, and what they turn'
row tests/hosts/test_jalv.sh 'jalv' \
  'in JACK: named while playing, nothing dropped'
row tests/hosts/test_window.sh 'jalv' \
  'the window embedded, and what it shows'
row tests/hosts/test_ladspa.sh 'ladspa-sdk' \
  'listplugins, analyseplugin, applyplugin: sound unchanged'
row tests/hosts/test_vamp.sh 'vamp-examples' \
  'vamp-simple-host and blocks of any size: the segments of byline identify'
row tests/hosts/large/test_gstreamer.sh 'gstreamer1.0-plugins-bad' \
  'two channels in and out, names of artists, samples unchanged'
row tests/hosts/large/test_mixxx.sh 'mixxx' \
  'loaded in an effect rack, kept there, and listed'
row tests/hosts/large/test_audacity.sh 'audacity' \
  'all variants accepted; applied as an effect, samples unchanged'
row tests/hosts/large/test_audacity_vamp.sh 'audacity' \
  'in the menu of what analyses; a label track of who plays'
row tests/hosts/large/test_sonic_visualiser.sh 'sonic-visualiser' \
  'found, alone among plugins; a layer of who plays'
row tests/hosts/large/test_without_a_host.sh 'pipewire ffmpeg sox ecasound' \
  'each line of plugin/without-a-host.md names a song'
row tests/hosts/large/test_ardour.sh 'ardour' \
  'inserted, names while rolling, nothing dropped, saved; export exact'
exit $failed
