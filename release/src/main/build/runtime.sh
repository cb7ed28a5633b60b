#!/bin/sh
# Links the JVM of the release tree: only the modules in modules.txt, only the server VM (no other
# is in every JDK), without debug information. Linking takes 12 s, so an image is kept until
# something that it is made of changes. Usage: runtime.sh JDK IMAGE
set -eu

jdk=$1 image=$2
here=$(dirname "$0")
modules=$(sed -n -e 's/^needed //p' -e 's/^provider //p' "$here/modules.txt" | paste -s -d , -)
made_of="$(cat "$jdk/release") $(ls -l "$jdk/lib/modules") $(cksum <"$0") $modules"

if [ -x "$image/bin/java" ] && [ "$(cat "$image.stamp" 2>/dev/null)" = "$made_of" ]; then
    exit 0
fi
rm -rf "$image" "$image.stamp"
mkdir -p "$(dirname "$image")"
# Java's XML parsers and transformers, 8 MB: all but one class of each package, since a module must
# have every package that it says it has.
"$jdk/bin/jmod" list "$jdk/jmods/java.xml.jmod" |
    sed -n -e 's,^classes/\(com/sun/\),/java.xml/\1,p' -e 's,^classes/\(jdk/xml/\),/java.xml/\1,p' |
    LC_ALL=C sort |
    awk '{ folder = $0; sub("/[^/]*$", "", folder) }
        /[.]class$/ && !(folder in kept) { kept[folder] = 1; next }
        { print }' >"$image.unused"
native=''
case $(uname -s) in
Linux) native='--strip-native-debug-symbols exclude-debuginfo-files' ;;
esac
# shellcheck disable=SC2086 # words on purpose
"$jdk/bin/jlink" --add-modules "$modules" --vm server --strip-java-debug-attributes $native \
    "--exclude-resources=@$image.unused" \
    --no-man-pages --no-header-files --output "$image"
# Nothing of ours starts these.
rm -f "$image/bin/keytool" "$image/lib/jexec" "$image/lib/jrt-fs.jar" "$image/lib/libjsig.so" \
    "$image/lib/server/libjsig.so"
[ -z "$native" ] || find "$image" -name '*.so' -o -path '*/bin/java' -o -name jspawnhelper |
    LC_ALL=C sort | xargs strip --strip-unneeded
printf '%s' "$made_of" >"$image.stamp"
