#!/bin/bash
# Makes a Debian package of what 'make install' installs.  Needs no root.
# usage: .ci/package/package.sh VERSION BUILD
# Builds in BUILD/package, with Debian's flags, whatever BUILD was built with, and
# leaves BUILD/byline_VERSION_ARCHITECTURE.deb.

set -e
# Root makes nothing in somebody's clone, who could not remove it
owner=$(stat -c %u .)
if [ "$(id -u)" = 0 ] && [ "$owner" != 0 ]; then
  exec env -u HOME setpriv "--reuid=$owner" "--regid=$(stat -c %g .)" \
    --clear-groups "$0" "$@"
fi

version=$1 build=$(realpath -m "$2")
here=$(realpath "${0%/*}")
work=$build/package
root=$work/debian/byline

for tool in dpkg-deb dpkg-shlibdeps dpkg-buildflags; do
  command -v $tool >/dev/null ||
    { echo "no $tool: apt-get install dpkg-dev" >&2 && exit 1; }
done

# Everything has the date of the revision, so that the same revision makes the same
# package; a tarball has that of its Makefile
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null ||
  stat -c %Y Makefile)}
export SOURCE_DATE_EPOCH
architecture=$(dpkg --print-architecture)
package=byline_${version}_$architecture.deb

# ---- what make installs, in the places that Debian has for it

flags="-O3 -g -ffile-prefix-map=$PWD=. $(dpkg-buildflags --get CPPFLAGS) \
-fstack-protector-strong -Wformat -Werror=format-security"
link="-Wl,-z,relro -Wl,-z,now"
into=(PREFIX=/usr "DESTDIR=$root" "BUILD=$work/build" "CFLAGS=$flags"
  "LDFLAGS=$link")
umask 022
rm -rf "$work/debian"
mkdir -p "$root/DEBIAN"
make --no-print-directory "${into[@]}" all
make --no-print-directory -s "${into[@]}" install

# Shown to no host: everything but the code
find "$root" -type f \( -name '*.so' -o -path '*/bin/*' \) \
  -exec strip --strip-unneeded --remove-section=.comment {} +
gzip -9n "$root"/usr/share/man/man1/*.1
# The link as Debian has links: relative, and never out of the package
ln -srf "$root/usr/lib/lv2/byline.lv2/default.safetensors" \
  "$root/usr/share/byline/default.safetensors"

# ---- what Debian wants besides

papers=$root/usr/share/doc/byline
mkdir -p "$papers"
cp "$here/copyright" "$papers/"
cat >"$work/debian/changelog" <<END
byline ($version) bookworm; urgency=medium

  * As NEWS.md tells.

 -- The Byline authors <authors@byline.example.org>  $(
  LC_ALL=C date -uRd "@$SOURCE_DATE_EPOCH"
)
END
gzip -9nc "$work/debian/changelog" >"$papers/changelog.gz"
[ ! -e NEWS.md ] || gzip -9nc NEWS.md >"$papers/NEWS.md.gz"
chmod 644 "$papers"/*

# ---- the package

echo 'Source: byline' >"$work/debian/control"
# What the program opens by itself when it needs it, as something that is linked
# shellcheck disable=SC2046 # options, one by one
cc -shared -o "$work/opened.so" -x c /dev/null -Wl,--no-as-needed \
  $(pkg-config --libs libavformat libavcodec libavutil libswresample libchromaprint)
depends=$(cd "$work" && {
  echo opened.so
  find debian/byline -type f \( -name '*.so' -o -path '*/bin/*' \)
} | tr '\n' '\0' | xargs -0 dpkg-shlibdeps --warnings=1 -O)
control=$(<"$here/control.in")
control=${control/@VERSION@/$version}
control=${control/@ARCHITECTURE@/$architecture}
control=${control/@SIZE@/$(du -sk --apparent-size "$root/usr" | cut -f 1)}
control=${control/@DEPENDS@/${depends#shlibs:Depends=}}
echo "$control" >"$root/DEBIAN/control"
(cd "$root" && find usr -type f -print0 | LC_ALL=C sort -z |
  xargs -0 md5sum >DEBIAN/md5sums)
chmod 644 "$root"/DEBIAN/*
dpkg-deb --root-owner-group --build "$root" "$build/$package.new" >/dev/null
mv "$build/$package.new" "$build/$package"
echo "$2/$package"
