#!/bin/sh
# tree.sh HOME PREFIX - prints a home as text, without what is ours: type, mode, path, link target,
# then a checksum of each file. PREFIX is left out of link targets, so that homes in different
# places can be compared.
set -eu
cd "$1"
find . -path ./self -prune -o -path ./volta.lock -prune -o -type d -printf 'd %m %p\n' \
    -o -type l -printf 'l %p -> %l\n' -o -printf '%y %m %p\n' | sed "s|$2||g" | LC_ALL=C sort
find . -path ./self -prune -o -path ./volta.lock -prune -o -type f -print0 |
    LC_ALL=C sort -z | xargs -0 sha256sum
