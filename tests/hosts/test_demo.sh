#!/bin/bash
# The demo: its reader takes whole answers only; it ends by itself, tells of each
# excerpt what was expected and what came, in lines that fit; known recordings are
# recognised; and ended by a signal it leaves no process and no file behind.
. tests/hosts/stage.sh
need Xvfb jackd jalv.gtk3 xdotool import

# ---- answers: out of what jalv prints

# ports NUMBER [LEFT_OUT]: those of an answer, all of that number
ports() {
  local port
  for port in artist_{1..5} probability_{1..5}; do
    [ "$port" = "$2" ] || echo "$port = $1.000000"
  done
  echo "state = 3.000000"
}

# answers: of the ports on stdin, by their numbers
answers() {
  awk -f tests/hosts/answers.awk | sed 's/\.000000//g' | tr ',\n' ' ,'
}

whole() {
  printf '%s' "$1 $1 $1 $1 $1 $1 $1 $1 $1 $1,"
}

[ "$({ ports 1; ports 1; ports 2; } | answers)" = "$(whole 1)$(whole 2)" ] ||
  fail 'whole answers are lost'
for port in artist_1 artist_5 probability_3 probability_5; do
  [ "$({ ports 1; ports 2 $port; ports 3; } | answers)" = \
    "$(whole 1)$(whole 3)" ] || fail "an answer without $port"
done
[ "$({ ports 1 | head -n 6; ports 2 | tail -n +7; } | answers)" = '' ] ||
  [ "$({ ports 1 | head -n 4; ports 2 | tail -n +7; } | answers)" = '' ] ||
  fail 'an answer of two halves'

# ---- it ends by itself

# verdict NUMBER: what is told to have come of an excerpt, in one line
verdict() {
  awk -v number="$1" '
    /^[0-9]+  / { within = $1 == number }
    /^$/ { within = verdict = 0 }
    within && / as expected/ { verdict = 1 }
    within && verdict { printf "%s ", $0 }' "$work/out"
}

mkdir "$work/tmp"
waiting 'the end of the demo'
LANG=de_DE.UTF-8 TMPDIR=$work/tmp tests/hosts/demo.sh 12 >"$work/out" 2>"$work/log" ||
  fail 'the demo fails' "$work/log"
[ -s "$work/log" ] && fail 'it complains' "$work/log"
rmdir "$work/tmp" || fail 'files are left behind'
grep -Eq "^ +[0-9]+ s  .+ [0-9]+ %" "$work/out" || fail 'no ranking' "$work/out"
grep -q $'\e' "$work/out" && fail 'colours in a file' "$work/out"
LC_ALL=C.UTF-8 grep -E '.{81}' "$work/out" && fail 'lines do not fit'
sed -n 's/^ *[0-9]* s  //p' "$work/out" | while IFS= read -r line; do
  sed 's/ [0-9]* %  */\n/g; s/ [0-9]* %$//' <<<"$line" | grep . | sort | uniq -d
done | grep . && fail 'somebody is twice in a ranking' "$work/out"

# Of every excerpt it says what was expected and what came; and in the end how often
# that was the same
expected=('Nikola Whallon - automat (+8 %)' '0zone0ne' 'Alexandr Zhelanov' 'unknown'
  'Akimaze' 'Obsidian Shell - Second Birth')
right=0
for i in "${!expected[@]}"; do
  grep -qxF "  expected: ${expected[i]}" "$work/out" ||
    fail "it does not expect ${expected[i]}" "$work/out"
  came=$(verdict $((i + 1)))
  name=${expected[i]%% (*}
  case $came in
    *' not as expected: it says '*) ;;
    *" as expected"*": $name"*) right=$((right + 1)) ;;
    *) fail "of ${expected[i]} it says '$came'" "$work/out" ;;
  esac
done
grep -q "^$right of 6 as expected" "$work/out" || fail 'no sum' "$work/out"

# Whatever the model has learnt: recordings are known, faster and over a telephone,
# and the picture is of something right
[[ $(verdict 1) =~ ' as expected, after '[0-9]+' s: Nikola Whallon - automat (+'[78]'.'[0-9]' %)' ]] ||
  fail 'the known recording is not recognised' "$work/out"
[[ $(verdict 6) =~ ' as expected, after '[0-9]+' s: Obsidian Shell - Second Birth' ]] ||
  fail 'a telephone is too much for it' "$work/out"
tr '\n' ' ' <"$work/out" | grep -Eq 'Its window, taken while it rightly said' ||
  fail 'no right picture' "$work/out"
[ -s "$build/demo.png" ] || fail 'no picture is there'

# ---- it is ended

# children PID: all processes that come from it
children() {
  local child
  for child in $(cat "/proc/$1/task/$1/children" 2>/dev/null); do
    echo "$child"
    children "$child"
  done
}

is_playing() {
  grep -q '^1  ' "$work/out" && [ "$(children $demo | wc -l)" -ge 5 ]
}

# usage: ends_all SIGNAL COMMAND...: the demo, ended while it plays
ends_all() {
  local signal=$1 child
  shift
  mkdir "$work/tmp"
  : >"$work/out"
  TMPDIR=$work/tmp env --default-signal=INT "$@" >"$work/out" 2>&1 &
  demo=$!
  started $demo
  until_true 60 is_playing || fail 'it does not begin' "$work/out"
  all=$(children $demo)
  kill -"$signal" $demo
  waiting "the end of the demo after $signal"
  await_end 20 $demo || fail "it goes on after $signal"
  wait $demo && fail "$signal is a success"
  for child in $all; do
    await_end 5 "$child" || fail "after $signal, $(ps -o args= "$child") goes on"
  done
  rmdir "$work/tmp" || fail "files are left behind after $signal"
}
for signal in TERM HUP INT; do
  ends_all $signal tests/hosts/demo.sh
done
exit 0
