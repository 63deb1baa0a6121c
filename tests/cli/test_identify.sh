#!/bin/sh
# byline identify: what it prints, and what it says of bad input.

set -eu
. "$(dirname "$0")/common.sh"

identify()
{
  "$byline" identify "$@"
}
"$build/tests/hosts/make_model" model.safetensors 7 1
ffmpeg -v error -nostdin -f lavfi -i "sine=440:d=25,tremolo=2" -ac 2 tone.flac
ffmpeg -v error -nostdin -f lavfi -i "sine=440:d=2" short.wav
ffmpeg -v error -nostdin -f lavfi -i "anullsrc=d=20" silent.wav

# ---- answers
expect 0 'tone.flac' identify -m model.safetensors tone.flac
grep -q '^  1\. .*Artist' out || fail 'no ranking'
[ "$(grep -c '^  [1-5]\. ' out)" = 5 ] || fail 'not five artists'
grep -q '^  0:00 - .*' out || fail 'no timeline'
expect 0 '' identify -m model.safetensors --top 2 tone.flac
[ "$(grep -c '^  [1-5]\. ' out)" = 2 ] || fail 'not two artists'
expect 0 '"ranking":\[{"artist":"Artist' \
  identify --model model.safetensors --json tone.flac
grep -q '"duration":25' out || fail 'no duration'
expect 0 '' identify -m model.safetensors --labels labels.txt tone.flac
awk -F '\t' 'NF != 3 || $2 <= $1 { exit 1 } END { exit NR == 0 }' labels.txt ||
  fail 'labels are not begin, end, text'
expect 0 '' identify -m model.safetensors --history h.labels.txt tone.flac
cmp labels.txt h.labels.txt || fail 'labels differ by the way they are asked for'
expect 0 '' identify -m model.safetensors --history h.csv tone.flac
head -n 1 h.csv | grep -q '^begin,end,artist,probability,clock' ||
  fail 'no header in CSV'
[ "$(wc -l <h.csv)" = "$(($(wc -l <labels.txt) + 1))" ] ||
  fail 'CSV is not as long as the labels'
# A mix's track list, printed or beside the mix
expect 0 '^REM COMMENT' identify -m model.safetensors --cue tone.flac
grep -q '^FILE "tone.flac" WAVE' out || fail 'the sheet names no sound'
expect 0 '' identify -m model.safetensors --history h.cue tone.flac
[ "$(grep -c '^  TRACK' h.cue)" = "$(wc -l <labels.txt)" ] ||
  fail 'the cue sheet is not as long as the labels'
identify -m model.safetensors --cue tone.flac | cmp - h.cue ||
  fail 'a cue sheet that is printed is another'
expect 0 '' identify -m model.safetensors --history h.m3u8 tone.flac
grep -q '^tone.flac$' h.m3u8 || fail 'the playlist does not play the mix'
expect 0 '' identify -m model.safetensors --history h.royalties.txt tone.flac
awk -F '\t' 'NF != 6 { exit 1 }' h.royalties.txt || fail 'a report of 6 columns'
expect 2 'one recording at a time' identify --cue tone.flac tone.flac
expect 2 'either --cue or --json' identify --cue --json tone.flac
expect 2 '.cue, .m3u8' identify -m model.safetensors --history h.doc \
  tone.flac
expect 2 'ends with .txt' identify -m model.safetensors --history h.doc \
  tone.flac

# Who answers is told, and 'unknown' where that is the answer
expect 0 'artists of model.safetensors' \
  identify -m model.safetensors tone.flac
expect 0 '"model":"model.safetensors"' \
  identify -m model.safetensors --json tone.flac
jq -e '.artist == (.timeline | max_by(.end - .begin) | .artist)' out \
  >/dev/null || fail 'the answer is not who plays longest'
"$build/tests/hosts/make_model" unsure.safetensors 7 1 20
expect 0 'unknown; most alike' identify -m unsure.safetensors tone.flac
[ "$(sed -n 2p out)" = '     unknown; most alike:' ] ||
  fail 'unknown does not come first'

# What the index of recordings knows comes first, with its title, and the list
# plays the recording itself; which of the two knew is told
make_artists 1 1
sed 's/\t[^\t]*\t[^\t]*$/\tNobody Else\tMine/; 1s/.*/path\tartist\ttitle/' \
  library.tsv >mine.tsv
export XDG_DATA_HOME="$work/data"
expect 0 '1 recording added' "$byline" recordings add mine.tsv
expect 0 '^     Nobody Else - Mine, known by the recording' \
  identify -m unsure.safetensors 1.wav
expect 0 '"artist":"Nobody Else"' identify -m unsure.safetensors --json 1.wav
jq -e '.title == "Mine" and .known_by == "recording"' out >/dev/null ||
  fail 'no title'
expect 0 '' identify -m unsure.safetensors --history r.m3u8 1.wav
grep -qx "$work/1.wav" r.m3u8 || fail 'the playlist does not play the recording'
identify -m model.safetensors --json tone.flac 2>/dev/null |
  jq -e 'has("title") and .title == null and
    .known_by == if .artist then "ear" else null end' >/dev/null ||
  fail 'who knew is not told'
