# What the plugin of the demo says, and how that is shown; read with '.' by demo.sh.
# $playing is the file in which the plugin tells others who plays, $artists names its
# artists, $taught the one whom it learns meanwhile, $work/answers gets rankings.

width=78

# ---- how things look

yes='+' no='x' full='#' empty='.'
[ "$charmap" != UTF-8 ] || { yes='✓' no='✗' full='━' empty=' '; }
bold='' green='' red='' plain='' live=
if [ -t 1 ] && [ "${TERM:-dumb}" != dumb ]; then
  live=yes # the ranking is drawn again and again in one place
  if [ -z "$NO_COLOR" ]; then
    bold=$'\e[1m' green=$'\e[32m' red=$'\e[31m' plain=$'\e[0m'
  fi
fi

# say TEXT...: in lines that fit
say() {
  echo "$*" | fold -s -w $width | sed 's/ *$//'
}

# repeat N CHARACTER, in $repeated
repeat() {
  printf -v repeated '%*s' "$1" ''
  repeated=${repeated// /$2}
}

# to_percent PROBABILITY, in $percent; 100 for nothing but certainty
to_percent() {
  printf -v percent '%.2f' "${1}e2"
  percent=${percent%.*}
}

# ---- what it says

# The ranking: numbers of five artists, -1 is nobody, then their probabilities
answer=(-1 -1 -1 -1 -1 0 0 0 0 0)

# name_of PLACE, in $name
name_of() {
  local number=${answer[$1]%.*}
  name=
  if [ "$number" -ge 1000 ]; then # behind the model's (include/byline/ports.h)
    name=$taught
  elif [ "$number" -ge 0 ]; then
    name=${artists[number]}
  fi
}

# Whether there is another ranking; if not, waits a little.  (Not by 'read -t':
# Bash 5.2 crashes where a signal's trap exits within it.)  Of a line that is not
# whole yet, the rest is read the next time.
begun=
next_answer() {
  local part
  read -r -u 4 part || { begun=$begun$part && sleep 0.2 && return 1; }
  part=$begun$part begun=
  mapfile -t answer <<<"${part//,/$'\n'}"
}

# Who plays, with the title and the speed where it knows the recording, in
# $announced; nothing where it names nobody
read_announced() {
  announced=
  [ ! -r "$playing" ] || IFS= read -r announced <"$playing" || :
}

# ---- the ranking

# mark NAME: colours what is said of the right one, in $color
mark() {
  color=
  [ "$1" != "$artist" ] || color=$green
}

# Whom the plugin announces, and the five most probable as bars
draw_answer() {
  local i bar rest length=36
  color=
  ! is_right || color=$green
  printf '  %3d s  now playing: %s%s%s\e[K\n' "$seconds" "$color" \
    "${announced:-?}" "$plain"
  for i in 0 1 2 3 4; do
    name_of $i
    to_percent "${answer[i + 5]}"
    [ "$name" ] || percent=0
    mark "$name"
    repeat $((percent * length / 100)) "$full"
    bar=$repeated
    repeat $((length - ${#bar})) "$empty"
    rest=$repeated
    name=${name:0:28}
    repeat $((28 - ${#name})) ' '
    printf '  %s%s%s %s%s %3d %%%s\e[K\n' "$color" "$name" "$repeated" "$bar" \
      "$rest" "$percent" "$plain"
  done
}

# The most probable ones in a line, as many as fit
tell_answer() {
  local i line
  printf -v line '  %3d s' "$seconds"
  for i in 0 1 2 3 4; do
    name_of $i
    to_percent "${answer[i + 5]}"
    [ "$name" ] && [ $((${#line} + ${#name} + 8)) -le $width ] || break
    line="$line  $name $percent %"
  done
  echo "$line"
}

# Always where it can be drawn over; else when somebody else leads, and now and
# then
show_answer() {
  if [ "$live" ]; then
    [ ! "$drawn" ] || printf '\e[6A'
    drawn=yes
    draw_answer
    return
  fi
  name_of 0
  if [ "$name" ] && { [ "$name" != "$leader" ] || [ $seconds -ge "$due" ]; }; then
    leader=$name due=$((seconds + 6))
    tell_answer
  fi
}

# The right one's place in the ranking, in $place; 0 when it is in none
find_place() {
  local i
  place=0
  for i in 0 1 2 3 4; do
    name_of $i
    [ "$name" != "$artist" ] || place=$((i + 1))
  done
}
