#!/bin/sh
# Builds and packs two clones of the last commit, in folders of different names, with different
# umasks, time zones and languages, and compares what comes out. Usage: check-reproducible.sh
set -eu
repository=$(cd "$(dirname "$0")/../../../.." && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# make FOLDER UMASK TZ LANG
make() {
    git clone -q "$repository" "$work/$1"
    (
        cd "$work/$1"
        umask "$2"
        export TZ="$3" LANG="$4" LC_ALL="$4"
        ./dev package >"$work/$1.log" 2>&1 || { cat "$work/$1.log" >&2 && exit 1; }
        LC_ALL=C sha256sum target/tree/manifest.json target/voltad*
    ) >"$work/$1.sums"
}

make a 022 UTC C.UTF-8
make another-folder-with-a-longer-name 077 Pacific/Auckland C
cat "$work/a.sums"
if diff "$work/a.sums" "$work/another-folder-with-a-longer-name.sums"; then
    echo "both builds are the same"
else
    diff -r "$work/a/target/tree" "$work/another-folder-with-a-longer-name/target/tree" || true
    exit 1
fi
