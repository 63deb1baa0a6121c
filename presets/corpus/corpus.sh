#!/bin/sh
# Fetch the free-music corpus: music out of Debian packages, whose licences
# allow it and whose artists are on record (corpus.tsv).
# usage: corpus.sh small|full|all
#
# full has 24 artists with five tracks or more, small some of them, all 40.
#
# Everything goes below ${XDG_CACHE_HOME:-~/.cache}/byline/corpus; nothing is
# installed.  May be interrupted and started again: what is there and has the
# right checksum is not fetched twice.
#
# shellcheck disable=SC2086  # lists of packages and options are to be split

set=${1:-small}
here=$(cd "$(dirname "$0")" && pwd)
corpus=${XDG_CACHE_HOME:-$HOME/.cache}/byline/corpus
packages=$corpus/packages
tracks=$corpus/tracks
library=$corpus/library-$set.tsv
tab=$(printf '\t')

say()
{
  echo "byline: $*"
}

fail()
{
  echo "byline: error: $*" >&2
  exit 1
}

# The lines of corpus.tsv that belong to the set: each holds the one before it
list()
{
  awk -F "$tab" -v set="$set" '
    BEGIN { size["small"] = 1; size["full"] = 2; size["all"] = 3 }
    NR > 1 && size[$1] <= size[set]' "$here/corpus.tsv"
}

# The checksums that package $1's tracks shall have, as sha256sum reads them
checksums()
{
  list | awk -F "$tab" -v package="$1" '$2 == package { print $9 "  " $3 }'
}

is_complete()
{
  [ -d "$tracks/$1" ] &&
    checksums "$1" | (cd "$tracks/$1" && sha256sum --check --status) \
      2>/dev/null
}

# What apt-get would fetch for the packages $@: 'URI' FILE SIZE CHECKSUM
locate()
{
  apt-get download --print-uris "$@" 2>"$corpus/apt.log"
}

fetch()
{
  # apt's own user cannot write to the user's folders
  user=
  [ "$(id -u)" = 0 ] && user='-o APT::Sandbox::User=root'
  quiet=
  [ -t 1 ] || quiet=-qq
  (cd "$packages" && apt-get $quiet $user download "$1") ||
    fail "cannot download $1; run this again to go on"
}

# Take what the list $3 names out of package file $1 into folder $2
take()
{
  [ -s "$3" ] || return 0 # tar would take everything
  dpkg-deb --fsys-tarfile "$1" |
    tar -x -C "$2" --verbatim-files-from -T "$3" ||
    fail "$1: cannot extract; remove it and run this again"
}

# Take package $1's tracks out of the file $2.  A track ZIP//NAME is the file NAME
# in the archive ZIP of the package, and gets into a folder of the archive's name.
extract()
{
  part=$tracks/$1.part
  archives=$tracks/$1.archives
  rm -rf "$part" "$archives" && mkdir -p "$part" "$archives" || exit 1
  checksums "$1" | sed 's/^[0-9a-f]*  /.\//' >"$corpus/wanted"
  grep -v // "$corpus/wanted" >"$corpus/files"
  grep // "$corpus/wanted" >"$corpus/zipped"
  take "$2" "$part" "$corpus/files"
  if [ -s "$corpus/zipped" ]; then
    sed 's/\/\/.*//' "$corpus/zipped" | sort -u >"$corpus/files"
    take "$2" "$archives" "$corpus/files"
    while read -r track; do
      mkdir -p "$(dirname "$part/$track")" &&
        unzip -p "$archives/${track%//*}" "${track#*//}" >"$part/$track" ||
        fail "$2: no ${track#*//} in ${track%//*}"
    done <"$corpus/zipped"
  fi
  rm -rf "$archives" "$corpus/files" "$corpus/zipped"
  checksums "$1" | (cd "$part" && sha256sum --check --quiet) ||
    fail "$1: tracks differ from those in corpus.tsv"
  rm -rf "${tracks:?}/$1" && mv "$part" "$tracks/$1" || exit 1
}

write_library()
{
  {
    printf 'path\tartist\talbum\ttitle\tduration\tlicence\tpackage\n'
    list | awk -F "$tab" -v OFS="$tab" -v folder="$tracks" \
      '{ print folder "/" $2 "/" $3, $4, $6, $5, $8, $7, $2 }'
  } >"$library.part" && mv "$library.part" "$library" || exit 1
}

case $set in
small | full | all) ;;
*)
  echo "byline: error: no set '$set'; there are small, full and all" >&2
  exit 2
  ;;
esac
for tool in apt-get dpkg-deb sha256sum; do
  command -v $tool >/dev/null ||
    fail "no $tool here; the corpus comes out of Debian packages"
done
if list | grep -q //; then
  command -v unzip >/dev/null ||
    fail "no unzip here (package unzip); some music is in archives"
fi
mkdir -p "$packages" "$tracks" || exit 1

missing=
for package in $(list | cut -f 2 | sort -u); do
  is_complete "$package" || missing="$missing $package"
done

if [ -n "$missing" ]; then
  if ! locate $missing >"$corpus/locations"; then
    say "bringing apt's package lists up to date"
    sudo=
    [ "$(id -u)" = 0 ] || sudo=sudo
    $sudo apt-get -qq update || fail "cannot update apt's package lists"
    locate $missing >"$corpus/locations" ||
      fail "$(head -n 1 "$corpus/apt.log")"
  fi
  total=$(echo $missing | wc -w)
  say "$total packages, $(
    awk '{ n += $3 } END { printf "%.0f MB", n / 1e6 }' "$corpus/locations"
  ) in all, go to $packages"

  number=0
  for package in $missing; do
    number=$((number + 1))
    line=$(grep "/$package"_ "$corpus/locations" | head -n 1)
    file=$(echo "$line" | cut -d ' ' -f 2)
    size=$(echo "$line" | cut -d ' ' -f 3)
    [ -n "$file" ] || fail "$package: apt does not say where it is"
    say "$number of $total: $package, $(((size + 500000) / 1000000)) MB"
    [ "$(stat -c %s "$packages/$file" 2>/dev/null)" = "$size" ] ||
      fetch "$package"
    extract "$package" "$packages/$file"
  done
  rm -f "$corpus/locations" "$corpus/wanted" "$corpus/apt.log"
fi

write_library
say "$(list | wc -l) tracks by $(list | cut -f 4 | sort -u | wc -l) artists:" \
  "$library"
say "next: byline prepare $library -o dataset"
