"""While the shim waits: for volta-migrate, which it has started, or for a daemon that says nothing."""

import contextlib
import os
import pathlib
import signal
import socket
import subprocess
import time

from inherited import equal_facts, facts_on
from world import Failed, equal, parent, state


DAEMON_SECONDS = 2  # FIRST_BYTE_MS of ask.c


def wait_for_migration(world, **options):
    """A shim that has started volta-migrate, which goes on until it is told to end."""
    world.marker.unlink()
    terminal = world.terminal("wait", **options)
    return terminal, world.migrating()


def run_tool(world, terminal):
    """Everything that waits may go on, and the tool is what the shim becomes."""
    equal(world.ready(), terminal.pid, "process of the tool")
    world.finish()
    equal(terminal.end(), "exit 0", "end")


def migration_over_then_tool_runs(world):
    terminal, _ = wait_for_migration(world)
    world.finish("migrate")
    run_tool(world, terminal)


def ctrl_c_while_migrating_ends_both(world):
    terminal, _ = wait_for_migration(world)
    terminal.type(b"\x03")
    equal(terminal.end(), "killed by SIGINT", "end")
    world.until(lambda: not world.processes(), "volta-migrate ends")
    equal(world.lines("ready"), [], "runs of the tool")


def ctrl_c_while_migrating_is_130_in_a_shell(world):
    world.marker.unlink()
    terminal = world.shell()
    terminal.type(b"node wait\n")
    world.migrating()
    terminal.type(b"\x03")
    world.until(lambda: world.processes() == [terminal.pid], "both end")
    terminal.type(b"echo status $?\n")
    terminal.until_output("status 130\n")
    terminal.type(b"exit 0\n")
    equal(terminal.end(), "exit 0", "end")


