#!/bin/sh
# Dependencies point one way: which rooms the files of a room may use, by what
# they include and by what their objects take.  Everything may use base.

: "${BUILD:=build}"
failed=0
rooms=$(mktemp -d)
trap 'rm -r "$rooms"' EXIT

# The room that a public header belongs to
room_of()
{
  case $1 in
  status.h | random.h | thread_pool.h) echo base ;;
  audio_file.h | resampler.h) echo audio ;;
  front_end.h) echo spectrum ;;
  network.h) echo nn ;;
  model.h) echo models ;;
  history.h) echo recognizer ;;
  ports.h | ports.def | urids.def) echo base ;; # the contract of all, which includes nothing
  strip.h) echo plugin ;; # what the plugin asks of the drawing of its strip
  *) basename "$1" .h ;; # recognizer, dataset, training, evaluation, plugin
  esac
}

# What the objects of sources define, and what they take from others: "FILE: NAME
# TYPE", T for a function; nothing for what is not built
symbols()
{
  for source; do
    case $source in
    *.c) [ ! -e "$BUILD/obj/${source%.c}.o" ] || echo "$BUILD/obj/${source%.c}.o" ;;
    esac
  done | xargs -r nm -AP 2>/dev/null
}

# usage: allow ROOM 'PATTERN OF FILES' ROOM...
allow()
{
  room=$1 files=$2
  shift 2
  for include in $(sed -n 's/^#include "\(.*\)"/\1/p' $files | sort -u); do
    case $include in
    byline/*) used=$(room_of "${include#byline/}") ;;
    plugin/protocol/*) used=protocol ;;
    */*) used=${include%%/*} ;;
    *) used=$room ;; # beside the file
    esac
    case " base $room $* " in
    *" $used "*) ;;
    *)
      echo "FAIL: $room must not include \"$include\" of $used:"
      grep -l "^#include \"$include\"" $files | sed 's/^/  /'
      failed=1
      ;;
    esac
  done
  echo "$room base $room $*" >>"$rooms/allowed"
  symbols $files | sed "s/^/$room /" >>"$rooms/symbols"
}

# What a header promises may stand in a room above it: so the objects are asked,
# too
check_symbols()
{
  awk '
    FILENAME ~ /allowed$/ { for (i = 2; i <= NF; ++i) may[$1, $i] = 1; next }
    $4 != "U" { if ($4 ~ /[A-Z]/) home[$3] = $1; next }
    { takes[$1 " " $3] = $2 }
    END {
      for (take in takes) {
        split(take, part, " ")
        room = home[part[2]]
        if (room != "" && !((part[1], room) in may)) {
          print "FAIL: " takes[take] " " part[1] " takes " part[2] " from " room
          failed = 1
        }
      }
      exit failed
    }' "$rooms/allowed" "$rooms/symbols" || failed=1
}

# usage: forbid 'PATTERN' FILE...: no such system header
forbid()
{
  pattern=$1
  shift
  grep -n "^#include <$pattern" "$@" && failed=1 && echo "FAIL: see above"
}

allow base 'engine/base/*.[ch]'
allow audio 'engine/audio/*.[ch]'
allow spectrum 'engine/spectrum/*.[ch]' audio
allow nn 'engine/nn/*.[ch]'
allow models 'engine/models/*.[ch]' nn spectrum
allow voice 'engine/voice/*.[ch]' models nn spectrum audio
allow recordings 'engine/recordings/*.[ch]' spectrum audio
allow recognizer 'engine/recognizer/*.[ch]' recordings voice models nn spectrum audio
allow announce 'engine/announce/*.[ch]' recognizer
allow explain 'engine/explain/*.[ch]' recognizer models nn spectrum
allow dataset 'engine/dataset/*.[ch]' recordings voice models nn spectrum audio
allow evaluation 'engine/evaluation/*.[ch]' dataset recordings voice models nn spectrum audio
allow training 'engine/training/*.[ch]' evaluation dataset voice models nn \
  spectrum audio
allow report 'engine/report/*.[ch]' explain training evaluation dataset voice models nn \
  spectrum audio
allow learn 'engine/learn/*.[ch]' training evaluation dataset recognizer recordings models \
  nn spectrum audio
allow cli 'engine/cli/*.[ch]' announce explain learn report training evaluation dataset \
  recognizer recordings voice models nn spectrum audio
# What plugin and window share
allow protocol 'plugin/protocol/*.[ch]' plugin recognizer
allow plugin 'plugin/*.[ch]' protocol announce explain recognizer recordings voice models nn spectrum audio
# The window knows the plugin by ports and messages, and what words they use
allow gui "$(ls gui/*.[ch] | grep -v '/watch')" protocol plugin recognizer
# except the program that shows it without a host
allow watch 'gui/watch*.[ch]' gui protocol plugin recognizer models spectrum audio

check_symbols

# Engine and drawing stand without hosts and screens; what draws is the report's
# alone, MPI training's, and decoders are audio's
forbid '\(lv2\|ladspa\|X11\|pango\)' engine/*/*.[ch]
forbid 'cairo' $(ls -d engine/*/*.[ch] | grep -v '^engine/report/')
forbid '\(lv2/\|X11\)' gui/view*.[ch]
forbid 'mpi' $(ls -d engine/*/*.[ch] | grep -v '^engine/\(training\|cli\)/') \
  plugin/*.[ch] gui/*.[ch]
forbid 'libav' $(ls -d engine/*/*.[ch] | grep -v '^engine/audio/') \
  plugin/*.[ch] gui/*.[ch]

# No circle between files of a room, neither by what they include nor by what their
# objects take, but of those that are one type's in several files: NAME and
# NAME_..., two NAME_... where there is a NAME, and the pairs here, the second of
# which counts as the first
one='outputs output_kind  placeholders placeholder_words  network layers
  learn learning  folder install
  segment applause  prepare finished  robustness conditions'

# usage: circles ROOM, on its standard input lines "FILE OTHER-FILE" of the room
circles()
{
  awk -v one="$one" -v files="$(basename -a "$1"/*.[ch])" '
    BEGIN {
      n = split(files, name, "\n")
      for (i = 1; i <= n; ++i) {
        sub(/\..*/, "", name[i])
        is_file[name[i]] = 1
      }
      n = split(one, word)
      for (i = 1; i < n; i += 2) as[word[i + 1]] = word[i]
    }
    function unit(path) {
      sub(/.*\//, "", path)
      sub(/\..*/, "", path)
      return path in as ? as[path] : path
    }
    # Whether they are files of one NAME
    function is_one(a, b) {
      if (index(a "_", b "_") == 1 || index(b "_", a "_") == 1) return 1
      while (sub(/_[^_]*$/, "", a)) {
        if (a in is_file && index(b, a "_") == 1) return 1
      }
      return 0
    }
    { from = unit($1); to = unit($2) }
    !is_one(from, to) { print from, to }' | tsort >/dev/null 2>"$rooms/circles"
  [ ! -s "$rooms/circles" ] || {
    echo "FAIL: files of $1 that $2 each other in a circle:"
    sed 's/^tsort: /  /' "$rooms/circles"
    touch "$rooms/has-circles" # this end of the pipe is a shell of its own
  }
}

check_circles()
{
  for folder in engine/* plugin plugin/protocol gui; do
    ls "$folder"/*.[ch] >/dev/null 2>&1 || continue
    grep -H '^#include "' "$folder"/*.[ch] |
      sed 's/:#include "/ /; s/"$//' |
      awk -v room="$(basename "$folder")" -v folder="$folder" '{
        there = $2
        if (sub(/\/[^\/]*$/, "", there) && there != room && there != folder) next
        print
      }' | circles "$folder" include
    symbols "$folder"/*.c | awk '
      { object = $1; sub(/:$/, "", object) }
      $3 != "U" { if ($3 ~ /[A-Z]/) home[$2] = object; next }
      { ++n; from[n] = object; takes[n] = $2 }
      END {
        for (i = 1; i <= n; ++i) {
          if (takes[i] in home) print from[i], home[takes[i]]
        }
      }' | circles "$folder" 'take from'
  done
}
check_circles
[ ! -e "$rooms/has-circles" ] || failed=1

# Nothing leaves the machine but what the user has announced
forbid '\(sys/socket\|netdb\|netinet/\|arpa/\)' \
  $(ls -d engine/*/*.[ch] | grep -v '^engine/announce/') plugin/*.[ch] gui/*.[ch]

exit $failed
