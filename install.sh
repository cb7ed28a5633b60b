#!/bin/sh
# Puts voltad into a Volta directory (VOLTA_HOME, else ~/.volta): from an unpacked release, or from
# a clone, where it is built first. What is there of another Volta is kept, shell profiles are not
# touched, and running it again is an upgrade. What it takes: volta self install --help.
set -eu
here=$(cd "$(dirname "$0")" && pwd)

case ${1-} in
-h | --help)
    sed -n '2,4s/^# \{0,1\}//p' "$0"
    exit 0
    ;;
esac
if [ -f "$here/manifest.json" ]; then
    tree=$here
else
    tree=$here/target/tree
    # Anything newer than the tree is not in it; all files of a tree but the archives have one time.
    built=$tree/app/volta.jsa
    if [ ! -f "$built" ] ||
        [ -n "$(find "$here" -path "$here/target" -prune -o -path '*/target/*' -prune -o \
            -path "$here/.git" -prune -o -type f -newer "$built" -print | sed 1q)" ]; then
        "$here/dev" build
    fi
fi
exec "$tree/bin/volta" self install "$@"
