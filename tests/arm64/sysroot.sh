#!/bin/sh
# What programs for 64-bit ARM are linked with and run on: Debian 12's arm64
# packages, unpacked into FOLDER and never run there.
# usage: tests/arm64/sysroot.sh FOLDER
set -e

folder=$1
packages=libc6-dev,libstdc++-12-dev,libfftw3-dev,libjansson-dev,librubberband-dev
packages=$packages,libavformat-dev,libavcodec-dev,libavutil-dev,libswresample-dev
packages=$packages,lv2-dev,ladspa-sdk,libcairo2-dev,libpango1.0-dev,libx11-dev
packages=$packages,libchromaprint-dev,libutf8proc-dev,libtag1-dev,libexpat1-dev
packages=$packages,libsqlite3-dev,liblapacke-dev,libopenblas-dev,vamp-plugin-sdk
packages=$packages,libcmocka-dev,liblilv-dev

# Made of these packages, and whole
[ "$(cat "$folder/packages" 2>/dev/null)" = "$packages" ] && exit 0

for tool in mmdebstrap qemu-aarch64 aarch64-linux-gnu-gcc aarch64-linux-gnu-g++; do
  command -v $tool >/dev/null || {
    echo 'Needed: apt-get install mmdebstrap qemu-user' \
      'gcc-aarch64-linux-gnu g++-aarch64-linux-gnu' >&2
    exit 1
  }
done
[ -z "$folder" ] || rm -rf "$folder"
mkdir -p "$(dirname "$folder")"
mmdebstrap --quiet --variant=extract --architectures=arm64 \
  --include="$packages" bookworm "$folder"
folder=$(cd "$folder" && pwd)

# Links of the kind that holds only where the folder is the root
find "$folder" -type l -lname '/*' | while read -r link; do
  ln -sfn "$folder$(readlink "$link")" "$link"
done
# What installing would have chosen
ln -sf openblas-pthread/libblas.so.3 openblas-pthread/liblapack.so.3 \
  openblas-pthread/libopenblas.so openblas-pthread/libopenblas.so.0 \
  "$folder/usr/lib/aarch64-linux-gnu"
(cd "$folder/usr/include/aarch64-linux-gnu" && ln -sf openblas-pthread/*.h .)
echo "$packages" >"$folder/packages"
