#!/bin/sh
# Install the Debian packages that building, testing and the demo need and that
# are missing.  Says nothing when all is there.

# To build the engine, the plugin and the window
build='gcc libc6-dev make pkg-config libfftw3-dev libjansson-dev
  librubberband-dev libavformat-dev libavcodec-dev libavutil-dev
  libswresample-dev lv2-dev ladspa-sdk libcairo2-dev libpango1.0-dev
  libx11-dev libchromaprint-dev libutf8proc-dev libtag1-dev g++'
# To test them: unit tests, hosts, a screen that is not there
test='libcmocka-dev liblilv-dev lilv-utils sordi jalv lv2file jackd2
  libjack-jackd2-dev libopenmpi-dev openmpi-bin ffmpeg jq xvfb xdotool x11-utils
  imagemagick fonts-dejavu-core
  openbox python3 python3-numpy python3-mutagen python3-gi gir1.2-gtk-3.0'

missing=
for package in $build $test; do
  status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)
  [ "$status" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null; then
  echo "byline: this is not Debian; install the equivalents of:$missing" >&2
  exit 1
fi
sudo=
[ "$(id -u)" = 0 ] || sudo=sudo
echo "byline: installing with apt-get, to build and test:$missing"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
if { $sudo apt-get update -qq &&
  $sudo apt-get install -y -qq --no-install-recommends $missing; } \
  >"$log" 2>&1 </dev/null; then
  rm -f "$log"
else
  cat "$log" >&2
  rm -f "$log"
  exit 1
fi
