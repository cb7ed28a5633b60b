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
rm -f "$tree"/app/*.jsa
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

# start PROGRAM ARGUMENTS...: in the background; its JVM writes the archive when it ends
start() {
    program=$1
    shift
    JAVA_TOOL_OPTIONS="-XX:ArchiveClassesAtExit=$tree/app/$program.jsa" \
        "$tree/bin/$program" "$@" >"$work/$program.log" 2>&1 </dev/null &
    process=$!
}

# until_ended PROCESS: its exit status; after 30 s it is killed
until_ended() {
    tries=300
    while kill -0 "$1" 2>/dev/null; do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || kill -9 "$1"
        sleep 0.1
    done
    wait "$1"
}

# check PROGRAM WORKED: a program that did not work loaded too little for a useful archive
check() {
    if [ "$2" = yes ] && [ -s "$tree/app/$1.jsa" ]; then
        return
    fi
    rm -f "$tree/app/$1.jsa"
    echo "note: no class-data archive for $1, which starts more slowly without; it said:"
    sed -e '/JAVA_TOOL_OPTIONS/d' -e 's/^/  /' -e 4q "$work/$1.log"
}

start volta-migrate
if until_ended "$process"; then worked=yes; else worked=no; fi
check volta-migrate "$worked"

start voltad
daemon=$process
tries=100
while [ "$tries" -gt 0 ] && [ ! -s "$VOLTA_HOME/self/endpoint" ] && kill -0 "$daemon" 2>/dev/null; do
    tries=$((tries - 1))
    sleep 0.1
done
if [ -s "$VOLTA_HOME/self/endpoint" ]; then served=yes; else served=no; fi

start volta daemon status
if until_ended "$process"; then worked=yes; else worked=no; fi
check volta "$worked"

kill "$daemon" 2>/dev/null
until_ended "$daemon"
check voltad "$served"
exit 0
