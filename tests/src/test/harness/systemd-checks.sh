#!/bin/bash
# Checks of the daemon under a real manager of the user; run by with-user-systemd.sh as that user.
#
#   systemd-checks.sh TREE RELEASES [GROUP...]
#
# TREE: the release tree, in a place that the user can read. RELEASES/first: the tree of 0.0.1;
# RELEASES/good: a feed with 0.1.0; RELEASES/bad: the same later, with 0.1.1, which ends once it
# was healthy. GROUP: of the functions below; without one, all.
#
# Prints a line for each check and their count; ends with 0 when all are good. Every wait has a bound.
set -u
tree=$1
releases=$2
shift 2
unit=voltad.service
count=0
failed=0
export VOLTA_HOME=$HOME/.volta

good() {
    count=$((count + 1))
    echo "ok      $1"
}

bad() {
    count=$((count + 1))
    failed=$((failed + 1))
    echo "FAILED  $1: $2"
}

# check NAME COMMAND...: the command succeeds
check() {
    name=$1
    shift
    if output=$("$@" 2>&1); then good "$name"; else bad "$name" "$output"; fi
}

# wait_for NAME COMMAND...: the command succeeds within 20 s
wait_for() {
    name=$1
    shift
    local end=$((SECONDS + 20))
    while [ "$SECONDS" -lt "$end" ]; do
        if "$@" >/dev/null 2>&1; then good "$name" && return; fi
        sleep 0.05
    done
    bad "$name" "not within 20 s; $(systemctl --user status "$unit" 2>&1 | tail -n 12)"
}

show() { systemctl --user show --value -p "$1" "$unit"; }
is() { [ "$(show "$1")" = "$2" ] || { echo "$1 is $(show "$1")"; return 1; }; }
volta() { "$tree/bin/volta" "$@"; }
pid() { show MainPID; }
is_new_pid() { [ "$(pid)" != 0 ] && [ "$(pid)" != "$1" ] && volta daemon status; }
node() { PATH=$VOLTA_HOME/bin:$PATH "$VOLTA_HOME/bin/node" --version; }
prints() { [ "$("${@:2}" 2>/dev/null)" = "$1" ]; }
has_no() { ! "$@"; }

# A home of layout v3 whose Node is a script.
new_home() {
    mkdir -p "$1/bin" "$1/tools/image/node/18.1.0/bin" "$1/tools/user" "$1/tools/inventory/node"
    printf '#!/bin/sh\necho v18.1.0\n' >"$1/tools/image/node/18.1.0/bin/node"
    chmod +x "$1/tools/image/node/18.1.0/bin/node"
    echo 8.8.0 >"$1/tools/inventory/node/node-v18.1.0-npm"
    echo '{"node":{"runtime":"18.1.0","npm":null},"pnpm":null,"yarn":null}' \
        >"$1/tools/user/platform.json"
    ln -s "$tree/bin/volta-shim" "$1/bin/node"
    : >"$1/layout.v3"
}

drop_in() {
    mkdir -p "$HOME/.config/systemd/user/$unit.d"
    printf '%s\n' '[Service]' "$@" >"$HOME/.config/systemd/user/$unit.d/test.conf"
    systemctl --user daemon-reload
}

no_drop_in() {
    rm -r "$HOME/.config/systemd/user/$unit.d"
    systemctl --user daemon-reload
    systemctl --user reset-failed "$unit"
}

installed() {
    check 'a daemon runs without systemd' volta daemon start
    before=$(volta daemon status --json | grep -o '"pid":[0-9]*')
    check 'install' volta daemon install
    check 'it replaced the other daemon' is_new_pid "${before#*:}"
    check 'it is active' is ActiveState active
    check 'its socket is active' systemctl --user is-active --quiet voltad.socket
    check 'it comes back at the next login' systemctl --user is-enabled --quiet "$unit"
    wait_for 'it has migrated the home' test -e "$VOLTA_HOME/layout.v4"
    wait_for 'systemctl says what it does' is StatusText 'The home is current.'
    check 'it is in the slice of the background' is Slice background.slice
    check 'it can gain no rights' grep -q 'NoNewPrivs:.1' "/proc/$(pid)/status"
    check 'its system calls are filtered' grep -q 'Seccomp:.2' "/proc/$(pid)/status"
    before=$(pid)
    check 'install once more writes nothing' prints \
        "The daemon of $VOLTA_HOME runs under systemd (voltad.service)." volta daemon install
    check 'and keeps the process' is MainPID "$before"
}

