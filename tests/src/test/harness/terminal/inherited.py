"""What a process hands down to the program it becomes: the same through the shim as without it."""

import os
import resource
import signal

from world import equal

ARGUMENTS = [b"node", b"state", b"", b"a b", b"--x=\xff\xfe", b"\n", b"*", b""]


def compare(world, child=None, argv=(b"node", b"state"), more=None):
    """Runs the tool through the shim and then directly; both must find the same."""
    environment = world.environment() | (more or {})
    found = []
    for program in (world.shim, world.direct):
        terminal = world.run(program, list(argv), child=child, environment=environment)
        equal(terminal.end(), "exit 0", "end")
        found.append(facts_on(world, terminal))
    equal_facts(*found)


def facts_on(world, terminal):
    """What the tool found itself to be, without the name of its terminal."""
    device = f"{os.stat(terminal.name).st_rdev:x}"
    return [line.replace(terminal.name, "TERMINAL").replace(f" {device} ", " DEVICE ")
            for line in world.facts()]


def equal_facts(through, without):
    equal([line for line in through if line not in without], [], "only through the shim")
    equal([line for line in without if line not in through], [], "only without the shim")


def everything_usual_is_handed_down(world):
    compare(world)


def words_are_handed_down_as_bytes(world):
    compare(world, argv=ARGUMENTS)


def environment_is_handed_down_as_bytes(world):
    compare(world, more={b"ODD": b"\xff\xfe=\n", "EMPTY": "", "LC_ALL": "de_DE@euro"})


def open_extra_descriptors():
    for fd in range(3, 21):
        source = os.open("/proc/self/status" if fd % 2 else "/dev/null", os.O_RDONLY)
        os.lseek(source, fd, os.SEEK_SET)
        os.dup2(source, fd)
        if source > 20:
            os.close(source)


def extra_descriptors_are_handed_down(world):
    compare(world, open_extra_descriptors)


def read_half_of_a_file():
    fd = os.open("/etc/passwd", os.O_RDONLY)
    os.read(fd, 7)
    os.dup2(fd, 0)
    os.close(fd)


def input_half_read_is_handed_down(world):
    compare(world, read_half_of_a_file)


def close_input():
    os.close(0)


def closed_input_stays_closed(world):
    compare(world, close_input)


def all_closed_stays_closed(world):
    compare(world, lambda: os.closerange(0, 3))


def change_signals():
    for number in (signal.SIGINT, signal.SIGPIPE, signal.SIGHUP, signal.SIGCHLD):
        signal.signal(number, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR2, signal.SIGTERM})
    os.kill(os.getpid(), signal.SIGUSR2)


def signals_blocked_ignored_and_pending_are_handed_down(world):
    compare(world, change_signals)


def change_limits():
    os.umask(0o057)
    os.nice(3)
    signal.alarm(1000)
    resource.setrlimit(resource.RLIMIT_NOFILE, (77, 88))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_STACK, (1 << 20, 1 << 21))


def limits_umask_nice_and_alarm_are_handed_down(world):
    compare(world, change_limits)


def another_folder(world):
    folder = world.folder / "a folder"
    folder.mkdir()
    compare(world, lambda: os.chdir(folder))


CASES = [
    everything_usual_is_handed_down,
    words_are_handed_down_as_bytes,
    environment_is_handed_down_as_bytes,
    extra_descriptors_are_handed_down,
    input_half_read_is_handed_down,
    closed_input_stays_closed,
    all_closed_stays_closed,
    signals_blocked_ignored_and_pending_are_handed_down,
    limits_umask_nice_and_alarm_are_handed_down,
    another_folder,
]
