#!/bin/sh
# Takes JNA's libraries for all other platforms out of its jar, 1.7 MB; ours is in app/native.
# Usage: strip-jna.sh JDK JAR TIME
set -eu
jdk=$1 jar=$2 time=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/jar"
cd "$work/jar"
"$jdk/bin/jar" --extract --file "$jar"
rm -rf com/sun/jna/*-*
{
    echo META-INF/MANIFEST.MF
    find META-INF com -type f ! -name MANIFEST.MF | LC_ALL=C sort
} >"$work/files"
"$jdk/bin/jar" --create --no-manifest "--date=$time" --file "$work/new.jar" "@$work/files"
mv "$work/new.jar" "$jar"
