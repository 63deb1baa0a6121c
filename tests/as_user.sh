#!/bin/bash
# Run tests as an ordinary account with the limits that it usually has, when root
# runs them: in a copy of the tree that belongs to it.  What works for root
# alone, such as threads with real-time priority, would hang for everybody else.
# usage: tests/as_user.sh COMMAND...   (in the copy, with BUILD=build)

id=65534 # has no home, no rights, and no files but those of the copy
as_nobody=(env -u HOME setpriv "--reuid=$id" "--regid=$id" --clear-groups
  --inh-caps=-all --bounding-set=-all)
build=${BUILD:-build}

if ! "${as_nobody[@]}" true 2>/dev/null; then
  echo 'tests in hosts are run by root, who may not become an ordinary account here'
  exec "$@"
fi

copy=$(mktemp -d) || exit 1
command=
stop() {
  trap '' HUP INT TERM
  [ -z "$command" ] || { kill "$command" && wait "$command"; } 2>/dev/null
  exit "$1"
}
trap 'rm -rf "$copy"' EXIT
trap 'stop 129' HUP
trap 'stop 130' INT
trap 'stop 143' TERM

# copy_folder FROM TO [OPTION...]: with its times, so that nothing is built anew
copy_folder() {
  local from=$1 to=$2
  shift 2
  "${as_nobody[@]}" mkdir -p "$to"
  tar -C "$from" "$@" -cf - . |
    "${as_nobody[@]}" tar -C "$to" --no-same-owner -xf -
}
chown $id:$id "$copy"
if ! "${as_nobody[@]}" mkdir "$copy/tmp"; then
  echo "set TMPDIR to a folder that others may enter, unlike ${copy%/*}" >&2
  exit 1
fi
copy_folder . "$copy/byline" --exclude=./.git --exclude="./${build#./}"
copy_folder "$build" "$copy/byline/build" --exclude=./asan --exclude=./tsan \
  --exclude=./input --exclude=./fuzz --exclude=./benchmark \
  --exclude=./test-logs

cd "$copy/byline" || exit 1
ulimit -r 0 -e 0 -l 8192 2>/dev/null
BUILD=build TMPDIR=$copy/tmp "${as_nobody[@]}" "$@" &
command=$!
wait "$command"
