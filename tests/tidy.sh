#!/bin/sh
# Let clang-tidy look at sources, which are to give it nothing to say: that of
# Debian 12, since others know other checks.
#   tidy.sh FLAGS -- FILE...     all but its analyser, which takes seconds a file
#   tidy.sh FLAGS --all -- FILE  everything; what was silent is remembered, by
#                                all that the compiler sees, comments included

set -eu
flags=
while [ "$1" != -- ] && [ "$1" != --all ]; do
  flags="$flags $1"
  shift
done

# Flags are words without blanks; the other stream only counts warnings that are
# not shown
# shellcheck disable=SC2086
if [ "$1" = -- ]; then
  shift
  exec clang-tidy-14 --quiet --checks='-clang-analyzer-*' "$@" -- $flags 2>/dev/null
fi

file=$3
silent=${XDG_CACHE_HOME:-$HOME/.cache}/byline/tidy
text=$(mktemp)
trap 'rm -f "$text"' EXIT
{ clang-tidy-14 --version && cat .clang-tidy && echo "$flags"; } >"$text"
key=
# shellcheck disable=SC2086
if clang-14 -E -CC -dD $flags "$file" >>"$text" 2>/dev/null; then
  key=$(sha256sum <"$text" | cut -c 1-40)
  [ ! -e "$silent/$key" ] || exit 0
fi
# shellcheck disable=SC2086
clang-tidy-14 --quiet "$file" -- $flags 2>/dev/null
[ -z "$key" ] || { mkdir -p "$silent" && : >"$silent/$key"; }
