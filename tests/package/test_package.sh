#!/bin/bash
# The Debian package that 'make package' made has no errors for lintian; a bare
# Debian takes it with what it depends on, an ordinary account there names a song
# with it, and nothing is left when it is purged.  Fetches some 100 MB.
# Time limit: 1800 s

build=${BUILD:-build}
package=$(realpath "$(ls -t "$build"/byline_*.deb | head -n 1)")

skip() {
  echo "$*"
  exit 77
}

. tests/fail.sh

for tool in debootstrap lintian unshare; do
  command -v $tool >/dev/null || skip "no $tool here"
done
[ "$(id -u)" = 0 ] || skip 'a bare Debian needs root'

# ---- what the package says of itself

version=$(dpkg-deb -f "$package" Version)
[ "byline $version" = "$("$build/byline" --version)" ] ||
  fail "$package has version $version"
setpriv --reuid=65534 --regid=65534 --clear-groups true 2>/dev/null &&
  as=(setpriv --reuid=65534 --regid=65534 --clear-groups)
work=$(mktemp -d) || exit 1
bare=$work/bare
trap 'rm -rf --one-file-system "$work"' EXIT
trap 'exit 143' HUP INT TERM
chmod 755 "$work"
install -m 644 "$package" "$work/"
found=$(cd / && "${as[@]}" lintian --fail-on=none -L '>=warning' \
  "$work/${package##*/}") || fail "lintian: $?"
[ -z "$found" ] || fail "lintian says: $found"

# ---- a bare Debian

# shellcheck source=/dev/null
. /etc/os-release
mirror=$(apt-get indextargets --format '$(REPO_URI) $(CODENAME)' \
  "Codename: $VERSION_CODENAME" 'Created-By: Packages' 2>/dev/null |
  awk '/debian\/? / { print $1; exit }')
echo "debootstrap $VERSION_CODENAME" >"$BYLINE_WAIT"
debootstrap --variant=minbase "$VERSION_CODENAME" "$bare" \
  "${mirror:-http://deb.debian.org/debian}" >"$work/log" 2>&1 ||
  { tail "$work/log" && fail 'debootstrap'; }
cp /etc/resolv.conf "$bare/etc/"
mkdir "$bare/music"
cp presets/samples/*.opus "$package" "$bare/music/"

# within COMMAND [OPTION OF unshare...]: in the bare Debian, whose processes see
# nothing of this machine's
within() {
  local command=$1
  shift
  unshare --mount --pid --fork --kill-child "$@" sh -c '
    ip link set lo up 2>/dev/null
    mount -t proc proc "$1/proc" && mount -t tmpfs tmpfs "$1/dev/shm" &&
      mount -t devpts -o newinstance,ptmxmode=666 devpts "$1/dev/pts" &&
      exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
        DEBIAN_FRONTEND=noninteractive chroot "$1" sh -c "$2"' \
    - "$bare" "$command"
}

# as_dj COMMAND: by an ordinary account, without a network
as_dj() {
  within "su - dj -c '$1'" --net
}

within 'useradd -m dj && apt-get -q update' >"$work/log" 2>&1 ||
  { tail "$work/log" && fail 'apt-get update'; }
within 'find / -xdev ! -path "/var/*" ! -path "/proc/*"' | sort >"$work/before"
echo 'apt-get install' >"$BYLINE_WAIT"
within "apt-get -qy --no-install-recommends install /music/${package##*/}" \
  >"$work/log" 2>&1 || { tail "$work/log" && fail 'it does not install'; }

# ---- used there

as_dj 'byline identify "/music/Obsidian Shell - Second Birth.opus"' \
  >"$work/named" || fail "byline identify: $?"
grep -q '^  1\. .* Obsidian Shell$' "$work/named" ||
  fail "the song is not named: $(cat "$work/named")"
as_dj 'byline-window --version' | grep -qx "byline-window $version" ||
  fail 'byline-window does not start'
as_dj 'ldd /usr/lib/*/byline*.so /usr/lib/lv2/byline.lv2/*.so' \
  >"$work/libraries" || fail 'ldd'
! grep 'not found' "$work/libraries" || fail 'the plugins lack libraries'

# ---- and taken out again

within 'dpkg -L byline' | grep -v '^/\.$' >"$work/files"
[ "$(wc -l <"$work/files")" -gt 25 ] || fail 'where are its files?'
within 'apt-get -qy purge byline && apt-get -qy autoremove --purge' \
  >"$work/log" 2>&1 || { tail "$work/log" && fail 'it does not go'; }
within 'find / -xdev ! -path "/var/*" ! -path "/proc/*"' | sort >"$work/after"
comm -13 "$work/before" "$work/after" | grep -i byline && fail 'left behind'
within 'dpkg -s byline' >/dev/null 2>&1 && fail 'dpkg still knows it'
exit 0
