#!/bin/sh
# The benchmark: how well the default recipe learns the artists of the corpus,
# from raw packages to the table.
# usage: benchmark.sh PROGRAM FOLDER [PART]...
#
# Parts, all of them when none is named:
#   songs      60/20/20 by song, three seeds: learn, report the test once
#   folds      3-fold by song: every song is in the test once
#   albums     3-fold by album, artists with two albums or more; and the same
#              artists 3-fold by song
#   reference  statistics of cepstra with LDA, and a ResNet in PyTorch, on the
#              splits of `songs`; needs python3-sklearn and python3-torch
#   curve      less music to learn from, on validation
#   ablation   see ablation.sh
#   more       3-fold by song, the 40 artists of all music: of the mix; of mix,
#              voice and rest, with each song in mono, too; and with MP3 and
#              telephone beside it, that by album, too, as `albums`
#   statistics the floor under every network, in minutes: 3-fold by song, the 40
#              artists of all music: of the mix; of mix, voice and rest, without and
#              with the bands of a telephone on their own; and by album, as `albums`
#   few        what statistics know of the test songs of the 40 artists after 1,
#              2, 3, 5, 8 and all of the others by each
#   answer     the latter with the default recipe: network, statistics or both
#   singers    who sings, at 0 dB, 5-fold by song, by statistics of the mix, of the
#              estimate of the voice, and of three channels; needs
#              SINGERS=FOLDER as tests/bench/singers.py takes it
#   unheard    how statistics of the 40 artists tell others from these, and how
#              well they name others who were taught (tests/bench/bench_teach.c)
#   data       only prepare what `box` needs
#   box        the model in the box, see box.sh: learnt from all music
#   check      the figures of the models in the box once more, of their test songs and
#              unknown artists alone; in half an hour, and only when named
#
# Results are lines of ../results/results.jsonl, with the revision that measured them.
# What is there is not measured again, nor prepared for; what was interrupted goes on.

program=$(realpath "$1")
folder=$2
shift 2
here=$(cd "$(dirname "$0")" && pwd)
results=$here/../results/results.jsonl
corpus=${XDG_CACHE_HOME:-$HOME/.cache}/byline/corpus
library=$corpus/library-full.tsv
everything=$corpus/library-all.tsv
tab=$(printf '\t')
# All kinds of statistics, of all bands; and of those of a telephone, too, as every
# training fits them
kinds=statistics^texture^bands^intervals^modulations
gated=statistics:gate=16-80^texture:gate=16-80^bands:gate=16-80^intervals:gate=16-80
gated=$gated^modulations:gate=16-80
narrow=mels=16-80,yield=16-80
every=$gated^statistics:$narrow^texture:$narrow^bands:$narrow^intervals:$narrow^modulations:$narrow
parts=${*:-songs folds albums reference curve ablation more statistics few answer singers
  unheard box}

say()
{
  echo "byline: benchmark: $*" >&2
}

# Are there results of all of these names?
known()
{
  for result; do
    grep -q "\"name\":\"$result\"" "$results" || return 1
  done
}

