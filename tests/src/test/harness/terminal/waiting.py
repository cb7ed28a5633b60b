"""While the shim waits: for volta-migrate, which it has started, or for a daemon that says nothing."""

import os
import signal
import socket

from world import Failed, equal, parent, state


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
            world.migrating()
        world.finish("migrate")
        run_tool(world, terminal)


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
    terminal_closed_while_migrating_ends_both,
    sigterm_while_migrating_leaves_the_migration_to_its_end,
    migration_killed_is_told_and_nothing_runs,
    ignored_sigchld_does_not_confuse,
    ctrl_z_while_migrating_then_fg_goes_on,
    silent_daemon_is_given_up,
    ctrl_c_while_asking_ends_it,
]
