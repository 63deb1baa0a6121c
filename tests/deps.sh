#!/bin/sh
# Install the Debian packages that building, testing and the demo need and that
# are missing, where the caller may; where not, end with the line for somebody
# who may.  Says nothing when all is there.

# To build the engine, the plugin and the window
build='gcc libc6-dev make pkg-config libfftw3-dev libjansson-dev
  librubberband-dev libavformat-dev libavcodec-dev libavutil-dev
  libswresample-dev lv2-dev ladspa-sdk libcairo2-dev libpango1.0-dev
  libx11-dev libchromaprint-dev libutf8proc-dev libtag1-dev g++
  libexpat1-dev libsqlite3-dev liblapacke-dev libopenblas-dev vamp-plugin-sdk
  help2man'
# To test them: unit tests, hosts, a screen that is not there
test='libcmocka-dev liblilv-dev lilv-utils sordi jalv lv2file vamp-examples jackd2
  libjack-jackd2-dev libopenmpi-dev openmpi-bin ffmpeg jq xvfb xdotool x11-utils
  imagemagick fonts-dejavu-core
  openbox python3 python3-numpy python3-mutagen python3-gi gir1.2-gtk-3.0'

missing=
for package in $build $test; do
  status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)
  [ "$status" = installed ] || missing="$missing${missing:+ }$package"
done
[ -n "$missing" ] || exit 0

# Ends, with what has to be done
hand_over() {
  echo
  echo "$1:"
  echo
  echo "apt-get install --no-install-recommends $missing"
  echo
  exit 1
}

# As root: without a question, with progress where there is a terminal
apt() {
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get \
    -o DPkg::Lock::Timeout=300 -o Dpkg::Progress-Fancy=1 "$@" </dev/null
}

# What apt says that it would take, if it knows
tell_size() {
  # shellcheck disable=SC2086
  LC_ALL=C apt-get install --assume-no --no-install-recommends \
    -o Debug::NoLocking=1 $missing 2>/dev/null </dev/null |
    sed -n 's/^Need to get \(.*\) of archives\.$/  \1 to download/; T disk; h; d
      :disk
      s/^After this operation, \(.*\) of additional disk space .*/, \1 on disk/
      T; H; x; s/\n//p'
}

echo 'Debian packages are missing, to build, test and show Byline:'
echo "$missing" | fold -s -w 76 | sed 's/^/  /; s/ *$//'
if ! command -v apt-get >/dev/null; then
  hand_over 'This is not Debian; install what is there called'
fi

sudo=
if [ "$(id -u)" != 0 ]; then
  sudo=sudo
  if ! command -v sudo >/dev/null; then
    tell_size
    hand_over 'Only an administrator can install them, with this line'
  elif ! sudo -n true 2>/dev/null; then
    tell_size
    { [ -t 0 ] && sudo -v; } ||
      hand_over 'Only an administrator can install them, with this line'
  fi
fi

# shellcheck disable=SC2086,SC2015
apt -qq update && tell_size &&
  apt install -y --no-install-recommends $missing ||
  hand_over 'apt-get failed, see above; what is missing'
