#!/bin/sh
# A small test of the two native programs with homes made up here. Usage: check.sh FOLDER
# (with volta-shim and launcher). The full contract is tested from the module tests.
set -eu

built=$(cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work" "$work.base"' EXIT
failed=0
count=0
# The commands that scripts here need, and no node.
base=$work.base
mkdir "$base"
for tool in cat chmod cp dirname env flock ln mkdir mktemp rm sh; do
    ln -s "$(command -v "$tool")" "$base/$tool"
done
unset VOLTA_BYPASS VOLTA_FEATURE_PNPM VOLTA_INSTALL_DIR VOLTA_LOGLEVEL VOLTA_UNSAFE_GLOBAL \
    _VOLTA_MIGRATING _VOLTA_TOOL_RECURSION NODE_PATH JAVA_HOME
export VOLTA_HOME="$work/home" LC_ALL=C

# program PATH TEXT: a script that prints TEXT and its arguments
program() {
    mkdir -p "$(dirname "$1")"
    printf '#!/bin/sh\necho "%s" "$@"\n' "$2" >"$1"
    chmod +x "$1"
}

write() {
    mkdir -p "$(dirname "$1")"
    printf '%s' "$2" >"$1"
}

# expect NAME STATUS PATTERN COMMAND...: exit status, and a shell pattern for stdout and stderr
expect() {
    name=$1 status=$2 pattern=$3
    shift 3
    count=$((count + 1))
    set +e
    output=$("$@" 2>&1 </dev/null)
    got=$?
    set -e
    # shellcheck disable=SC2254 # the pattern is meant as one
    case $output in
    $pattern) matched=1 ;;
    *) matched=0 ;;
    esac
    if [ "$got" != "$status" ] || [ "$matched" = 0 ]; then
        failed=$((failed + 1))
        printf 'FAILED %s: exit status %s, output:\n%s\n' "$name" "$got" "$output"
    fi
}

new_home() {
    rm -rf "$work"
    image=$VOLTA_HOME/tools/image
    mkdir -p "$VOLTA_HOME/bin" "$work/empty" "$work/programs"
    : >"$VOLTA_HOME/layout.v4"
    cp "$built/volta-shim" "$work/programs"
    printf '#!/bin/sh\necho volta "$@"\nexit 126\n' >"$work/programs/volta"
    chmod +x "$work/programs/volta"
    for tool in node npm npx yarn pnpm cowsay other volta-shim; do
        ln -s "$work/programs/volta-shim" "$VOLTA_HOME/bin/$tool"
    done
    for version in 18.1.0 20.2.0; do
        program "$image/node/$version/bin/node" "node $version"
        program "$image/node/$version/bin/npm" "npm of $version"
        program "$image/node/$version/bin/npx" "npx of $version"
    done
    program "$image/npm/9.3.0/bin/npm" "npm 9.3.0"
    program "$image/yarn/1.22.19/bin/yarn" "yarn 1.22.19"
    write "$VOLTA_HOME/tools/user/platform.json" \
        '{"node":{"runtime":"18.1.0","npm":"9.3.0"},"pnpm":null,"yarn":"1.22.19"}'
    write "$VOLTA_HOME/tools/user/bins/cowsay.json" '{"name":"cowsay","package":"@farm/cowsay",
        "version":"1.0.0","manager":"Npm",
        "platform":{"node":"20.2.0","npm":null,"pnpm":null,"yarn":null}}'
    program "$image/packages/@farm/cowsay/bin/cowsay" 'installed cowsay $NODE_PATH'
    write "$work/project/package.json" \
        '{"dependencies":{"@farm/cowsay":"^1"},"volta":{"node":"20.2.0"}}'
    mkdir -p "$work/project/a/b" "$work/project/node_modules/x"
}

shim() {
    tool=$1
    shift
    cd "$folder"
    PATH=$VOLTA_HOME/bin:$work/system:$base "$VOLTA_HOME/bin/$tool" "$@"
}