@contextlib.contextmanager
def lock_held(path):
    """By a process of its own: below one that holds the lock no shim waits."""
    command = ["flock", path, "sh", "-c", "echo held; cat"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        equal(holder.stdout.readline(), b"held\n", "lock")
        yield
        holder.stdin.close()


def ctrl_c_while_volta_migrate_waits_for_the_lock_ends_both(world):
    """The product's own volta-migrate, whose JVM has a mind of its own about signals."""
    old = world.home / "layout.v3"
    world.marker.rename(old)
    environment = world.environment() | {"VOLTA_INSTALL_DIR": str(world.tree)}
    with lock_held(world.home / "volta.lock"):
        terminal = world.terminal("wait", environment=environment)
        terminal.until_output("Waiting for the lock")
        terminal.type(b"\x03")
        equal(terminal.end(), "killed by SIGINT", "end")
        world.until(lambda: not world.processes(), "volta-migrate ends")
        equal((old.exists(), world.marker.exists()), (True, False), "old and new marker")
    run_tool(world, world.terminal("wait", environment=environment))
    equal((old.exists(), world.marker.exists()), (False, True), "old and new marker")


def wait_for_turn(world):
    """A second shim, which waits until the migration that the first one started is over."""
    terminal = world.terminal("wait")
    world.until(lambda: world.home in open_files(terminal.pid), "the second shim waits")
    return terminal


def open_files(pid):
    folder = pathlib.Path(f"/proc/{pid}/fd")
    try:
        return [each.readlink() for each in folder.iterdir()]
    except OSError:
        return []  # it has ended


def ctrl_c_while_another_shim_migrates_ends_only_this_one(world):
    first, _ = wait_for_migration(world)
    second = wait_for_turn(world)
    second.type(b"\x03")
    equal(second.end(), "killed by SIGINT", "end of the second")
    world.finish("migrate")
    run_tool(world, first)
    equal(len(world.lines("migrate")), 1, "runs of volta-migrate")


def killed_shim_leaves_its_turn_to_the_next(world):
    first, _ = wait_for_migration(world)
    second = wait_for_turn(world)
    os.kill(first.pid, signal.SIGKILL)
    equal(first.end(), "killed by SIGKILL", "end of the first")
    world.until(lambda: len(world.lines("migrate")) == 2, "the second shim takes its turn")
    world.finish("migrate")
    run_tool(world, second)


def terminal_closed_while_migrating_ends_both(world):
    terminal, _ = wait_for_migration(world)
    terminal.close()
    world.until(lambda: not world.processes(), "both end")
    equal(terminal.end(), "killed by SIGHUP", "end")


def sigterm_while_migrating_leaves_the_migration_to_its_end(world):
    world.marker.unlink()
    terminal = world.shell()
    terminal.type(b"node wait; echo status $?\n")
    migration = world.migrating()
    os.kill(parent(migration), signal.SIGTERM)
    terminal.until_output("status 143\n")
    equal(world.marker.exists(), False, "marker")
    world.finish("migrate")
    world.until(world.marker.exists, "the marker is there")
    equal(world.lines("ready"), [], "runs of the tool")
    terminal.type(b"exit\n")
    equal(terminal.end(), "exit 0", "end")


def migration_killed_is_told_and_nothing_runs(world):
    terminal, migration = wait_for_migration(world)
    os.kill(migration, signal.SIGKILL)
    equal(terminal.end(), "exit 1", "end")
    terminal.until_output("volta-migrate was ended by signal 9.\n")
    equal(world.lines("ready"), [], "runs of the tool")


def ignored_sigchld_does_not_confuse(world):
    terminal, _ = wait_for_migration(
        world, child=lambda: signal.signal(signal.SIGCHLD, signal.SIG_IGN))
    world.finish("migrate")
    run_tool(world, terminal)


def ctrl_z_while_migrating_then_fg_goes_on(world):
    world.marker.unlink()
    terminal = world.shell()
    terminal.type(b"node wait\n")
    migration = world.migrating()
    terminal.type(b"\x1a")
    world.until(lambda: state(migration) == "T", "volta-migrate stops")
    terminal.until_output("Stopped")
    terminal.type(b"fg\n")
    world.until(lambda: state(migration) == "S", "it goes on")
    world.finish("migrate")
    world.ready()
    world.finish()
    terminal.type(b"exit\n")
    equal(terminal.end(), "exit 0", "end")


class SilentDaemon:
    """Listens where self/endpoint says, takes connections, and never answers."""

    def __init__(self, world):
        folder = world.home / "self"
        folder.mkdir()
        folder.chmod(0o700)
        self.socket = socket.socket(socket.AF_UNIX)
        os.chdir(folder)  # the whole path may be too long for a socket
        self.socket.bind("s")
        self.socket.listen()
        self.socket.settimeout(world.patience)
        (folder / "endpoint").write_text(f"{folder}/s\n")

    def accept(self):
        try:
            return self.socket.accept()[0]
        except TimeoutError:
            raise Failed("not in time: the shim asks the daemon") from None


def silent_daemon_is_given_up(world):
    world.marker.unlink()
    daemon = SilentDaemon(world)
    with daemon.socket:
        terminal = world.terminal("wait")
        with daemon.accept():
            start = time.monotonic()
            world.migrating()
            waited = time.monotonic() - start
        world.finish("migrate")
        run_tool(world, terminal)
    if not DAEMON_SECONDS - 0.2 < waited < DAEMON_SECONDS * 3:
        raise Failed(f"the shim gave the daemon up after {waited:.1f} s")


def waits_leave_no_trace_in_the_tool(world):
    """It was asked, waited for its turn, and migrated; the tool finds what it would without."""
    world.marker.unlink()
    daemon = SilentDaemon(world)
    with daemon.socket:
        terminal = world.terminal("state")
        with daemon.accept():
            world.migrating()
        world.finish("migrate")
        equal(terminal.end(), "exit 0", "end")
    through = facts_on(world, terminal)
    direct = world.run(world.direct, ["node", "state"])
    equal(direct.end(), "exit 0", "end")
    equal_facts(through, facts_on(world, direct))


def ctrl_c_while_asking_ends_it(world):
    world.marker.unlink()
    daemon = SilentDaemon(world)
    with daemon.socket:
        terminal = world.terminal("wait")
        with daemon.accept():
            terminal.type(b"\x03")
            equal(terminal.end(), "killed by SIGINT", "end")
    equal(world.lines("migrate"), [], "volta-migrate")


CASES = [
    migration_over_then_tool_runs,
    ctrl_c_while_migrating_ends_both,
    ctrl_c_while_migrating_is_130_in_a_shell,
    ctrl_c_while_volta_migrate_waits_for_the_lock_ends_both,
    ctrl_c_while_another_shim_migrates_ends_only_this_one,
    killed_shim_leaves_its_turn_to_the_next,
    terminal_closed_while_migrating_ends_both,
    sigterm_while_migrating_leaves_the_migration_to_its_end,
    migration_killed_is_told_and_nothing_runs,
    ignored_sigchld_does_not_confuse,
    ctrl_z_while_migrating_then_fg_goes_on,
    silent_daemon_is_given_up,
    waits_leave_no_trace_in_the_tool,
    ctrl_c_while_asking_ends_it,
]
