"""A small home for one case, real pseudo-terminals, and waits that all have a bound."""

import ctypes
import fcntl
import os
import pathlib
import signal
import struct
import termios
import time

PR_SET_CHILD_SUBREAPER = 36
SIZE = (24, 80)
BIN = "tools/image/node/18.1.0/bin"
CHANGED_BY_SHIM = ("PATH", "_VOLTA_TOOL_RECURSION")


class Failed(Exception):
    """The contract is not kept."""


def equal(found, wanted, what):
    if found != wanted:
        raise Failed(f"{what}: {found!r} instead of {wanted!r}")


def adopt_orphans():
    """What loses its parent becomes our child, so that it can be waited for."""
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")


def status_text(status):
    if os.WIFSIGNALED(status):
        return "killed by " + signal.Signals(os.WTERMSIG(status)).name
    return f"exit {os.WEXITSTATUS(status)}"


class World:
    """A home whose node is the recording tool, and what its processes leave in a file.

    shim is the program under test, tree the folder of the product's programs, patience how many
    seconds anything may take.
    """

    def __init__(self, folder, shim, tree, tool, patience):
        self.folder = pathlib.Path(folder)
        self.tree = tree
        self.patience = patience
        self.home = self.folder / ".volta"
        self.record = self.folder / "record"
        self.marker = self.home / "layout.v4"
        self.direct = self.home / BIN / "node"
        self.shim = self.home / "bin/node"
        self.terminals = []
        for name in (BIN, "bin", "tools/user", "tools/inventory/node"):
            (self.home / name).mkdir(parents=True)
        (self.folder / "install").mkdir()
        os.link(tool, self.direct)
        os.link(tool, self.folder / "install/volta-migrate")
        self.shim.symlink_to(shim)
        platform = '{"node":{"runtime":"18.1.0","npm":null},"yarn":null}'
        (self.home / "tools/user/platform.json").write_text(platform)
        (self.home / "tools/inventory/node/node-v18.1.0-npm").write_text("8.8.0")
        self.marker.touch()
        for fifo in ("tool", "migrate"):
            os.mkfifo(f"{self.record}.{fifo}")

    def environment(self):
        kept = {name: os.environ[name] for name in ("VOLTAD_TESTS", "JAVA_HOME")
                if name in os.environ}
        return kept | {
            "HOME": str(self.folder),
            "VOLTA_HOME": str(self.home),
            "VOLTA_INSTALL_DIR": str(self.folder / "install"),
            "PATH": f"{self.home}/bin:/usr/bin:/bin",
            "LC_ALL": "C.UTF-8",
            "PS1": "> ",
            "RECORD": str(self.record),
        }

    def terminal(self, *arguments, **options):
        """Starts the shim with arguments as the leader of a new session on a new terminal."""
        return self.run(self.shim, ["node", *arguments], **options)

    def shell(self):
        """Starts an interactive shell, in which node is the shim."""
        shell = ["bash", "--norc", "--noprofile", "--noediting", "-i"]
        return self.run("/bin/bash", shell, before=silence)

    def run(self, program, argv, **options):
        terminal = Terminal(self, program, argv, **options)
        self.terminals.append(terminal)
        return terminal

    def until(self, is_so, what, patience=None):
        """Waits, with a bound, and returns what is_so returned at last."""
        limit = time.monotonic() + (patience or self.patience)
        while not (result := is_so()):
            if time.monotonic() > limit:
                raise Failed(f"not in time: {what}")
            time.sleep(0.004)
        return result

    def lines(self, key):
        """What the tool recorded under the key so far."""
        try:
            all_lines = self.record.read_text().splitlines()
        except FileNotFoundError:
            return []
        return [line.partition(" ")[2] for line in all_lines if line.partition(" ")[0] == key]

    def ready(self):
        """Waits for the tool and returns its process."""
        self.until(lambda: self.lines("ready"), "the tool runs")
        return int(self.lines("pid")[0])

    def migrating(self):
        """Waits for volta-migrate and returns its process."""
        return int(self.until(lambda: self.lines("migrate"), "volta-migrate runs")[0])

    def facts(self):
        """What the tool found itself to be, and forgets it. Numbers of processes become words."""
        self.until(lambda: self.lines("ready"), "the tool runs")
        facts = self.record.read_text().splitlines()
        self.record.unlink()
        pid = " " + next(line for line in facts if line.startswith("pid "))[4:]
        return [line.replace(pid, " itself") if line.split()[0] in ("pgid", "sid") else line
                for line in facts if not line.startswith(("pid ", "migrate ")) and not is_changed(line)]

    def finish(self, which="tool"):
        """Lets the tool, or volta-migrate, come to its end."""
        fifo = os.open(f"{self.record}.{which}", os.O_RDWR | os.O_NONBLOCK)
        try:
            os.write(fifo, b".")
            self.until(lambda: not has_bytes(fifo), f"the {which} ends")
        finally:
            os.close(fifo)

    def processes(self):
        """Everything that was started for this case, whoever its parent is now."""
        mark = f"RECORD={self.record}\0".encode()
        found = []
        for folder in pathlib.Path("/proc").iterdir():
            try:
                if folder.name.isdigit() and mark in (folder / "environ").read_bytes():
                    found.append(int(folder.name))
            except OSError:
                pass  # it has ended, or is not ours
        return found

    def settle(self):
        """Waits until all processes sleep and none has a signal on its way, twice in a row."""
        for _ in range(2):
            self.until(lambda: all(map(is_quiet, self.processes())), "all processes sleep")

    def close(self):
        """Ends everything; returns the command lines of what was left running."""
        for terminal in self.terminals:
            terminal.close()
        left = []
        for pid in self.processes():
            left.append(command_line(pid))
            kill(pid, signal.SIGKILL)
        self.until(no_children, "all have ended", 10)
        return left