check_tools() {
    folder=$work/empty
    expect default 0 'node 18.1.0 a b c' shim node 'a b' c
    expect custom-npm 0 'npm 9.3.0 run' shim npm run
    expect yarn 0 'yarn 1.22.19' shim yarn
    expect directly 126 '*should not be called directly*code: called-directly' shim volta-shim
    expect global 126 'volta cold global-command volta install  npm i -g cowsay' \
        shim npm i -g cowsay
    upstream=$VOLTA_HOME/self/upstream/volta-shim
    program "$upstream" 'upstream $VOLTA_INSTALL_DIR'
    expect global-upstream 0 "upstream $VOLTA_HOME/bin i -g cowsay" shim npm i -g cowsay
    ln -f "$work/programs/volta-shim" "$upstream"
    expect upstream-is-ours 126 'volta cold *' shim npm i -g cowsay
    rm "$upstream"
    program "$upstream" 'upstream'
    write "$VOLTA_HOME/hooks.json" '{"events":{"publish":{"bin":"report"}}}'
    expect events 0 'upstream --version' shim node --version
    rm -r "$VOLTA_HOME/self"
    expect events-not-published 0 'node 18.1.0 --version' shim node --version
    rm "$VOLTA_HOME/hooks.json"
    expect debug 0 "[[]verbose] Active Image:
    Node: 18.1.0 from default configuration
    npm: 9.3.0 from default configuration
    pnpm: None
    Yarn: 1.22.19 from default configuration
node 18.1.0" env VOLTA_LOGLEVEL=debug "$VOLTA_HOME/bin/node"
    expect not-global 0 'npm 9.3.0 i cowsay' shim npm i cowsay
    expect installed-package 0 "installed cowsay $VOLTA_HOME/tools/shared: hi" shim cowsay hi
    expect unknown 126 '*Could not find executable "other"*' shim other
    expect pnpm-off 126 '*Could not find executable "pnpm"*' shim pnpm
    folder=$work/project/a/b
    expect project 0 'node 20.2.0' shim node
    expect project-npm 0 'npm of 20.2.0' shim npm
    expect inherited-yarn 0 'yarn 1.22.19' shim yarn
    expect local-missing 126 '*Could not locate executable `cowsay` in your project*' shim cowsay
    program "$work/project/node_modules/.bin/cowsay" 'local cowsay'
    expect local 0 'local cowsay hi' shim cowsay hi
    write "$work/project/a/package.json" '{"volta":{"extends":"../package.json","npm":"9.3.0"}}'
    expect extends 0 'npm 9.3.0' shim npm
    write "$work/project/package.json" '{"volta":{"extends":"a/package.json","node":"20.2.0"}}'
    expect cycle 126 '*code: extends-cycle' shim node
    write "$work/project/a/package.json" '{"volta":{}}'
    expect no-node 126 '*code: no-project-node' shim node
    write "$work/project/a/package.json" '{"volta":{"node":"../../../../18.1.0"}}'
    expect bad-version 126 '*code: version-invalid' shim node
    write "$work/project/a/package.json" '{"volta":{"node":"22.0.0"}}'
    expect not-installed 126 "volta cold not-installed node@22.0.0 $work/project/a/package.json node" \
        shim node
    write "$work/project/a/package.json" '{"a":[1,{"b":null}],"volta":{"node":"20.2.0"},}'
    expect malformed 126 'volta cold malformed */project/a/package.json 46 node' shim node
    rm "$work/programs/volta"
    ln -s volta-shim "$work/programs/volta"
    expect volta-is-ours 126 '*code: no-program' shim node
    rm "$work/programs/volta"
    cp "$work/programs/volta-shim" "$work/programs/volta"
    expect volta-is-a-copy 126 '*code: no-program' shim node
    rm "$work/programs/volta"
    expect no-volta 126 '*malformed*package.json*code: no-program' shim node
}

check_system() {
    folder=$work/empty
    program "$work/system/node" 'system node'
    export VOLTA_BYPASS=
    expect bypass 0 'system node' shim node
    ln -s "$VOLTA_HOME/bin" "$work/alias"
    rm "$work/system/node"
    expect alias 126 '*VOLTA_BYPASS is enabled*' env \
        PATH="$work/alias:$VOLTA_HOME//bin/.:" "$VOLTA_HOME/bin/node"
    unset VOLTA_BYPASS
    program "$work/system/node" 'system node'
    export _VOLTA_TOOL_RECURSION=1
    expect recursion 0 'system node' shim node
    export _VOLTA_TOOL_RECURSION=1000
    expect too-deep 126 '*code: too-deep' shim node
    unset _VOLTA_TOOL_RECURSION
    rm "$VOLTA_HOME/tools/user/platform.json" "$work/system/node"
    expect no-platform 126 '*Node is not available*' shim node
}

check_migration() {
    folder=$work/empty
    rm "$VOLTA_HOME/layout.v4"
    expect no-migrate 126 '*code: no-migration' shim node
    program "$work/programs/volta-migrate" 'did nothing'
    expect marker-missing 126 'did nothing*code: marker-missing' shim node
    printf '#!/bin/sh\nexit 21\n' >"$work/programs/volta-migrate"
    expect migrate-fails 21 '' shim node
    # The migration runs a tool of the home: that must end, and not wait for the migration.
    printf '#!/bin/sh\n"%s/bin/node"; echo "$? $VOLTA_LOGLEVEL"; : >"%s/layout.v4"\n' \
        "$VOLTA_HOME" "$VOLTA_HOME" >"$work/programs/volta-migrate"
    expect below-migration 0 '*code: below-migration
126 error
node 18.1.0' shim node
    rm "$VOLTA_HOME/layout.v4"
    write "$VOLTA_HOME/self/endpoint" "$work/no/socket"
    expect dead-daemon 0 '*node 18.1.0' shim node
    rm "$VOLTA_HOME/layout.v4"
    : >"$VOLTA_HOME/volta.lock"
    expect below-holder 126 '*code: below-migration' flock "$VOLTA_HOME/volta.lock" \
        "$VOLTA_HOME/bin/node"
    printf '#!/bin/sh\nexit 21\n' >"$work/programs/volta-migrate"
    program "$VOLTA_HOME/self/current/bin/volta-shim" 'new $_VOLTA_SHIM_SWITCHED'
    expect switched 0 'new [0-9]* --version' shim node --version
    cp "$built/volta-shim" "$VOLTA_HOME/self/current/bin/volta-shim"
    cp "$work/programs/volta-migrate" "$VOLTA_HOME/self/current/bin/volta-migrate"
    expect switched-once 21 '' shim node
}

