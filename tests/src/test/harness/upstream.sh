#!/bin/sh
# Stand-ins for upstream's programs in a home, which say what the real ones would.
#   upstream.sh HOME        puts them there
#   upstream.sh --is HOME   whether they are there, node leads to them, and nothing of ours does
set -eu
check=
[ "$1" != --is ] || { check=1 && shift; }
home=$1
version=$(sed -n 's/.*"runtime": *"\([0-9.]*\)".*/\1/p' "$home/tools/user/platform.json" | sed 1q)

if [ -n "$check" ]; then
    for each in volta volta-migrate volta-shim; do
        grep -q '^# upstream' "$home/bin/$each" || { echo "$each is not upstream's" && exit 1; }
    done
    [ ! -e "$home/bin/voltad" ] || { echo "voltad is left" && exit 1; }
    [ "$(readlink "$home/bin/node")" = "$home/bin/volta-shim" ] || { echo "node is ours" && exit 1; }
    exit 0
fi
for each in volta volta-migrate volta-shim; do
    rm -f "$home/bin/$each"
    printf '#!/bin/sh\n# upstream\necho v%s\n' "$version" >"$home/bin/$each"
    chmod 755 "$home/bin/$each"
done
ln -sfn "$home/bin/volta-shim" "$home/bin/node"