def silence(terminal_fd):
    """Typed text is not shown, so that all that is seen is output."""
    modes = termios.tcgetattr(terminal_fd)
    modes[3] &= ~termios.ECHO
    termios.tcsetattr(terminal_fd, termios.TCSANOW, modes)


def is_changed(fact):
    if not fact.startswith("variable "):
        return False
    return bytes.fromhex(fact.split()[1]).split(b"=")[0].decode("latin-1") in CHANGED_BY_SHIM


def has_bytes(fd):
    count = fcntl.ioctl(fd, termios.FIONREAD, struct.pack("i", 0))
    return struct.unpack("i", count)[0] > 0


def no_children():
    try:
        while os.waitpid(-1, os.WNOHANG)[0] != 0:
            pass
    except ChildProcessError:
        return True
    return False


def kill(pid, number):
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass


def proc(pid, name):
    try:
        return pathlib.Path(f"/proc/{pid}/{name}").read_bytes().decode("utf-8", "replace")
    except OSError:
        return ""


def command_line(pid):
    return proc(pid, "cmdline").replace("\0", " ").strip()


def state(pid):
    """One letter: S sleeps, T is stopped, Z has ended; "" when there is no such process."""
    return proc(pid, "stat").rpartition(")")[2].strip()[:1]


def parent(pid):
    return int(proc(pid, "stat").rpartition(")")[2].split()[1])


def is_quiet(pid):
    text = proc(pid, "status")
    masks = {line.split()[0]: int(line.split()[1], 16) for line in text.splitlines()
             if line.startswith(("SigPnd", "ShdPnd", "SigBlk"))}
    pending = masks.get("SigPnd:", 0) | masks.get("ShdPnd:", 0)
    return state(pid) in "STZ" and pending & ~masks.get("SigBlk:", 0) == 0


class Terminal:
    """A pseudo-terminal and the leader of its session. The test is the person in front of it."""

    def __init__(self, world, program, argv, before=None, child=None, environment=None):
        self.world = world
        self.text = b""
        self.status = None
        self.master, slave = os.openpty()
        self.name = os.ttyname(slave)
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("4H", *SIZE, 0, 0))
        if before:
            before(slave)
        os.set_blocking(self.master, False)
        self.pid = os.fork()
        if self.pid == 0:
            self.become(slave, program, argv, child, environment)
        os.close(slave)

    def become(self, slave, program, argv, child, environment):
        """In the child. Python ignores SIGPIPE and SIGXFSZ; a login shell's child does not."""
        try:
            os.setsid()
            fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
            for fd in range(3):
                os.dup2(slave, fd)
            os.closerange(3, 256)
            signal.signal(signal.SIGPIPE, signal.SIG_DFL)
            signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
            os.chdir(self.world.folder)
            if child:
                child()
            os.execve(program, argv, environment or self.world.environment())
        finally:
            os._exit(125)

    def type(self, text):
        os.write(self.master, text)

    def resize(self, rows, columns):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("4H", rows, columns, 0, 0))

    def output(self):
        """Everything that was written to the terminal so far."""
        try:
            while chunk := os.read(self.master, 65536):
                self.text += chunk
        except OSError:
            pass  # nothing more for now, or for ever
        return self.text.decode("utf-8", "replace").replace("\r", "")

    def until_output(self, text):
        self.world.until(lambda: text in self.output(), f"{text!r} is shown")
        return self.output()

    def ended(self):
        self.output()
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.status = status if pid else None
        return self.status is not None

    def end(self, patience=None):
        """Waits for the end of the leader and returns it in words."""
        self.world.until(self.ended, "the shim ends", patience)
        return status_text(self.status)

    def close(self):
        if self.master >= 0:
            os.close(self.master)
            self.master = -1
