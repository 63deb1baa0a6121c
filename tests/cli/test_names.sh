#!/bin/sh
# Names of artists, titles and files that nobody expects: one artist from the
# scan to the answer, and nothing that controls a terminal anywhere

. "$(dirname "$0")/common.sh"
need ffmpeg
need jq

# What a command showed and wrote has no controls but ends of lines and tabs, is
# UTF-8, and has no overrides of direction
tame()
{
  for file; do
    iconv -f UTF-8 -t UTF-8 "$file" >/dev/null 2>&1 || fail "$file is no UTF-8"
    ! LC_ALL=C grep -q "$(printf '[\001-\010\013-\037\177]')" "$file" ||
      fail "$file controls the terminal: $(cat -v "$file")"
    ! LC_ALL=C grep -q "$(printf '\302[\200-\237]\|\342\200[\250-\256]')" "$file" ||
      fail "$file has C1 controls or turns the text: $(cat -v "$file")"
  done
}

# Files that are called anything, and tags that hold anything
esc=$(printf '\033[31m')
latin=$(printf 'Ren\351')
mkdir -p "music/$esc" "music/$latin"
i=0
while [ $i -lt 3 ]; do
  i=$((i + 1))
  for artist in "A${esc}n	n" "Bj$(printf 'o\314\210')rk"; do
    n=$((n + 1))
    ffmpeg -v error -nostdin -f lavfi \
      -i "anoisesrc=seed=$n:d=$((11 + n)):r=22050:c=pink:a=0.5" -ac 1 \
      -metadata artist="$artist" -metadata title="$esc$(printf '\302\233')$n" \
      "music/$esc/$n.flac" || exit 1
  done
done
cp "music/$esc/1.flac" "music/$latin/$(printf 'a\nb\342\200\256').flac"
echo text >"music/$latin/$esc.mp3"

expect 0 'skipped: ' "$byline" scan music -o library.tsv
tame out err library.tsv
[ "$(cut -f 2 library.tsv | sort | uniq -c | tr -s ' \n' ' ')" = \
  ' 4 A[31mn n 3 Björk 1 artist ' ] || fail "$(cat library.tsv)"

# A table that somebody else wrote
sed "s/A\[31mn n/A\\\\x1b[31mn\\\\tn/" library.tsv >others.tsv
expect 0 '' "$byline" clean others.tsv -o cleaned.tsv --min-duration=1 \
  --suggest rules.tsv
tame out err cleaned.tsv rules.tsv
expect 0 '' "$byline" prepare others.tsv -o data --min-songs=3
tame out err data/tracks.tsv
grep -q '	A\[31mn n	' data/tracks.tsv || fail "$(cat data/tracks.tsv)"
expect 0 '' "$byline" train data -o run -s architecture=resnet:width=8 \
  -s batch=4 -s clips_per_epoch=8 -s epochs=1
tame out err
for command in 'info run/model.safetensors' 'evaluate run/model.safetensors data'; do
  # shellcheck disable=SC2086
  expect 0 'A\[31mn n' "$byline" $command
  tame out err
  # shellcheck disable=SC2086
  expect 0 '' "$byline" $command --json
  tame out err
  jq -e . out >/dev/null || fail "no JSON: $(cat out)"
done
expect 0 '' "$byline" evaluate run/model.safetensors data \
  --confusion=confusion.tsv --picture=confusion.svg
tame out err confusion.tsv confusion.svg
expect 0 '' "$byline" report run data -o report.html
tame out err report.html
grep -q 'Good enough?' report.html && grep -q 'add songs for' report.html &&
  grep -q '[0-9] of [0-9]* clips' report.html || fail 'no verdict in the report'
grep -q 'What it hears' report.html &&
  grep -q 'clip by .*\(rightly named\|taken for .*: what speaks\)' report.html ||
  fail 'no evidence in the report'
expect 0 '' "$byline" tsne run/model.safetensors data --split=train -o map.svg \
  --csv=map.csv --clip=3 --perplexity=2 --iterations=20
tame out err map.svg map.csv
expect 0 '' "$byline" identify -m run/model.safetensors "music/$latin/"*.flac \
  "music/$esc/1.flac"
tame out err
expect 0 '' "$byline" identify --json -m run/model.safetensors \
  "music/$latin/"*.flac "music/$esc/1.flac"
tame err
jq -e .ranking out >/dev/null || fail "no JSON: $(cat out)"

# A model that is called by no UTF-8, and what is made of it; a path in JSON is
# the path
cp run/model.safetensors "$latin.safetensors"
expect 0 '' "$byline" ensemble "$latin.safetensors" "$latin.safetensors" \
  -o "$latin-two.safetensors"
expect 0 '' "$byline" info --json "$latin-two.safetensors"
jq -e . out >/dev/null || fail "no JSON: $(cat out)"
expect 0 '' "$byline" train data -o "$latin-from" --from="$latin.safetensors" \
  -s epochs=1 -s clips_per_epoch=8
cp "music/$esc/1.flac" "$(printf 'tab\t.flac')"
expect 0 '' "$byline" recordings add -i index "$(printf 'tab\t.flac')"
expect 0 '' "$byline" recordings list -i index --json
[ -e "$(jq -r '.[0].path' out)" ] || fail "another path: $(cat out)"

# Upper and lower case are the same everywhere, in Turkey, too
printf 'path\tartist\ttitle\tduration\n' >case.tsv
printf '/%s\t%s\t%s\t99\n' a ANN 'SONG (INSTRUMENTAL)' b ANN \
  'SONG FEATURING BOB' d 'IRON MAIDEN' T e 'Iron Maiden' U >>case.tsv
for locale in C.UTF-8 tr_TR.UTF-8 de_DE.UTF-8; do
  LC_ALL=$locale expect 0 '2 of 4 tracks dropped' "$byline" clean case.tsv \
    -o "clean.$locale" --suggest "rules.$locale"
  cmp clean.C.UTF-8 "clean.$locale" || fail "$locale: $(cat "clean.$locale")"
  cmp rules.C.UTF-8 "rules.$locale" || fail "$locale: $(cat "rules.$locale")"
done
grep -q '^Iron Maiden	IRON MAIDEN\|^IRON MAIDEN	Iron Maiden' rules.C.UTF-8 ||
  fail "$(cat rules.C.UTF-8)"
exit 0
