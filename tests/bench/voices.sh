#!/bin/sh
# Fetch voices: free recordings of speech out of Debian packages, a folder a
# speaker, sorted into those to learn from and those to test with, as
# tests/bench/voices.tsv lists them.
#
# Everything goes below ${XDG_CACHE_HOME:-~/.cache}/byline/voices; nothing is
# installed.  The last line printed is the folder.
set -e
list=tests/bench/voices.tsv
voices=${XDG_CACHE_HOME:-$HOME/.cache}/byline/voices
corpus=${XDG_CACHE_HOME:-$HOME/.cache}/byline/corpus/packages

if ! cmp -s "$list" "$voices/complete"; then
  mkdir -p "$voices/packages" "$voices/unpacked"
  tail -n +2 "$list" | cut -f 3 | sort -u | while read -r package; do
    file=$(find "$voices/packages" "$corpus" -name "${package}_*.deb" \
      2>/dev/null | head -n 1)
    if [ -z "$file" ]; then
      (cd "$voices/packages" && apt-get download "$package" >&2)
      file=$(find "$voices/packages" -name "${package}_*.deb")
    fi
    dpkg-deb --fsys-tarfile "$file" |
      tar x -C "$voices/unpacked" --wildcards '*/sounds/*' '*/voices/*' \
        '*/klettres/*' 2>/dev/null || true
  done

  rm -rf "$voices/train" "$voices/test"
  mkdir -p "$voices/train" "$voices/test"
  tail -n +2 "$list" | while IFS=$(printf '\t') read -r set speaker _ folder _; do
    ln -s "$voices/unpacked/$folder" "$voices/$set/$speaker"
  done
  cp "$list" "$voices/complete"
fi
echo "$voices"
