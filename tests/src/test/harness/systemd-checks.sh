#!/bin/bash
# Checks of the daemon under a real manager of the user; run by with-user-systemd.sh as that user.
#
#   systemd-checks.sh TREE     TREE: the release tree, in a place that the user can read
#
# Prints a line for each check and their count; ends with 0 when all are good. Every wait has a bound.
set -u
tree=$1
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
    for _ in $(seq 400); do
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
    check 'that has started it' is ActiveState active
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

new_home "$VOLTA_HOME"
for group in installed examined supervised activated by_descriptor_three reloaded watched limited second \
    uninstalled; do
    "$group"
done
echo "$count checks, $failed failed"
[ "$failed" = 0 ]