# doctor ID VERDICT: what volta doctor says of one check
doctor() {
    volta doctor --json | grep -q "{\"id\":\"$1\",\"verdict\":\"$2\""
}

examined() {
    file=$HOME/.config/systemd/user/$unit
    check 'doctor finds systemd' doctor service.manager ok
    check 'doctor finds it installed' doctor service.units ok
    check 'doctor finds it enabled' doctor service.enabled ok
    check 'doctor finds it managed' doctor service.managed ok
    cp "$file" "$file.kept"
    echo '# changed' >>"$file"
    check 'doctor finds a unit that was changed' doctor service.units warning
    mv "$file.kept" "$file"
    systemctl --user disable --quiet voltad.socket
    check 'doctor finds that it is not enabled' doctor service.enabled warning
    systemctl --user enable --quiet voltad.socket
}

supervised() {
    check 'volta daemon stop goes through systemd' volta daemon stop
    check 'it has stopped' is ActiveState inactive
    check 'that was no failure' is Result success
    check 'its socket is gone' has_no test -e "$XDG_RUNTIME_DIR/voltad/voltad.sock"
    check 'no endpoint is left' has_no test -e "$VOLTA_HOME/self/endpoint"
    check 'a shim does without it' prints v18.1.0 node
    check 'volta daemon start goes through systemd' volta daemon start
    check 'start returns when it serves' volta daemon status
    check 'it is active again' is ActiveState active
    before=$(pid)
    kill -9 "$before"
    wait_for 'killed, it is started again' is_new_pid "$before"
    check 'systemd has counted that' is NRestarts 1
}

reloaded() {
    before=$(pid)
    echo '{"idleExit": "1 fortnight"}' >"$VOLTA_HOME/self/policy.json"
    check 'reload' systemctl --user reload "$unit"
    check 'it is the same process after a reload' is MainPID "$before"
    wait_for 'a policy that cannot be read is a problem' says_policy_is_wrong
    echo '{"idleExit": "1s", "unknown": true}' >"$VOLTA_HOME/self/policy.json"
    check 'volta daemon reload' volta daemon reload
    wait_for 'idle, it ends' is ActiveState inactive
    check 'that is no failure' is Result success
    check 'its socket still listens' systemctl --user is-active --quiet voltad.socket
    check 'who asks starts it again' volta daemon status
    rm "$VOLTA_HOME/self/policy.json"
    check 'without the policy it stays' volta daemon reload
}

says_policy_is_wrong() { volta daemon status | grep -q 'code:    configuration'; }

by_descriptor_three() {
    mkdir -p "$HOME/.config/systemd/user/$unit.d"
    printf '%s\n' '[Service]' 'StandardInput=null' 'Sockets=voltad.socket' \
        >"$HOME/.config/systemd/user/$unit.d/test.conf"
    systemctl --user daemon-reload
    systemctl --user stop "$unit"
    printf '%s\n' "$XDG_RUNTIME_DIR/voltad/voltad.sock" >"$VOLTA_HOME/self/endpoint"
    check 'a socket as descriptor 3 serves the first request' volta daemon status
    check 'it runs' is ActiveState active
    no_drop_in
    systemctl --user restart "$unit"
}

activated() {
    systemctl --user stop "$unit"
    check 'the service is stopped, its socket is not' \
        systemctl --user is-active --quiet voltad.socket
    check 'it does not run' is ActiveState inactive
    rm "$VOLTA_HOME/layout.v4"
    printf '%s\n' "$XDG_RUNTIME_DIR/voltad/voltad.sock" >"$VOLTA_HOME/self/endpoint"
    check 'a shim that asks is answered' prints v18.1.0 node
    wait_for 'that has started it' is ActiveState active
    check 'it has migrated, not the shim' test -e "$VOLTA_HOME/layout.v4"
}

watched() {
    drop_in WatchdogSec=2
    systemctl --user restart "$unit"
    before=$(pid)
    fed=$(show WatchdogTimestampMonotonic)
    wait_for 'it feeds the watchdog' has_no is WatchdogTimestampMonotonic "$fed"
    fed=$(show WatchdogTimestampMonotonic)
    wait_for 'and again' has_no is WatchdogTimestampMonotonic "$fed"
    check 'it is the same process' is MainPID "$before"
    kill -STOP "$before"
    wait_for 'stopped, it is killed and started again' is_new_pid "$before"
    no_drop_in
    systemctl --user restart "$unit"
}

limited() {
    drop_in ExecStart= ExecStart=/bin/false RestartSec=10ms
    systemctl --user restart "$unit" 2>/dev/null
    wait_for 'one that always fails is given up' is ActiveState failed
    check 'after ten times' is NRestarts 10
    no_drop_in
    check 'volta daemon start makes it run again' volta daemon start
    check 'it serves' volta daemon status
}