# A library that cannot be loaded, empty or not there: the linker says so, and the program runs all the same.
check_quiet() {
    [ -f "$built/libquiet.so" ] || return 0
    quiet=$tree/app/native/libquiet.so
    mkdir -p "$tree/app/native"
    cp "$built/libquiet.so" "$quiet"
    # What java is here, a shell, has the variable as the library leaves it: without the library.
    program "$work/system/java" '[${LD_PRELOAD-none}] java'
    expect launcher-quiet 0 '[[]none] java @*' "$tree/bin/voltad"
    expect launcher-quiet-others 0 "*[[]$work/none.so] java @*" \
        env "LD_PRELOAD=$work/none.so" "$tree/bin/voltad"
    expect launcher-quiet-daemon-only 0 '[[]none] java @*' "$tree/bin/volta-migrate"
    : >"$quiet"
    expect launcher-not-quiet 0 "*[[]$quiet] java @*" "$tree/bin/voltad"
    rm "$quiet"
}

# A link of upstream's to bin/volta-shim, where the launcher is now.
check_launcher_as_shim() {
    rm -f "$VOLTA_HOME/bin/volta-shim"
    cp "$built/launcher" "$VOLTA_HOME/bin/volta-shim"
    ln -sfn "$VOLTA_HOME/bin/volta-shim" "$VOLTA_HOME/bin/tool"
    printf '#!/bin/sh\necho "shim $# $1"\n' >"$tree/bin/volta-shim"
    chmod +x "$tree/bin/volta-shim"
    expect launcher-as-shim 0 'shim 2 a' "$VOLTA_HOME/bin/tool" a ''
    cp "$built/volta-shim" "$tree/bin/volta-shim"
    expect launcher-as-shim-name 126 '*tool*' "$VOLTA_HOME/bin/tool"
    rm "$tree/bin/volta-shim"
    expect launcher-as-shim-none 126 '*code: no-program' "$VOLTA_HOME/bin/tool"
    cp "$built/launcher" "$tree/bin/volta-shim"
    rm "$VOLTA_HOME/bin/tool"
}

check_launcher() {
    tree=$work/tree
    mkdir -p "$tree/bin" "$tree/app"
    for name in volta volta-migrate voltad; do
        cp "$built/launcher" "$tree/bin/$name"
        : >"$tree/app/$name.jar"
    done
    : >"$tree/app/volta.jsa"
    program "$work/system/java" '$LC_ALL $MALLOC_ARENA_MAX java'
    PATH=$work/system:$base
    expect launcher 0 "C.UTF-8  java @$tree/app/volta.args -XX:SharedArchiveFile=$tree/app/volta.jsa\
 -Djna.boot.library.path=$tree/app/native -Dvoltad.tree=$tree -Dvoltad.install=$tree/bin\
 -jar $tree/app/volta.jar a  b" "$tree/bin/volta" a '' b
    expect launcher-daemon 0 "C.UTF-8 1 java @$tree/app/voltad.args -Djna*" "$tree/bin/voltad"
    check_quiet
    mkdir -p "$VOLTA_HOME/self"
    ln -s "$tree" "$VOLTA_HOME/self/current"
    cp "$built/launcher" "$VOLTA_HOME/bin/volta"
    expect launcher-slot 0 "*-Dvoltad.tree=$tree -Dvoltad.install=$VOLTA_HOME/self/current/bin *" \
        "$VOLTA_HOME/bin/volta"
    check_launcher_as_shim
    program "$VOLTA_HOME/self/upstream/volta" 'upstream $VOLTA_INSTALL_DIR'
    expect launcher-upstream 0 "upstream $VOLTA_HOME/bin install a  b" \
        "$tree/bin/volta" install a '' b
    expect launcher-other 0 '*java*volta.jar migrate' "$tree/bin/volta" migrate
    expect launcher-not-volta 0 '*java*voltad.jar install' "$tree/bin/voltad" install
    rm "$VOLTA_HOME/layout.v4"
    expect launcher-old-layout 0 '*java*volta.jar install' "$tree/bin/volta" install
    rm -r "$VOLTA_HOME/self/upstream"
    write "$VOLTA_HOME/self/endpoint" "$work/no/socket"
    expect launcher-no-daemon 0 '*java*volta.jar daemon status' "$tree/bin/volta" daemon status
    program "$tree/runtime/bin/java" 'own java'
    expect launcher-runtime 0 'own java *' "$tree/bin/volta"
    rm -r "$tree/runtime" "$work/system/java"
    PATH=$work/system
    expect launcher-no-java 6 '*code: no-java' "$tree/bin/volta"
    PATH=$base
}

for group in tools system migration launcher; do
    new_home
    "check_$group"
done
echo "$count cases, $failed failed"
[ "$failed" = 0 ]
