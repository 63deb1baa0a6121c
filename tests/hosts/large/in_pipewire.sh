#!/bin/bash
# A PipeWire of its own, with a speaker that is not there, in which the lines of a
# page are tried; for test_without_a_host.sh, within dbus-run-session.
# usage: in_pipewire.sh FOLDER   (with play.sh, listen.sh and tell.sh)

. "${0%/*}/../../wait.sh"
cd "$1" || exit 1
pids=
finish() {
  # shellcheck disable=SC2086
  kill $pids 2>/dev/null
  wait
}
trap finish EXIT
trap 'exit 143' HUP INT TERM
fail() {
  echo "failed: $1"
  tail -n 20 ./*.log
  exit 1
}

has_node() {
  pw-cli ls Node | grep -q "node.name = \"$1\""
}
names() {
  "$@" | grep -q 'Obsidian Shell$'
}

pipewire >pipewire.log 2>&1 &
pids="$pids $!"
until_true 20 pw-cli info 0 || fail 'no server'
wireplumber >wireplumber.log 2>&1 &
pids="$pids $!"
pw-cli create-node adapter '{ factory.name=support.null-audio-sink
  node.name=Speaker media.class=Audio/Sink object.linger=true
  audio.position=[FL FR] }' >speaker.log 2>&1
until_true 20 has_node Speaker || fail 'no speaker'
until_true 20 has_node byline || fail 'Byline is no sink'
sh listen.sh >heard 2>listen.log &
listens=$!
pids="$pids $listens"
sh play.sh >play.log 2>&1 &
pids="$pids $!"
until_true 60 names sh tell.sh || fail 'the file does not tell who plays'
until_true 60 names cat heard || fail 'byline listen does not tell who plays'
kill -INT $listens
await_end 20 $listens || fail 'byline listen does not end'
exit 0