second() {
    other=$HOME/other
    new_home "$other"
    check 'a second home' env VOLTA_HOME="$other" "$tree/bin/volta" daemon install
    check 'it has a unit of its own' \
        test "$(systemctl --user list-units --plain --no-legend 'voltad*.service' | wc -l)" = 2
    check 'it is served' env VOLTA_HOME="$other" "$tree/bin/volta" daemon status
    check 'so is the first' volta daemon status
    check 'uninstall the second' env VOLTA_HOME="$other" "$tree/bin/volta" daemon uninstall
    check 'the first is still served' volta daemon status
}

uninstalled() {
    check 'uninstall' volta daemon uninstall
    check 'no file is left' test -z "$(find "$HOME/.config" ! -type d)"
    check 'no unit is left' test -z "$(systemctl --user list-units --all --plain --no-legend 'voltad*')"
    check 'no process is left' has_no pgrep -u "$(id -u)" java
    check 'no socket is left' test -z "$(ls -A "$XDG_RUNTIME_DIR/voltad")"
    check 'uninstall once more' prints "The daemon of $VOLTA_HOME is not installed." \
        volta daemon uninstall
    check 'tools run as before' prints v18.1.0 node
}

# The programs of the home itself.
own() { "$VOLTA_HOME/bin/volta" "$@"; }
serves() { own self status --json | grep -q "^{\"schema\":1,\"version\":\"$1\""; }
is_served_by_main() { own daemon status --json | grep -q "\"pid\":$(pid)[,}]"; }
is_over() { own self status | grep -q "^bad:.*$1" && grep -q committed "$VOLTA_HOME/self/state"; }
trust() {
    own self trust "$HOME/feed/metadata/1.root.json" --mirror "http://127.0.0.1:$1/" --trial 2 \
        --sha256 "$(sha256sum "$HOME/feed/metadata/1.root.json" | cut -d ' ' -f 1)"
}

updated() {
    cp -r "$releases/good" "$HOME/feed"
    (cd "$HOME/feed" && exec python3 -u -m http.server --bind 127.0.0.1 0) >"$HOME/http.log" 2>&1 &
    server=$!
    wait_for 'a mirror is served' grep -q 'port [0-9]' "$HOME/http.log"
    port=$(sed -n 's/.* port \([0-9]*\) .*/\1/p;1q' "$HOME/http.log")
    check 'the programs are installed in the home' "$releases/first/bin/volta" self install
    check 'the daemon of the home runs under systemd' is ActiveState active
    check 'a feed is trusted' trust "$port"
    check 'the service reaches it' own self check
    before=$(pid)
    check 'it is updated' own self update
    wait_for 'the release proves itself' test -s "$VOLTA_HOME/self/good"
    wait_for 'another process is the main one' is_new_pid "$before"
    check 'that serves the home' is_served_by_main
    check 'it is the new release' serves 0.1.0
    wait_for 'the one before has ended' has_no test -e "/proc/$before"
    check 'the service was active throughout' is NRestarts 0
    before=$(pid)
    kill -9 "$before"
    wait_for 'the new one, killed, is started again' is_new_pid "$before"
    check 'and is the same release' serves 0.1.0
    before=$(pid)
    check 'reload reaches it' systemctl --user reload "$unit"
    check 'it is the same process then' is MainPID "$before"
    cp -r "$releases/bad/." "$HOME/feed"
    own self update >/dev/null 2>&1 # some of it may fail at once, some only on trial
    wait_for 'a release that crashes is taken back' is_over 0.1.1
    check 'the release before serves' serves 0.1.0
    check 'as the main process' is_served_by_main
    check 'which it was all the time' is MainPID "$before"
    check 'it can be taken back' own self rollback
    wait_for 'the first release serves again' serves 0.0.1
    wait_for 'as the main process' is_served_by_main
    check 'the service is active' is ActiveState active
    check 'tools run' prints v18.1.0 node
    check 'stop' own daemon stop
    check 'nothing of it runs' has_no pgrep -u "$(id -u)" java
    check 'that was no failure' is Result success
    check 'uninstall the service of the home' own daemon uninstall
    kill "$server"
}

new_home "$VOLTA_HOME"
[ $# -gt 0 ] || set -- installed examined supervised activated by_descriptor_three reloaded watched \
    limited second uninstalled updated
for group; do
    "$group"
done
echo "$count checks, $failed failed"
[ "$failed" = 0 ]
