#!/bin/sh
# What every command of the program does alike, those to come too: help, exit
# statuses, one line for a mistake, data to standard output and messages to
# standard error, nothing lost on a full disk, colours, the manual page.

build=${BUILD:-build}
byline=$(realpath "$build/byline")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
out=$work/out err=$work/err
failed=0
export JACK_DEFAULT_SERVER=byline-none JACK_NO_START_SERVER=1

blame()
{
  echo "FAIL: $*"
  sed 's/^/  stderr: /' "$err"
  failed=1
}

# usage: one_line TEXT WHAT: standard error is one line with this text
one_line()
{
  [ "$(wc -l <"$err")" = 1 ] && grep -q -e "^byline: error: .*$1" "$err" ||
    blame "$2: not one line with '$1'"
}

check_help()
{
  "$byline" $1 --help >"$out" 2>"$err" || blame "$1 --help: status $?"
  [ -s "$err" ] && blame "$1 --help: messages"
  head -n 1 "$out" | grep -q "^Usage: byline $1" || blame "$1 --help: no usage"
  awk 'length > 79 { exit 1 }' "$out" || blame "$1 --help: a long line"
  grep -q -e '-h, --help' "$out" || blame "$1 --help: does not name itself"
}

check_mistakes()
{
  "$byline" $1 --no-such-option >"$out" 2>"$err"
  [ $? = 2 ] || blame "$1 --no-such-option: not status 2"
  one_line "no option '--no-such-option'; see 'byline $1 --help'" "$1"
  [ -s "$out" ] && blame "$1 --no-such-option: output"
  "$byline" $1 a b c d e f g --help=x >"$out" 2>"$err"
  [ $? = 2 ] || blame "$1 --help=x: not status 2"
}

# Give the command what its usage line asks for, but nothing that is there
check_missing_files()
{
  "$byline" $1 --help >"$out"
  words=$(sed -n "1s|^Usage: byline $1||p" "$out" |
    sed 's|\[[^]]*\]\(\.\.\.\)\?||g; s|\.\.\.||g' |
    sed "s|[A-Z][A-Z]*|$work/none/&|g; s|^ *$||")
  # Without any file, these are about the default model
  case $1 in artists | report) return 0 ;; esac
  "$byline" $1 $words >"$out" 2>"$err"
  status=$?
  [ $status = 1 ] || [ $status = 2 ] || blame "$1 $words: status $status"
  [ -s "$out" ] && blame "$1 $words: output"
  tail -n 1 "$err" | grep -q '^byline: error: ' || blame "$1 $words: no message"
  [ -e "$work/none" ] && blame "$1 $words: made a folder"
  [ -n "$words" ] || return
  "$byline" $1 >"$out" 2>"$err"
  [ $? = 2 ] || blame "$1 alone: not status 2"
  one_line "is missing; see 'byline $1 --help'" "$1 alone"
}

check_output()
{
  "$byline" $1 --help >/dev/full 2>"$err" && blame "$1: full disk unnoticed"
  one_line "standard output: No space left" "$1 on a full disk"
  [ -z "$1" ] || return
  "$byline" $1 --help >&- 2>"$err" && blame "$1: closed output unnoticed"
  one_line "standard output: " "$1 with closed output"
  "$byline" $1 --help 2>"$err" | true
  [ -s "$err" ] && blame "$1 into a closed pipe: messages"
}

# Coloured on a terminal that can, unless NO_COLOR says otherwise
check_colours()
{
  command -v script >/dev/null || return 0
  escape=$(printf '\033')
  asked="'$byline' $1 --frob"
  env -u NO_COLOR TERM=xterm script -qec "$asked" /dev/null </dev/null |
    grep -q "$escape" || blame "$1: no colour on a terminal"
  env -u NO_COLOR TERM=dumb script -qec "$asked" /dev/null </dev/null |
    grep -q "$escape" && blame "$1: colour on a terminal that has none"
  NO_COLOR=1 TERM=xterm script -qec "$asked" /dev/null </dev/null |
    grep -q "$escape" && blame "$1: colour in spite of NO_COLOR"
  "$byline" $1 --frob 2>&1 | grep -q "$escape" && blame "$1: colour in a file"
}

# The manual has a page for the command, with each of its options, and it is well
# formed; where there is no help2man, there is none
check_manual()
{
  page=$build/man/byline-$1.1
  [ -s "$page" ] || { blame "$1: no page in the manual" && return; }
  head -n 8 "$page" | grep -q "^byline.\\?-$1 \\\\- [a-z]" || blame "$1: its page has no name"
  "$byline" $1 --help | sed -n '/^Options:/,/^$/p' |
    grep -o -e '^ *\(-., \)\?--[a-z-]*' | grep -o -e '--.*' >"$work/options"
  sed 's/\\f[BIR]//g; s/\\-/-/g' "$page" >"$work/plain"
  while read -r option; do
    grep -q -e "$option\>" "$work/plain" || blame "$1: $option is not in the manual"
  done <"$work/options"
}

commands=$("$byline" --help | awk '/^Commands:/ { on = 1; next }
  on && !NF { exit } on && /^  [a-z]/ { print $1 }')
[ "$(echo "$commands" | wc -w)" -ge 8 ] || blame "no commands in --help"

check_help ''
check_output ''
for command in $commands; do
  check_help "$command"
  check_mistakes "$command"
  check_missing_files "$command"
  check_output "$command"
  ! command -v help2man >/dev/null || check_manual "$command"
done
check_colours scan

# The program itself
"$byline" >"$out" 2>"$err"
[ $? = 2 ] || blame "no command: not status 2"
one_line "which command" "no command"
"$byline" frobnicate >"$out" 2>"$err"
[ $? = 2 ] || blame "unknown command: not status 2"
one_line "no command 'frobnicate'" "unknown command"
"$byline" trian x >"$out" 2>"$err"
[ $? = 2 ] || blame "mistyped command: not status 2"
one_line "no command 'trian'; did you mean 'byline train'?" "mistyped command"
"$byline" scan --ouput=x >"$out" 2>"$err"
[ $? = 2 ] || blame "mistyped option: not status 2"
one_line "no option '--ouput'; did you mean '--output'?" "mistyped option"
"$byline" --version >"$out" 2>"$err" || blame "--version: status $?"
grep -qx "byline [0-9.]*" "$out" && [ ! -s "$err" ] || blame "--version"
"$byline" --version >/dev/full 2>"$err" && blame "--version on a full disk"

exit $failed
