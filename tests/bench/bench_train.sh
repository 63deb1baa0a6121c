#!/bin/sh
# How fast training is: by threads, by processes, and whether the network waits
# for its clips.  All run in turns, ROUNDS times; what counts is the median, and
# of ratios that of the rounds' own: on a machine that others use, too, what is
# measured one after the other has met the same of them.  From what was measured,
# how many nodes a cluster could use.
# usage: bench_train.sh FILE.json

set -eu
build=$(realpath "${BUILD:-build}")
json=$(realpath -m "$1")
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
export OMPI_MCA_rmaps_base_oversubscribe=1
export OMPI_MCA_hwloc_base_binding_policy=none
export OMPI_MCA_btl=self,vader OMPI_MCA_btl_vader_single_copy_mechanism=none
: "${CLIPS:=512}" "${ROUNDS:=3}"

# ---- four "artists" of coloured noise, five songs of half a minute each
printf 'path\tartist\ttitle\n' >library.tsv
for song in $(seq 20); do
  artist=$((song % 4))
  d=$((30 + song))
  ffmpeg -v error -nostdin -f lavfi \
    -i "anoisesrc=d=$d:a=0.2:seed=$song,bandpass=f=$((300 << artist)):w=500" \
    -ar 24000 -ac 1 "$song.wav"
  printf '%s\tArtist %s\tSong %s\n' "$song.wav" $artist $song >>library.tsv
done
"$build/byline" prepare library.tsv -o data 2>/dev/null

# Train with the default recipe, with augmentation and in batches as in earnest,
# and print clips a second and the share of time that the network waited: of the
# second epoch, the first one warms up.
# usage: measure NAME COMMAND...
measure()
{
  name=$1
  shift
  rm -rf run
  "$@" train data -o run -s epochs=2 -s clips_per_epoch="$CLIPS" 2>/dev/null \
    -j "$threads"
  tail -n 1 run/metrics.jsonl | sed "s/.*\"clips_per_second\":\([^,]*\)\
,\"waited\":\([^,}]*\).*/$name \1 \2/"
}

# Where MPI is missing, what it does is not measured
with_mpi()
{
  command -v mpirun >/dev/null && [ -x "$build/mpi/byline" ]
}

for _ in $(seq "$ROUNDS"); do
  threads=1 measure 1x1 "$build/byline"
  threads=2 measure 1x2 "$build/byline"
  if with_mpi; then
    threads=1 measure 2x1 mpirun -n 2 "$build/mpi/byline"
  fi
done >figures

# ---- the same for finding voices: eight "singers", eight accompaniments
for n in 1 2 3 4 5 6 7 8; do
  mkdir -p sounds/voices/$n sounds/accompaniments/$n
  ffmpeg -v error -nostdin -f lavfi -i \
    "aevalsrc=0.2*sin(2*PI*$((120 + 20 * n))*t+3*sin(30*t)):d=20:s=16000" \
    sounds/voices/$n/1.wav
  cp "$n.wav" sounds/accompaniments/$n/1.wav
done
# usage: measure_voices NAME COMMAND...
measure_voices()
{
  name=$1
  shift
  rm -rf voices
  "$@" train sounds --task=separate -o voices -s epochs=2 \
    -s clips_per_epoch="$((CLIPS / 4))" -j "$threads" 2>/dev/null
  tail -n 1 voices/metrics.jsonl |
    sed "s/.*\"clips_per_second\":\([0-9.]*\).*/$name \1 0/"
}

for _ in $(seq "$ROUNDS"); do
  threads=2 measure_voices voices1x2 "$build/byline"
  if with_mpi; then
    threads=1 measure_voices voices2x1 mpirun -n 2 "$build/mpi/byline"
  fi
done >>figures

