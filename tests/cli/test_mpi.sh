#!/bin/sh
# byline train in two processes: the same training as in one, told to stop,
# resumed, and with a process that dies.

set -eu
. "$(dirname "$0")/common.sh"
plain=$byline
byline=$build/mpi/byline

# As root, on a machine that has fewer processors than there are ranks
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
export OMPI_MCA_rmaps_base_oversubscribe=1 OMPI_MCA_mpi_yield_when_idle=1
export OMPI_MCA_btl=self,vader OMPI_MCA_btl_vader_single_copy_mechanism=none
export OMPI_MCA_hwloc_base_binding_policy=none

# ---- three "artists", each with an interval of their own
make_artists 15 3
"$byline" prepare library.tsv -o data 2>log || fail 'prepare'

# Dropout would draw other numbers in each process
quick='-j 1 -s architecture=resnet:width=4,blocks=1-1,dropout=0 -s clip_frames=64
  -s min_frames=48 -s batch=8 -s clips_per_epoch=48 -s sync_batch_norm=yes
  -s class_weight=0.5'

# Print figures of the epochs: losses of training and validation.
losses()
{
  sed 's/.*"train_loss":\([^,]*\),.*"validation_loss":\([^,]*\),.*/\1 \2/' "$1"
}

# alike ONE TWO EPOCHS: in so many epochs the losses of the two runs hardly differ
alike()
{
  losses "$1/metrics.jsonl" >one.txt
  losses "$2/metrics.jsonl" >two.txt
  [ "$(wc -l <two.txt)" = "$3" ] || fail "$2: not $3 epochs"
  paste -d ' ' one.txt two.txt | awk '
    function off(a, b) { return a - b > 0.002 * a || b - a > 0.002 * a }
    off($1, $3) || off($2, $4) { print; bad = 1 }
    END { exit bad }' || fail "losses of $1 and $2 differ"
}

# ---- the same as in one process
"$plain" train data -o one $quick -s epochs=3 2>log || fail 'one process'
mpirun -n 2 "$byline" train data -o two $quick -s epochs=3 2>log ||
  fail 'two processes'
alike one two 3

# Statistics, too, are found by both, and the same one answers
for run in one two; do
  "$plain" info $run/model.safetensors 2>log | grep '^architecture' >$run.architecture ||
    fail "no architecture of $run"
done
cmp one.architecture two.architecture || fail 'two processes answer with something else'

# ---- finding voices, the same as in one process
for singer in a b c; do
  mkdir -p stems/voices/$singer stems/accompaniments/$singer
  ffmpeg -nostdin -v error -f lavfi -i "aevalsrc=0.2*sin(2*PI*180*t+3*sin(30*t)):d=6:s=16000" \
    stems/voices/$singer/1.wav
  ffmpeg -nostdin -v error -f lavfi -i "aevalsrc=0.1*sin(2*PI*110*t)+0.1*sin(2*PI*990*t):d=6:s=16000" \
    stems/accompaniments/$singer/1.wav
done
small='--task=separate -j 1 -s architecture=separator:width=4-4 -s clip_frames=64
  -s batch=4 -s clips_per_epoch=8 -s warmup_epochs=0 -s epochs=2'
"$plain" train stems -o one_voice $small 2>log || fail 'voices, one process'
mpirun -n 2 "$byline" train stems -o two_voice $small 2>log >&2 ||
  fail 'voices, two processes'
alike one_voice two_voice 2
status=0
mpirun -n 2 "$byline" train stems -o odd_voice $small -s batch=5 2>log >&2 || status=$?
[ $status != 0 ] || fail 'a batch of 5 was shared by two'
grep -q 'cannot be shared by 2' log || fail 'no word about the batch of 5'

# ---- what cannot be
status=0
mpirun -n 2 "$byline" train data -o odd $quick -s batch=7 2>log >&2 || status=$?
[ $status != 0 ] || fail 'a batch of 7 was shared by two'
grep -q 'cannot be shared by 2' log || fail 'no word about the batch of 7'
status=0
mpirun -n 2 "$plain" train data -o plain $quick 2>log >&2 || status=$?
[ $status != 0 ] && grep -q 'built without MPI' log ||
  fail 'the program without MPI does not refuse'

# What one process must do is refused, in one line
for task in crossval 'tune lr' 'tune batch'; do
  status=0
  mpirun -n 2 "$byline" $task data -o lone 2>log >&2 || status=$?
  [ $status = 2 ] || fail "status $status of $task under mpirun, not 2"
  [ "$(grep -c "^byline: error: $task is done by one process" log)" = 1 ] ||
    fail "$task under mpirun is not refused in one line"
done

# Wait until run has so many epochs and a checkpoint.
wait_epochs()
{
  waiting 'the first checkpoint of a training'
  while [ "$(cat run/metrics.jsonl 2>/dev/null | wc -l)" -lt "$1" ] ||
    [ ! -e run/checkpoint ]; do
    kill -0 $pid 2>/dev/null || fail 'training ended by itself'
    sleep 0.1
  done
}

# ---- a process that dies: all end, with its name, and resuming works
mpirun -n 2 "$byline" train data -o run $quick -s epochs=100000 2>log >&2 &
pid=$!
wait_epochs 1
for child in $(pgrep -P $pid -f 'train data'); do
  if tr '\0' '\n' <"/proc/$child/environ" | grep -q '^OMPI_COMM_WORLD_RANK=1$'
  then
    victim=$child
  fi
done
kill -KILL "$victim"
status=0
wait $pid || status=$?
[ $status != 0 ] || fail 'all is well though a process died'
grep -q 'rank 1' log || fail 'the dead process is not named'

epochs=$(wc -l <run/metrics.jsonl)
mpirun -n 2 "$byline" train data -o run --resume -j 1 2>log >&2 &
pid=$!
wait_epochs $((epochs + 1))
kill -TERM $pid
wait $pid || true
grep -q "epoch $((epochs + 1)) of 100000" log || fail 'does not go on'