# Where no artist is told, the title stands alone
sed 's/\t[^\t]*\t[^\t]*$/\t\tMine alone/; 1s/.*/path\tartist\ttitle/' \
  library.tsv >alone.tsv
export XDG_DATA_HOME="$work/alone"
expect 0 '1 recording added' "$byline" recordings add alone.tsv
expect 0 '^     Mine alone, known by the recording' \
  identify -m unsure.safetensors 1.wav
grep -q 'unknown - ' out && fail 'unknown - Title'
expect 0 '' identify -m unsure.safetensors --json 1.wav
jq -e '.artist == null and .title == "Mine alone" and
  .known_by == "recording" and (.timeline | any(.title == "Mine alone"))' out \
  >/dev/null || fail "$(cat out)"
expect 0 '' identify -m unsure.safetensors --labels alone.txt 1.wav
grep -q '	Mine alone$' alone.txt || fail "$(cat alone.txt)"
expect 0 'TITLE "Mine alone"' identify -m unsure.safetensors --cue 1.wav
grep -q 'PERFORMER "unknown"' out || fail 'a cue sheet has a performer'
export XDG_DATA_HOME="$work/data"
# A damaged index is told, and there is the ear
printf 'XXXXXXXX' | dd of=data/byline/recordings.index bs=1 seek=70 \
  conv=notrunc 2>/dev/null
expect 0 'recordings.index: .*damaged' identify -m unsure.safetensors 1.wav
unset XDG_DATA_HOME

# A folder: what is no music in it is no failure
mkdir -p many/deep
cp tone.flac many/a.flac
cp tone.flac many/deep/b.flac
echo 'not music' >many/notes.txt
echo 'not music' >many/broken.mp3
expect 0 'skipped: many/broken.mp3' identify -m model.safetensors many
[ "$(grep -c '^many/' out)" = 2 ] || fail 'not the two recordings below many'

# Vocal focus changes what is heard; without any, all is as it was
identify -m model.safetensors --json tone.flac >all
identify -m model.safetensors --json --vocal-focus=0 tone.flac >none
identify -m model.safetensors --json --vocal-focus=0.8 tone.flac >some
cmp all none || fail 'no vocal focus is a change'
! cmp -s all some || fail 'vocal focus is no change'
expect 2 'vocal-focus' identify -m model.safetensors --vocal-focus=2 tone.flac

# The answer does not depend on the number of threads
identify -m model.safetensors --json -j 1 tone.flac >one
identify -m model.safetensors --json -j 2 tone.flac >two
cmp one two || fail 'answers differ with threads'

# The default model: the user's own, the one beside the program, one that is
# installed.  This is about a program of its own folder, which sees no other.
mkdir -p own/byline usr/bin usr/share/byline opt/byline built/byline.lv2
cp "$build/byline" usr/bin
alone()
{
  env XDG_DATA_HOME="$work/own" XDG_DATA_DIRS="$work/none:$work/opt" \
    usr/bin/byline identify --json tone.flac
}
expect 2 'no default model' alone
# usage: offer FOLDER: a model there, which is taken from then on
offer()
{
  cp model.safetensors "$1/default.safetensors"
  expect 0 "\"model\":\"[^\"]*/$1/default.safetensors\"" alone
}
offer opt/byline
offer usr/share/byline
offer own/byline
rm own/byline/default.safetensors
cp "$build/byline" built
cp model.safetensors built/byline.lv2
mv built/byline.lv2/model.safetensors built/byline.lv2/default.safetensors
expect 0 '/built/byline.lv2/default.safetensors"' \
  env XDG_DATA_HOME="$work/none" built/byline identify --json tone.flac

# ---- bad input: one line each, and the others go on
mkdir nothing
: >empty.wav
echo 'not music' >text.mp3
head -c 5000 model.safetensors >cut.safetensors
expect 1 'nowhere.wav: No such file' identify -m model.safetensors nowhere.wav
expect 1 'short.wav: too short' identify -m model.safetensors short.wav
expect 1 'silent.wav: too short or silent' \
  identify -m model.safetensors silent.wav
ffmpeg -v error -nostdin -f lavfi -i "aevalsrc=sin(999*t)|-sin(999*t):d=9" turned.wav
expect 1 'turned.wav: .*its channels cancel out' \
  identify -m model.safetensors turned.wav
expect 1 'text.mp3' identify -m model.safetensors text.mp3
expect 1 'empty.wav' identify -m model.safetensors empty.wav tone.flac
grep -q '^  1\. ' out || fail 'a bad file kept a good one from being identified'
[ "$(grep -c 'error:' err)" = 1 ] || fail 'more than one line'
expect 1 'cut.safetensors' identify -m cut.safetensors tone.flac
expect 1 'tone.flac: not a model file' identify -m tone.flac tone.flac
expect 1 'nothing: no music there' identify -m model.safetensors nothing
expect 1 'cannot write' identify -m model.safetensors --labels /nowhere/x \
  tone.flac
expect 2 'RECORDING is missing' identify -m model.safetensors
expect 2 'takes a whole number' identify --top 9 tone.flac
expect 2 'one recording at a time' identify --labels x tone.flac tone.flac
expect 2 'one recording at a time' identify --labels x -m model.safetensors many
expect 0 'Usage' identify --help
