#!/bin/sh
# Dependencies point one way: which rooms the files of a room may include, their
# public headers in include/byline as well.  Everything may include base.

failed=0

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
allow recognizer 'engine/recognizer/*.[ch]' voice models nn spectrum audio
allow dataset 'engine/dataset/*.[ch]' voice models nn spectrum audio
allow evaluation 'engine/evaluation/*.[ch]' dataset models nn spectrum audio
allow training 'engine/training/*.[ch]' evaluation dataset voice models nn \
  spectrum audio
allow learn 'engine/learn/*.[ch]' training evaluation dataset recognizer models \
  nn spectrum audio
allow cli 'engine/cli/*.[ch]' learn training evaluation dataset recognizer voice \
  models nn spectrum audio
# What plugin and window share
allow protocol 'plugin/protocol/*.[ch]' plugin recognizer
allow plugin 'plugin/*.[ch]' protocol recognizer models spectrum audio
# The window knows the plugin by ports and messages, and what words they use
allow gui "$(ls gui/*.[ch] | grep -v '/watch')" protocol plugin recognizer
# except the program that shows it without a host
allow gui 'gui/watch*.[ch]' protocol plugin recognizer models spectrum audio

# Engine and drawing stand without hosts and screens; MPI is training's alone,
# and decoders are audio's
forbid '\(lv2\|ladspa\|X11\|pango\)' engine/*/*.[ch]
forbid '\(lv2/\|X11\)' gui/view*.[ch]
forbid 'mpi' $(ls -d engine/*/*.[ch] | grep -v '^engine/\(training\|cli\)/') \
  plugin/*.[ch] gui/*.[ch]
forbid 'libav' $(ls -d engine/*/*.[ch] | grep -v '^engine/audio/') \
  plugin/*.[ch] gui/*.[ch]

exit $failed