parameters=$(tail -c +9 run/model.safetensors | head -c 100000 |
  grep -ao '"[a-z0-9_.]*":{"dtype":"F32","shape":\[[0-9,]*\]' |
  grep -v running_ | sed 's/.*\[//; s/\]//' |
  awk -F, '{ n = 1; for (i = 1; i <= NF; ++i) n *= $i; sum += n }
           END { print sum }')

awk -v n="$parameters" -v json="$json" '
  # The median of a[name, 1] to a[name, count]
  function median(a, name, count, sorted, i, j, t) {
    for (i = 1; i <= count; ++i) {
      t = a[name, i]
      for (j = i - 1; j > 0 && sorted[j] > t; --j) sorted[j + 1] = sorted[j]
      sorted[j + 1] = t
    }
    return sorted[int((count + 1) / 2)]
  }
  # The median of rounds of a / b; 0 where one of them was not measured
  function ratio_of(a, b, i) {
    for (i = 1; i <= rounds[a]; ++i) quotients[a, i] = rates[a, i] / rates[b, i]
    return rounds[a] ? median(quotients, a, rounds[a]) : 0
  }
  { rates[$1, ++rounds[$1]] = $2; waits[$1, rounds[$1]] = $3 }
  END {
    for (k in rounds) {
      rate[k] = median(rates, k, rounds[k])
      waited[k] = median(waits, k, rounds[k])
    }
    print "processes x threads   clips/s   waited for clips"
    for (i = 1; i <= 3; ++i) {
      k = i == 1 ? "1x1" : i == 2 ? "1x2" : "2x1"
      if (!(k in rate)) {
        printf "%-19s  not measured: MPI is missing\n", k
        rate[k] = waited[k] = "null"
        continue
      }
      printf "%-19s  %8.1f   %13.2f %%\n", k, rate[k], 100 * waited[k]
    }
    ratio = ratio_of("2x1", "1x2")
    printf "2 processes x 1 thread against 1 x 2: %s  target >= 0.95: %s\n", \
      (ratio > 0 ? sprintf("%.2f", ratio) : "not measured"), \
      (ratio >= 0.95 ? "met" : "missed")
    if ("voices2x1" in rate) {
      voices = ratio_of("voices2x1", "voices1x2")
      printf "the same when learning to find voices: %.2f  target >= 0.95: %s\n", \
        voices, (voices >= 0.95 ? "met" : "missed")
    } else {
      print "the same when learning to find voices: not measured: missed"
    }
    # Projection: a node does 32 clips a step at the rate of 1x2; the ring
    # all-reduce moves 2 (N - 1) / N times the gradient, nothing overlapped,
    # and takes 2 (N - 1) messages of 20 microseconds
    bytes = 4 * n
    compute = 32 / rate["1x2"]
    printf "\nprojected, not measured: %.2f MB of gradients and %.2f s of ", \
      bytes / 1e6, compute
    print "computing a step and node"
    print "nodes   10 Gbit/s   100 Gbit/s   (efficiency)"
    for (nodes = 2; nodes <= 64; nodes *= 2) {
      printf "%5d", nodes
      for (g = 10; g <= 100; g *= 10) {
        t = 2 * (nodes - 1) / nodes * bytes / (g * 1.25e8) + \
          2 * (nodes - 1) * 2e-5
        e[g] = compute / (compute + t)
        printf "   %7.1f %%", 100 * e[g]
      }
      print ""
    }
    printf "{\"clips_per_second\": {\"1x1\": %s, \"1x2\": %s, \"2x1\": %s},\n" \
      " \"waited\": {\"1x1\": %s, \"1x2\": %s, \"2x1\": %s},\n" \
      " \"parameters\": %d,\n \"projected_efficiency_64_nodes\": " \
      "{\"10 Gbit/s\": %.4f, \"100 Gbit/s\": %.4f}}\n", rate["1x1"], \
      rate["1x2"], rate["2x1"], waited["1x1"], waited["1x2"], waited["2x1"], \
      n, e[10], e[100] >json
  }' figures
