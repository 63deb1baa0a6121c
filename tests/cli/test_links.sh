#!/bin/sh
# What the documents point at is there: files of the tree, headings in them, and
# sources that are named.

cd "$(dirname "$0")/../.." || exit 1
failed=0

# The anchors of a document's headings, as forges make them
anchors()
{
  sed -n 's/^##* *//p' "$1" | tr '[:upper:]' '[:lower:]' |
    sed 's/[^[:alnum:] _-]//g; s/ /-/g'
}

# Lines "DOCUMENT:LINE:](TARGET" of all links that name no host, outside code
links()
{
  find . -name .git -prune -o -path ./build -prune -o -name '*.md' -print |
    while IFS= read -r document; do
      sed 's/`[^`]*`//g' "$document" | grep -no ']([^)]*' |
        sed "s|^|$document:|"
    done | grep -v ']([a-z]*:'
}

n=0
while IFS= read -r link; do
  n=$((n + 1))
  document=${link%%:*}
  target=${link#*](}
  target=${target%% \"*}
  path=${target%%#*}
  file=$document
  [ -z "$path" ] || file=$(dirname "$document")/$path
  if [ ! -e "$file" ]; then
    echo "FAIL: ${link%%]*} $target is not there"
    failed=1
  else
    case $target in
    *'#'*)
      anchors "$file" | grep -qxF -- "${target#*#}" || {
        echo "FAIL: ${link%%]*} $target: $file has no such heading"
        failed=1
      }
      ;;
    esac
  fi
done <<END
$(links)
END
[ "$n" -ge 20 ] || { echo "FAIL: only $n links were found"; failed=1; }

# Every source of a room stands in its README, in backquotes, perhaps
# as one of NAME*
for room in engine/*/ plugin/ gui/; do
  names=$(grep -o '`[^`]*`' "$room/README.md" | tr -d '`' | tr ' ,:' '\n' |
    sed 's/\.\(c\|h\|cpp\|\[ch\]\)$//; s|.*/||; s/NAME/*/')
  for source in "$room"*.[ch] "$room"*.cpp; do
    [ -e "$source" ] || continue
    unit=$(basename "${source%.*}")
    named=
    set -f
    for name in $names; do
      # shellcheck disable=SC2254 # a pattern
      case $unit in $name) named=1 && break ;; esac
    done
    set +f
    [ "$named" ] || {
      echo "FAIL: ${room}README.md does not name $unit"
      failed=1
    }
  done
done

# Sources in backquotes, wherever they are; NAME stands for any
files=$(mktemp) || exit 1
trap 'rm "$files"' EXIT
find . -name .git -prune -o -path ./build -prune -o -type f -print >"$files"
grep '\.md$' "$files" | xargs -d '\n' \
  grep -o '`[[:alnum:]_./*-]*\.\(c\|h\|cpp\|sh\|py\)`' | grep -v NAME |
  tr -d '`' | sort -u |
  {
    missing=0
    while IFS=: read -r document name; do
      pattern=$(printf %s "$name" | sed 's/\./\\./g; s/\*/[^\/]*/g')
      grep -q "/$pattern\$" "$files" || {
        echo "FAIL: $document: there is no $name"
        missing=1
      }
    done
    exit $missing
  } || failed=1
exit $failed
