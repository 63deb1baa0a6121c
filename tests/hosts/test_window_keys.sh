#!/bin/bash
# A host's keyboard: whatever is clicked in the window, the space bar and all
# other keys are the host's; an open menu has those that it uses.
. tests/hosts/stage.sh
need Xvfb xdotool

start_screen
"$build/tests/hosts/key_host" "$build/byline.lv2/byline_ui.so" >"$work/keys" &
started $!
until_true 30 grep -q '^window' "$work/keys" || fail 'no window' "$work/keys"
window=$(sed -n 's/^window //p' "$work/keys")
eval "$(xdotool getwindowgeometry --shell "$window")" # WIDTH, HEIGHT

has_keys() # WANTED NUMBER NAME
{
  [ "$(grep -c "^key $2\$" "$work/keys")" -ge "$1" ]
}

# presses KEY WHAT: the host gets the key, once
n_keys=0
presses() {
  local before
  before=$(grep -c "^key $1\$" "$work/keys")
  xdotool key "$1"
  until_true 30 has_keys $((before + 1)) "$1" ||
    fail "the host does not get $1 after $2" "$work/keys"
  n_keys=$((n_keys + 1))
}

presses space 'nothing at all'
for y in $(seq 12 38 "$((HEIGHT - 8))"); do
  for x in $(seq 14 73 "$((WIDTH - 8))"); do
    xdotool mousemove --window "$window" "$x" "$y" click 1
    presses space "a click at $x, $y"
  done
done
[ "$n_keys" -gt 100 ] || fail "only $n_keys places were clicked"
xdotool mousemove --window "$window" 100 "$((HEIGHT - 60))" \
  click 4 click 5 click 2
presses space 'the wheel'
presses Escape 'all that'
presses a 'all that'

# The menu has the keyboard, but for what it does not use, and gives it back
for way in Escape Return click; do
  xdotool mousemove --window "$window" 60 60 click 3
  until_true 30 sh -c "tail -n 1 '$work/keys' | grep -q '^keyboard gone'" ||
    fail 'the menu has no keyboard' "$work/keys"
  before=$(grep -c '^key Down' "$work/keys")
  xdotool key Down
  presses q 'opening the menu'
  [ "$(grep -c '^key Down' "$work/keys")" = "$before" ] ||
    fail 'the host gets keys that the menu uses' "$work/keys"
  case $way in
  click) xdotool mousemove --window "$window" "$((WIDTH - 5))" 5 click 1 ;;
  *) xdotool key "$way" ;;
  esac
  until_true 30 sh -c "grep '^keyboard' '$work/keys' | tail -n 1 |
    grep -q here" || fail "the keyboard is not given back by $way" "$work/keys"
  presses space "closing the menu by $way"
done

# Who takes the keyboard from an open menu keeps it
xdotool mousemove --window "$window" 60 60 click 3
until_true 30 sh -c "tail -n 1 '$work/keys' | grep -q '^keyboard gone'" ||
  fail 'the menu has no keyboard' "$work/keys"
parent=$(xwininfo -id "$window" -tree |
  sed -n 's/^ *Parent window id: \(0x[0-9a-f]*\).*/\1/p')
xdotool windowfocus "$parent"
presses space 'taking the keyboard'
exit 0
