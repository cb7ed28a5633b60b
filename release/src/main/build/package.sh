#!/bin/sh
# Packs a release tree, without what was made in place: OUT/voltad-<version>-<platform>.tar.gz and,
# for Linux, OUT/voltad_<version>_<architecture>.deb. The same tree gives the same bytes.
# Usage: package.sh TREE OUT
set -eu
tree=$(cd "$1" && pwd -P) out=$(cd "$2" && pwd -P)
debian=$(cd "$(dirname "$0")/../debian" && pwd -P)
export LC_ALL=C TZ=UTC0
umask 022

# value NAME: of the first line of the manifest
value() { sed -n "1s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" "$tree/manifest.json"; }
version=$(value version) platform=$(value platform)
SOURCE_DATE_EPOCH=$(stat -c %Y "$tree/manifest.json")
export SOURCE_DATE_EPOCH

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
name=voltad-$version
mkdir "$work/tar"
cp -a "$tree" "$work/tar/$name"
rm -f "$work/tar/$name"/app/*.jsa "$work/tar/$name/runtime/lib/server/classes.jsa"

tar --create --directory "$work/tar" --sort=name --format=gnu --owner=0 --group=0 \
    --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" "$name" |
    gzip -9 -n >"$out/$name-$platform.tar.gz"

case $platform in
linux-x64) architecture=amd64 ;;
linux-arm64) architecture=arm64 ;;
*) exit 0 ;;
esac
root=$work/root
installed=$root/usr/lib/voltad
doc=$root/usr/share/doc/voltad
mkdir -p "$root/usr/lib" "$root/usr/bin" "$doc" "$root/usr/share/man/man1" \
    "$root/usr/share/lintian/overrides" "$root/DEBIAN"
mv "$work/tar/$name" "$installed"
echo dpkg >"$installed/owner"
for program in volta volta-migrate voltad; do
    ln -s "../lib/voltad/bin/$program" "$root/usr/bin/$program"
done
for page in "$installed"/share/man/man1/*.1; do
    gzip -9 -n <"$page" >"$root/usr/share/man/man1/${page##*/}.gz"
done
# install FILE FOLDER: below usr/share
install_shared() {
    mkdir -p "$root/usr/share/$2"
    cp "$installed/share/$1" "$root/usr/share/$2"
}
install_shared bash-completion/completions/volta bash-completion/completions
install_shared zsh/site-functions/_volta zsh/vendor-completions
install_shared fish/vendor_completions.d/volta.fish fish/vendor_completions.d

cp "$debian/copyright" "$doc"
{
    printf 'voltad (%s) unstable; urgency=medium\n\n' "$version"
    printf '  * What changed is in the CHANGELOG.md of the sources.\n\n'
    printf ' -- the voltad developers <packages@voltad.dev>  %s\n' "$(date -u -R -d "@$SOURCE_DATE_EPOCH")"
} | gzip -9 -n >"$doc/changelog.gz"
cp "$debian/lintian-overrides" "$root/usr/share/lintian/overrides/voltad"
cp "$debian/postinst" "$debian/prerm" "$root/DEBIAN"
chmod 755 "$root/DEBIAN/postinst" "$root/DEBIAN/prerm"

# What the JVM is linked with: more than libc, where the JDK is Debian's own.
mkdir -p "$work/source/debian"
printf 'Source: voltad\n\nPackage: voltad\nArchitecture: any\n' >"$work/source/debian/control"
depends=$(cd "$work/source" && find "$installed/runtime" "$installed/app/native" -type f \
    \( -name '*.so' -o -perm -u=x \) -print | sort | xargs dpkg-shlibdeps -O --ignore-missing-info \
    "-l$installed/runtime/lib" "-l$installed/runtime/lib/server" 2>"$work/log" | sed -n 's/^shlibs:Depends=//p')
[ -n "$depends" ] || { cat "$work/log" >&2 && exit 1; }
size=$(find "$root/usr" -type f -printf '%s\n' | awk '{ n += int(($1 + 1023) / 1024) } END { print n }')
sed -e "s/@VERSION@/$version/" -e "s/@ARCHITECTURE@/$architecture/" -e "s/@SIZE@/$size/" \
    -e "s/@DEPENDS@/$depends/" "$debian/control" >"$root/DEBIAN/control"
(cd "$root" && find usr -type f | sort | xargs md5sum) >"$root/DEBIAN/md5sums"
find "$root" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
# One thread: several would cut the data elsewhere.
dpkg-deb --root-owner-group -Zxz --threads-max=1 --build "$root" \
    "$out/voltad_${version}_$architecture.deb" >/dev/null
