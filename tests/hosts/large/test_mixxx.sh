#!/bin/bash
# In Mixxx 2.3, on a screen that is not there: Byline is put into the effect rack
# of its settings, and after a start and an end it is still there, with all its
# parameters.  An effect that Mixxx does not know or cannot make is thrown out.
. tests/hosts/stage.sh
need mixxx Xvfb xdotool openbox xprop

export HOME=$work/home LV2_PATH=$work/lv2
settings=$HOME/.mixxx
rack=$settings/effects.xml
mkdir -p "$settings"
cat >"$rack" <<END
<?xml version='1.0' encoding='utf-8'?>
<MixxxEffects schemaVersion="0"><Rack><Group>[EffectRack1]</Group><Chains>
<EffectChain><Id>one</Id><Name>one</Name><InsertionType>INSERT</InsertionType>
<Effects>
<Effect><Id>$uri</Id><Version>0</Version><Parameters/></Effect>
<Effect><Id>$uri/nothing</Id><Version>0</Version><Parameters/></Effect>
</Effects></EffectChain>
<EffectChain/><EffectChain/><EffectChain/>
</Chains></Rack></MixxxEffects>
END

start_screen
start_window_manager
mixxx --safeMode --settingsPath "$settings/" --logLevel debug \
  >"$work/mixxx.log" 2>&1 &
mixxx=$!
started $mixxx

shown() {
  xdotool search --onlyvisible --name "$1" 2>/dev/null | grep -q .
}
# It asks for a music folder, and misses a sound card
past_questions() {
  shown 'Choose music' && xdotool key Escape
  if shown 'No Output Devices'; then
    xdotool key Return
    asked=yes
  fi
  [ "$asked" ] && ! shown 'No Output Devices'
}
until_true 240 past_questions || fail 'no window' "$work/mixxx.log"
sleep 5

ended() {
  ! kill -0 $mixxx 2>/dev/null && return
  xdotool key ctrl+q
  sleep 3
  ! kill -0 $mixxx 2>/dev/null
}
until_true 60 ended || fail 'Mixxx does not end' "$work/mixxx.log"
wait $mixxx || fail "Mixxx ends with $?" "$work/mixxx.log"
grep -q "<Id>$uri</Id>" "$rack" || fail 'not in the rack' "$rack"
grep -q "<Id>$uri/nothing</Id>" "$rack" &&
  fail 'Mixxx keeps what is not there, too' "$rack"
for parameter in window hold vocal_focus enabled confidence state; do
  grep -q "<Id>$parameter</Id>" "$rack" || fail "no $parameter" "$rack"
done
exit 0
