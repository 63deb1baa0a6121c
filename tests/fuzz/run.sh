#!/bin/sh
# Let each fuzz target look for trouble for so many seconds.
# usage: tests/fuzz/run.sh SECONDS NAME...   ('make fuzz' builds them first)
# What is found lies in $BUILD/fuzz/found; move it into tests/fuzz/seeds/NAME
# once mended, where 'make test' replays it.

seconds=$1
shift
fuzz=${BUILD:-build}/fuzz
mkdir -p "$fuzz/found"
found=0
for name; do
  mkdir -p "$fuzz/corpus/$name"
  log=$fuzz/$name.log
  if nice "$fuzz/tests/fuzz/fuzz_$name" -max_total_time="$seconds" \
    -max_len=16384 -timeout=20 -rss_limit_mb=2048 \
    -artifact_prefix="$fuzz/found/$name-" -print_final_stats=1 -verbosity=1 \
    "$fuzz/corpus/$name" "tests/fuzz/seeds/$name" >"$log" 2>&1; then
    echo "ok    $name: $(sed -n 's/^stat::number_of_executed_units: *//p' \
      "$log") inputs"
  else
    found=$((found + 1))
    echo "FAIL  $name"
    sed -n '/ERROR\|runtime error/,$p' "$log" | head -n 40 | sed 's/^/      /'
  fi
done
[ "$found" = 0 ]
