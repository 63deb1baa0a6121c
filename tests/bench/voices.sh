#!/bin/sh
# Fetch voices: free recordings of speech out of Debian packages, a folder a
# speaker, sorted into those to learn from and those to test with, as
# tests/bench/voices.tsv lists them: a folder, or a pattern of files.  Where
# festival is installed, its voices sing, too.
#
# Needs ffmpeg.  Everything goes below ${XDG_CACHE_HOME:-~/.cache}/byline/voices; nothing is
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
        '*/klettres/*' '*/sound/*' 2>/dev/null || true
  done
  # G.722 has no header that would tell what it is: as WAV, forty at a time
  # shellcheck disable=SC2016 # what is quoted is another shell's
  find "$voices/unpacked" -name '*.g722' -print0 | xargs -0 -r -n 40 sh -c '
    i=0 in="" out=""
    for file; do
      in="$in -f g722 -i $file"
      out="$out -map $i ${file%.g722}.wav"
      i=$((i + 1))
    done
    ffmpeg -nostdin -v error -y $in $out && rm "$@"' sh

  rm -rf "$voices/train" "$voices/test" "$voices/sing"
  mkdir -p "$voices/train" "$voices/test" "$voices/sing"
  tail -n +2 "$list" | while IFS=$(printf '\t') read -r set speaker _ folder _; do
    case $folder in
      *[*]*)
        mkdir "$voices/$set/$speaker"
        # shellcheck disable=SC2086 # it is a pattern
        for file in "$voices"/unpacked/$folder; do
          below=${file#"$voices/unpacked/${folder%%[*]*}"}
          ln -s "$file" "$voices/$set/$speaker/$(printf %s "$below" | tr / -)"
        done
        ;;
      *) ln -s "$voices/unpacked/$folder" "$voices/$set/$speaker" ;;
    esac
  done
  cp "$list" "$voices/complete"
fi

for voice in "$voices/sing"/*; do
  [ ! -e "$voice/festival-1.wav" ] || continue
  command -v "${FESTIVAL:-festival}" >/dev/null || break
  name=${voice##*/}
  case $name in # Hz, the middle of how they speak
    *-krb) middle=230 ;;
    *-dita | *-lj | *-lp) middle=190 ;;
    *-nsk) middle=120 ;;
    *) middle=105 ;;
  esac
  tests/bench/sing.py "$voice"/*.group $middle \
    "$(printf %s "$name" | cksum | cut -c 1-6)" 120 "$voice/part.wav" >&2
  mv "$voice/part.wav" "$voice/festival-1.wav"
done
echo "$voices"