# Keep the result that comes as JSON under the name $1
keep()
{
  jq -c --arg name "$1" --arg revision "$(cat "${program%/*}/revision")" \
    '{name: $name, revision: $revision} + .' >>"$results"
}

# Prepare dataset $1 from library $2, with the options $3...; spectrograms that
# the first dataset with this focus has are linked, not made again
prepare()
{
  dataset=$folder/$1
  from=$2
  shift 2
  [ ! -f "$dataset/tracks.tsv" ] || return 0
  hears=mix
  for option; do
    case $option in --focus=*) hears=${option#--focus=} ;; esac
  done
  spectrograms=$folder/spectrograms-$hears
  if [ -d "$spectrograms" ] && [ ! -d "$dataset" ]; then
    cp -rl "$spectrograms" "$dataset"
  fi
  "$program" prepare "$from" -o "$dataset" "$@" 2>"$dataset.log" || {
    tail -1 "$dataset.log" >&2
    exit 1
  }
  if [ ! -d "$spectrograms" ]; then
    mkdir "$spectrograms"
    cp -rl "$dataset/front_end.json" "$dataset/features" "$spectrograms"
  fi
}

# The best epoch of training $1, as JSON
best()
{
  jq -c -s 'map(select(.best)) | last
    | {train_accuracy, validation_accuracy, validation_macro_f1,
       validation_song_accuracy}' "$folder/$1/metrics.jsonl"
}

# Learn dataset $1 with the options $2... into the folder $1-run
learn()
{
  run=$1-run
  dataset=$1
  shift
  say "learning $dataset"
  "$program" train "$folder/$dataset" -o "$folder/$run" -j 1 --resume "$@" \
    2>"$folder/$run.log" || { tail -1 "$folder/$run.log" >&2; exit 1; }
}

# Learn dataset $1 and report its test songs
report()
{
  ! known "$1" || return 0
  learn "$1"
  "$program" evaluate "$folder/$1-run/model.safetensors" "$folder/$1" --json \
    >"$folder/$1.json" 2>"$folder/$1.log" || exit 1
  jq --argjson best "$(best "$1-run")" \
    '$best + {
       clips: .clips.n, accuracy: .clips.accuracy,
       accuracy_95: .clips.accuracy_95, macro_f1: .clips.macro.f1, top5: .top5,
       calibration_error: .calibration_error,
       songs: .songs.n, song_accuracy: .songs.accuracy,
       song_accuracy_95: .songs.accuracy_95}' "$folder/$1.json" | keep "$1"
}

# The tracks in library $1 of the artists with two albums or more
several_albums()
{
  awk -F "$tab" '
    NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i }
    NR == FNR {
      if (FNR > 1 && !seen[$column["artist"], $column["album"]]++)
        albums[$column["artist"]]++
      next
    }
    FNR == 1 || albums[$column["artist"]] > 1' "$1" "$1"
}

songs()
{
  ! known song-1 song-2 song-3 || return 0
  for seed in 1 2 3; do
    prepare "song-$seed" "$library" --seed="$seed"
    report "song-$seed"
  done
}

# Cross-validate dataset $2 under the name $1, with the options $3...
crossval()
{
  name=$1
  dataset=$2
  shift 2
  ! known "$name" || return 0
  say "cross-validating $dataset"
  "$program" crossval "$folder/$dataset" -k "${folds:-3}" -o "$folder/$name-run" --json \
    -j 1 "$@" >"$folder/$name.json" 2>"$folder/$name.log" || {
    tail -1 "$folder/$name.log" >&2
    exit 1
  }
  keep "$name" <"$folder/$name.json"
}

folds()
{
  ! known folds || return 0
  prepare song-1 "$library" --seed=1
  crossval folds song-1
}

albums()
{
  ! known albums albums-by-song || return 0
  several_albums "$library" >"$folder/albums.tsv"
  prepare albums "$folder/albums.tsv" --split=album
  crossval albums albums --by=album
  crossval albums-by-song albums --by=song
}

reference()
{
  ! known lda-1 lda-2 lda-3 torch-1 || return 0
  for seed in 1 2 3; do
    prepare "song-$seed" "$library" --seed="$seed"
    for method in lda torch; do
      [ $method = lda ] || [ $seed = 1 ] || continue
      known "$method-$seed" || {
        /usr/bin/python3 "$here/reference.py" $method "$folder/song-$seed" \
          "$method-$seed" >"$folder/$method-$seed.json" || exit 1
        keep "$method-$seed" <"$folder/$method-$seed.json"
      }
    done
  done
}

# The same validation songs, with a share of the songs to learn from
curve()
{
  ! known share-33 share-67 || return 0
  prepare song-1 "$library" --seed=1
  for share in 33 67; do
    name=share-$share
    ! known "$name" || continue
    if ! [ -d "$folder/$name" ]; then
      cp -rl "$folder/song-1" "$folder/$name"
      rm "$folder/$name/tracks.tsv"
      awk -F "$tab" -v share="$share" '
        NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i }
        NR == 1 || $column["split"] != "train" ||
          (n[$column["artist"]]++ * 37 + 11) % 100 < share' \
        "$folder/song-1/tracks.tsv" >"$folder/$name/tracks.tsv"
    fi
    learn "$name"
    best "$name-run" | jq --argjson songs \
      "$(grep -c "${tab}train${tab}" "$folder/$name/tracks.tsv")" \
      '{train_songs: $songs} + .' | keep "$name"
  done
}

# As networks hear that tell voices from the rest; each song as a loudspeaker in a bar,
# a stream of a low bit rate and a telephone play it, too
variants='--focus=three --effects=width=0 --effects=mp3=64 --effects=telephone'

# Let dataset $1 have box-data's validation songs, as they are, in the part $2
put_validation()
{
  awk -F "$tab" -v OFS="$tab" -v part="$2" '
    FNR == 1 { for (i = 1; i <= NF; i++) column[$i] = i }
    NR == FNR { if ($column["split"] == "validation") wanted[$column["path"]]; next }
    $column["path"] in wanted && $column["effects"] == "" { $column["split"] = part }
    { print }' "$folder/box-data/tracks.tsv" "$1/tracks.tsv" >"$1/tracks.new" &&
    mv "$1/tracks.new" "$1/tracks.tsv"
}

# What the box learns from and is measured on, in a crowd, too; and box-all, the same
# with variants of validation songs to learn from.  The seed is the first that puts the
# songs of presets/samples into the test.
box_data()
{
  set -- "$everything" $variants --effects=crowd=12 --seed=132
  prepare box-data "$@"
  [ ! -d "$folder/box-all" ] || return 0
  new=$folder/box-all.part
  [ -d "$new" ] || cp -rl "$folder/box-data" "$new"
  put_validation "$new" train
  "$program" prepare -o "$new" "$@" 2>"$folder/box-all.log" || {
    tail -1 "$folder/box-all.log" >&2
    exit 1
  }
  put_validation "$new" validation
  mv "$new" "$folder/box-all"
}

more()
{
  ! known more more-three more-variants more-albums more-albums-by-song || return 0
  prepare all "$everything"
  crossval more all
  prepare all-three "$everything" --focus=three --effects=width=0 --seed=132
  crossval more-three all-three
  prepare variants "$everything" $variants --seed=132
  crossval more-variants variants
  several_albums "$everything" >"$folder/all-albums.tsv"
  prepare all-albums "$folder/all-albums.tsv" $variants --split=album
  crossval more-albums all-albums --by=album
  crossval more-albums-by-song all-albums --by=song
}

# Cross-validate statistics, which need no validation songs, on dataset $2 under
# the name $1; in $3 folds, of the kinds $4, with the options $5...
floor()
{
  name=$1
  from=$2
  folds=$3
  of=$4
  shift 4
  crossval "$name" "$from" --set=architecture="$of" \
    --set=learn_from=train+validation --set=temperature=1 "$@"
  folds=
}

statistics()
{
  ! known statistics-mix statistics-three statistics-every statistics-albums \
    statistics-albums-by-song || return 0
  known statistics-mix || prepare all "$everything"
  floor statistics-mix all 3 "$kinds"
  prepare all-three-network "$everything" --focus=three
  floor statistics-three all-three-network 3 "$kinds"
  floor statistics-every all-three-network 3 "$every"
  several_albums "$everything" >"$folder/all-albums.tsv"
  prepare albums-three "$folder/all-albums.tsv" --focus=three --split=album
  floor statistics-albums albums-three 3 "$kinds" --by=album
  floor statistics-albums-by-song albums-three 3 "$kinds" --by=song
}

# The same test songs, after the first $songs of each artist's others
few()
{
  ! known few-1 few-2 few-3 few-5 few-8 few-all || return 0
  prepare all-three-network "$everything" --focus=three
  for songs in 1 2 3 5 8 all; do
    name=few-$songs
    ! known "$name" || continue
    rm -rf "${folder:?}/$name"
    cp -rl "$folder/all-three-network" "$folder/$name"
    rm "$folder/$name/tracks.tsv"
    awk -F "$tab" -v most="$songs" '
      NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i }
      NR == 1 || $column["split"] == "test" || most == "all" ||
        n[$column["artist"]]++ < most' \
      "$folder/all-three-network/tracks.tsv" >"$folder/$name/tracks.tsv"
    learn "$name" --set=architecture=$kinds \
      --set=learn_from=train+validation --set=temperature=1
    "$program" evaluate "$folder/$name-run/model.safetensors" "$folder/$name" \
      --json 2>"$folder/$name.log" |
      jq --argjson songs \
        "$(awk -F "$tab" 'NR > 1 && !/\ttest\t/' "$folder/$name/tracks.tsv" | wc -l)" \
        '{train_songs: $songs, clips: .clips.n,
          accuracy: .clips.accuracy, macro_f1: .clips.macro.f1,
          songs: .songs.n, song_accuracy: .songs.accuracy}' | keep "$name"
  done
}

answer()
{
  ! known answer-three || return 0
  prepare all-three-network "$everything" --focus=three
  crossval answer-three all-three-network
}

singers()
{
  ! known singers-mix singers-voice singers-three singers-every || return 0
  if [ ! -d "${SINGERS:-}" ]; then
    say 'SINGERS=FOLDER: nothing measured'
    return
  fi
  "$here/../../tests/bench/mix_singers.py" "$SINGERS" "$folder/singers" ||
    exit 1
  for focus in mix voice three; do
    [ $focus = three ] || ! known "singers-$focus" || continue
    prepare "singers-$focus" "$folder/singers/library.tsv" --focus=$focus
    floor "singers-$focus" "singers-$focus" 5 "$kinds"
  done
  floor singers-every singers-three 5 "$every"
}

# Of the artists who have too few songs to be learnt, sorted: every other one,
# the first when $1 is 1, the second when it is 0
strangers()
{
  awk -F "$tab" -v odd="$1" '
    NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i }
    NR == FNR { if (FNR > 1) songs[$column["artist"]]++; next }
    FNR > 1 && songs[$column["artist"]] < 5 { print $column["artist"] }' \
    "$everything" "$everything" | LC_ALL=C sort -u |
    awk -F "$tab" -v odd="$1" '
      NR == FNR { wanted[$0] = NR % 2 == odd; next }
      FNR == 1 { for (i = 1; i <= NF; i++) column[$i] = i }
      FNR == 1 || wanted[$column["artist"]]' - "$everything"
}

# The figures of model $1 on split $2 of dataset $3, with the prefix $4; and with
# the options $5...
figures()
{
  measured=$1
  split=$2
  dataset=$3
  prefix=$4
  shift 4
  "$program" evaluate "$measured" "$folder/$dataset" --split="$split" --json "$@" |
    jq -c --arg prefix "$prefix" '{
       clips: .clips.n, accuracy: .clips.accuracy,
       accuracy_95: .clips.accuracy_95, macro_f1: .clips.macro.f1, top5: .top5,
       calibration_error: .calibration_error,
       songs: .songs.n, song_accuracy: .songs.accuracy,
       song_accuracy_95: .songs.accuracy_95}
       + if .unknown_artists then {unknown_artists: .unknown_artists.artists,
           unknown_auroc: .unknown_artists.clip_auroc,
           unknown_song_auroc: .unknown_artists.song_auroc} else {} end
       | with_entries(.key |= $prefix + .)'
}

# Of all who have too few songs to be learnt
unheard()
{
  ! known unheard || return 0
  prepare all-three-network "$everything" --focus=three
  {
    strangers 1
    strangers 0 | sed 1d
  } >"$folder/unheard.tsv"
  prepare unheard "$folder/unheard.tsv" --focus=three --min-songs=1
  learn all-three-network --set=architecture="$every"
  learnt=$folder/all-three-network-run/model.safetensors
  make -s -C "$here/../.." build/tests/bench/bench_teach &&
    "$here/../../build/tests/bench/bench_teach" "$learnt" "$folder/unheard" \
      "$folder/all-three-network" || exit 1
  figures "$learnt" test all-three-network '' --unknown="$folder/unheard" |
    keep unheard
}

# Those whom the box does not know, and did not hear as nobody's
unknown()
{
  strangers 0 >"$folder/unknown.tsv"
}

# What the box learns from and is measured on, and whom it does not know
data()
{
  box_data
  strangers 1 >"$folder/strangers.tsv"
  unknown
  prepare box-strangers "$folder/strangers.tsv" --focus=three --min-songs=1
}

box()
{
  ! known box box-small || return 0
  data
  "$here/box.sh" "$program" "$folder/box-data" "$folder/box-strangers" \
    "$folder/box" "$folder/box-all" || exit 1
  for name in box box-small; do
    case $name in
      box) choice=choice model=default ;;
      *) choice=choice-small model=small ;;
    esac
    ! known "$name" || continue
    {
      figures "$folder/box/$choice.safetensors" validation box-data validation_
      figures "$folder/box/$model.safetensors" test box-data '' \
        --unknown="$folder/unknown.tsv" --record
    } | jq -s add | keep "$name"
  done
}

# Is each figure of the result $1 that the JSON in $2 has within half a point?
agrees()
{
  jq -e -n --slurpfile now "$2" --slurpfile all "$results" --arg name "$1" '
    ($all[] | select(.name == $name)) as $known
    | [$now[0] | to_entries[] | [.value, $known[.key]]
       | if (.[0] | type) == "array" then transpose[] else . end
       | .[0] - (.[1] // infinite) | fabs < 0.005]
    | length > 0 and all' >/dev/null
}

# Do the models in the box say of the test what stands in the results?  Other
# processors round otherwise: a clip or two may be named otherwise.
check()
{
  prepare box-test "$everything" --focus=three --seed=132
  unknown
  differ=false
  for name in box box-small; do
    case $name in
      box) model=default ;;
      *) model=small ;;
    esac
    figures "$here/../models/$model.safetensors" test box-test '' \
      --unknown="$folder/unknown.tsv" >"$folder/$name.check" || exit 1
    if agrees "$name" "$folder/$name.check"; then
      say "$model: as it stands in the results: $(cat "$folder/$name.check")"
    else
      say "$model: not as it stands in the results: $(cat "$folder/$name.check")"
      differ=true
    fi
  done
  ! $differ || exit 1
}

mkdir -p "$folder"
touch "$results"
[ -f "$library" ] || "$here/../corpus/corpus.sh" full || exit 1
[ -f "$everything" ] || "$here/../corpus/corpus.sh" all || exit 1
for part in $parts; do
  case $part in
    songs | folds | albums | reference | curve | more | statistics | few | \
      answer | singers | unheard | data | box | check)
      "$part"
      ;;
    ablation)
      # shellcheck disable=SC2046 # names without spaces
      ! (results=$here/../results/ablation.jsonl &&
        known $(tail -n +2 "$here/ablation.tsv" | cut -f 1)) || continue
      prepare song-1 "$library" --seed=1
      for focus in voice three; do
        prepare "song-1-$focus" "$library" --seed=1 --focus=$focus --finder=filters
      done
      "$here/ablation.sh" "$program" "$folder/song-1" "$folder/ablation"
      ;;
    *)
      say "no part '$part'"
      exit 2
      ;;
  esac
done
