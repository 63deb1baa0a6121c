#!/bin/sh
# Where nothing may be written, commands say so and which folder it is; root is
# stopped by a read-only one only.

. "$(dirname "$0")/common.sh"
need ffmpeg

make_artists 2 2
mkdir music locked
cp ./*.wav music
if [ "$(id -u)" != 0 ]; then
  chmod 500 locked
  why='locked.*Permission denied'
elif mount -t tmpfs -o ro none locked 2>/dev/null; then
  trap 'umount "$work/locked"; rm -rf "$work"' EXIT
  why='Read-only'
else
  echo 'root can mount nothing here'
  exit 77
fi
expect 1 "$why" "$byline" prepare library.tsv -o locked/data
expect 1 "$why" "$byline" scan music -o locked/library.tsv
expect 1 "$why" env XDG_DATA_HOME="$work/locked" "$byline" learn music
exit 0
