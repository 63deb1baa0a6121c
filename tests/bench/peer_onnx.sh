#!/bin/sh
# Get ONNX Runtime, once, and a network for it: the package onnxruntime-node from
# npm, exported with Debian's python3-torch and python3-onnx.  Prints the paths
# of the library and of the network; where that cannot be, why, and fails.
# usage: peer_onnx.sh FOLDER ARCHITECTURE CHANNELS MELS CLASSES FRAMES

set -eu
here=$(dirname "$0")
folder=$1
shift

none()
{
  echo "no ONNX Runtime: $1" >&2
  exit 1
}

case $(uname -m) in
x86_64) processor=x64 ;;
aarch64) processor=arm64 ;;
*) none "it is not made for $(uname -m)" ;;
esac
package=$folder/node_modules/onnxruntime-node
library=$package/bin/napi-v6/linux/$processor/libonnxruntime.so.1
mkdir -p "$folder"

if [ ! -e "$library" ]; then
  command -v npm >/dev/null || none 'npm is missing'
  # Its scripts fetch what is for graphics cards
  npm install --prefix "$folder" --no-save --ignore-scripts --no-audit \
    --no-fund --silent onnxruntime-node@1.30.0 >&2 ||
    none 'npm could not fetch onnxruntime-node'
  [ -e "$library" ] || none "the package has no $library"
fi

model=$folder/$(echo "$*" | cksum | cut -d ' ' -f 1).onnx
if [ -z "$(find "$model" -newer "$here/../golden/torch_models.py" 2>/dev/null)" ]
then
  /usr/bin/python3 -c 'import torch, onnx' 2>/dev/null ||
    none 'python3-torch or python3-onnx is missing'
  /usr/bin/python3 -B "$here/export_onnx.py" "$model" "$@" >&2 ||
    none "$1 could not be exported"
fi
echo "$library"
echo "$model"
