#!/bin/sh
# Makes the class-data archives of a release tree: runs each program once as its users do, and has
# the JVM write the classes that were loaded to app/<program>.jsa. Usage: archive.sh TREE
#
# A program that cannot be run has no archive and starts more slowly, so nothing here is fatal.
# An archive holds for this very JVM and for these very jars (paths, sizes, times); any other JVM
# does without it and says nothing: app/<program>.args.
set -u

tree=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -m 700 "$work/runtime"
export VOLTA_HOME="$work/home" HOME="$work" XDG_RUNTIME_DIR="$work/runtime"
unset VOLTA_INSTALL_DIR VOLTA_LOGLEVEL

# A home of layout v1, so that a whole migration is run.
image=$VOLTA_HOME/tools/image/node/10.6.0/6.1.0/bin
mkdir -p "$image" "$VOLTA_HOME/bin" "$VOLTA_HOME/tools/inventory/node" "$VOLTA_HOME/tools/user"
: >"$VOLTA_HOME/layout.v1"
printf '6.1.0' >"$VOLTA_HOME/tools/inventory/node/node-v10.6.0-npm"
printf '{"node":{"runtime":"10.6.0","npm":"6.1.0"},"yarn":null}' \
    >"$VOLTA_HOME/tools/user/platform.json"
: >"$image/node"
chmod +x "$image/node"

# run PROGRAM ARGUMENTS...: becomes the program, whose JVM writes the archive when it ends
run() {
    program=$1
    shift
    export JAVA_TOOL_OPTIONS="-XX:ArchiveClassesAtExit=$tree/app/$program.jsa"
    exec "$tree/bin/$program" "$@" >"$work/$program.log" 2>&1 </dev/null
}

report() {
    if [ -s "$tree/app/$1.jsa" ]; then
        return
    fi
    rm -f "$tree/app/$1.jsa"
    echo "note: no class-data archive for $1:"
    sed -e '/JAVA_TOOL_OPTIONS/d' -e 's/^/  /' -e 4q "$work/$1.log"
}

(run volta-migrate)
report volta-migrate

(run voltad) &
daemon=$!
tries=100
while [ "$tries" -gt 0 ] && [ ! -s "$VOLTA_HOME/self/endpoint" ] && kill -0 "$daemon" 2>/dev/null; do
    tries=$((tries - 1))
    sleep 0.1
done
(run volta daemon status)
report volta
kill "$daemon" 2>/dev/null
wait "$daemon"
report voltad
exit 0
