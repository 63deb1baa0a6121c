# What tests of the program share.  Sourced; the test goes on in an empty folder
# that is removed at its end.

. "$(dirname "$0")/../wait.sh"
. "$(dirname "$0")/../fail.sh"

build=$(realpath "${BUILD:-build}")
byline=$build/byline
# What writes sounds
sounds=$(realpath "$(dirname "$0")/../cli/sounds.py")
work=$(mktemp -d) && cd "$work" || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# Run a command that must end with a status and say something, anything if TEXT
# is empty.  What it prints is left in the files out, err and log (both).
# usage: expect STATUS TEXT COMMAND...
expect()
{
  wanted=$1 text=$2 status=0
  shift 2
  "$@" >out 2>err || status=$?
  cat err out >log
  [ "$status" = "$wanted" ] || fail "status $status, not $wanted: $*"
  [ -z "$text" ] || grep -q -- "$text" log || fail "does not say '$text': $*"
  ! grep -q 'Sanitizer\|runtime error' log || fail "$*"
}

# usage: need PROGRAM: the test is skipped where it is not installed
need()
{
  command -v "$1" >/dev/null || { echo "no $1" && exit 77; }
}

# The tune of a song, in time with no other's, as the phase of a tone of 1 Hz:
# held tones are no music, and tunes in step would be taken for one backing
# usage: tune SONG
tune()
{
  printf '%s' "2**(mod(floor($((3 + $1 % 3)).$((37 * $1 % 100))*t)*\
$((5 + 2 * ($1 % 4)))+floor(0.$((40 + 17 * $1 % 60))*t)*$((1 + $1 % 7)),12)/12)*t"
}

# Write songs 1.wav, 2.wav... by a few "artists", each with an interval of their
# own, and their table library.tsv; the first has 14 s, or $shortest.
# usage: make_artists SONGS ARTISTS
make_artists()
{
  printf 'path\tartist\ttitle\n' >library.tsv
  song=0
  while [ $song -lt "$1" ]; do
    song=$((song + 1))
    artist=$((song % $2))
    low=$((150 + 30 * song))
    high=$((low * (artist + 2)))
    # Of unlike lengths, or they would be taken for the same sound.  Tones that
    # die away: what is as loud all the time is no music
    echo "$song.wav $((${shortest:-14} + 3 * (song - 1))) 0.05*(0.2+exp(-3*mod(4*t,1)))\
*(sin(2*pi*$low*$(tune $song))+sin(4*pi*$low*$(tune $song))\
+sin(2*pi*$high*$(tune $song)))+0.001*noise($song)"
    printf '%s\tArtist %s\tSong %s\n' "$song.wav" $artist $song >>library.tsv
  done | "$sounds" || exit 1
}
