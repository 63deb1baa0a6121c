#!/bin/sh
# Fetch voices for bench-separation: free recordings of speech out of Debian
# packages, sorted by speaker into those to learn from and those to test with.
#
# Everything goes below ${XDG_CACHE_HOME:-~/.cache}/byline/voices; nothing is
# installed.  The last line printed is the folder.
set -e
voices=${XDG_CACHE_HOME:-$HOME/.cache}/byline/voices
corpus=${XDG_CACHE_HOME:-$HOME/.cache}/byline/corpus/packages
packages='asterisk-core-sounds-en-g722 asterisk-core-sounds-es-g722
asterisk-core-sounds-fr-g722 hedgewars-data'

if [ ! -e "$voices/complete" ]; then
  mkdir -p "$voices/packages" "$voices/unpacked"
  for package in $packages; do
    file=$(find "$voices/packages" "$corpus" -name "${package}_*.deb" \
      2>/dev/null | head -n 1)
    if [ -z "$file" ]; then
      (cd "$voices/packages" && apt-get download "$package" >&2)
      file=$(find "$voices/packages" -name "${package}_*.deb")
    fi
    dpkg-deb --fsys-tarfile "$file" |
      tar x -C "$voices/unpacked" --wildcards '*/sounds/*' '*/voices/*' \
        2>/dev/null || true
  done

  asterisk=$voices/unpacked/usr/share/asterisk/sounds
  hedgewars=$voices/unpacked/usr/share/games/hedgewars/Data/Sounds/voices
  rm -rf "$voices/train" "$voices/test"
  mkdir -p "$voices/train" "$voices/test"
  for name in Classic Default_es Default_uk HillBilly Mobster Pirate Russian \
    Russian_pl Surfer; do
    ln -s "$hedgewars/$name" "$voices/train/$name"
  done
  for name in British Default Default_pl Default_ru Singer; do
    ln -s "$hedgewars/$name" "$voices/test/$name"
  done
  ln -s "$(find "$asterisk" -maxdepth 1 -name 'en*_f_*')" "$voices/train/English"
  ln -s "$(find "$asterisk" -maxdepth 1 -name 'fr*')" "$voices/test/French"
  ln -s "$(find "$asterisk" -maxdepth 1 -name 'es*')" "$voices/train/Spanish"
  touch "$voices/complete"
fi
echo "$voices"
