"""Signals, exit statuses and job control while the tool runs."""

import os
import re
import signal

from world import SIZE, Failed, equal, state


def expect_signals(world, wanted):
    """The tool got these and no more. A sender is "kernel", "us", or the number of a process."""
    world.until(lambda: len(world.lines("signal")) >= len(wanted), f"the tool gets {wanted}")
    world.settle()
    words = {"0": "kernel", str(os.getpid()): "us"}
    found = [line.split() for line in world.lines("signal")]
    equal([f"{name} {words.get(sender, sender)}" for name, sender, _ in found], wanted, "signals")


def expect_one_of_the_terminal(world, act, wanted):
    """
    The act of the person in front of the terminal reaches the tool once. Processes between the two
    come after the tool: two of a signal that arrive before the tool takes the first are one.
    """
    tool = world.ready()
    others = [pid for pid in world.processes() if pid != tool]
    for pid in others:
        os.kill(pid, signal.SIGSTOP)
        world.until(lambda: state(pid) == "T", "it stops")
    act()
    world.until(lambda: world.lines("signal"), f"the tool gets {wanted}")
    for pid in others:
        os.kill(pid, signal.SIGCONT)
    expect_signals(world, [wanted])


def typed(world, key, wanted):
    terminal = world.terminal("signals")
    expect_one_of_the_terminal(world, lambda: terminal.type(key), wanted)
    world.finish()
    equal(terminal.end(), "exit 0", "end")


def ctrl_c_typed_reaches_tool_once(world):
    typed(world, b"\x03", "INT kernel")


def ctrl_backslash_typed_reaches_tool_once(world):
    typed(world, b"\x1c", "QUIT kernel")


def sent(world, number):
    terminal = world.terminal("signals")
    world.ready()
    os.kill(terminal.pid, number)
    expect_signals(world, [signal.Signals(number).name[3:] + " us"])
    world.finish()
    equal(terminal.end(), "exit 0", "end")


def sigterm_sent_reaches_tool_once(world):
    sent(world, signal.SIGTERM)


def sighup_sent_reaches_tool_once(world):
    sent(world, signal.SIGHUP)


def sigint_sent_reaches_tool_once(world):
    sent(world, signal.SIGINT)


def sigusr1_sent_reaches_tool_once(world):
    sent(world, signal.SIGUSR1)


def window_resized_reaches_tool_once(world):
    terminal = world.terminal("signals")
    expect_one_of_the_terminal(world, lambda: terminal.resize(30, 100), "WINCH kernel")
    equal(world.lines("signal")[0].split()[2], "30x100", "size in the tool")
    world.finish()
    equal(terminal.end(), "exit 0", "end")


def terminal_closed_reaches_tool_once(world):
    terminal = world.terminal("signals")
    world.ready()
    terminal.close()
    expect_signals(world, ["HUP kernel"])
    world.finish()
    world.until(lambda: not world.processes(), "the tool ends")
    equal(terminal.end(), "exit 0", "end")


def ctrl_c_on_plain_tool_shows_as_sigint(world):
    terminal = world.terminal("wait")
    world.ready()
    terminal.type(b"\x03")
    equal(terminal.end(), "killed by SIGINT", "end")


def tool_killed_shows_as_killed(world):
    terminal = world.terminal("wait")
    os.kill(world.ready(), signal.SIGKILL)
    equal(terminal.end(), "killed by SIGKILL", "end")


def tool_aborted_shows_as_aborted(world):
    equal(world.terminal("die", str(int(signal.SIGABRT))).end(), "killed by SIGABRT", "end")


def tool_killed_is_137_in_a_shell(world):
    script = f"node die {int(signal.SIGKILL)}; echo status $?"
    terminal = world.run("/bin/bash", ["bash", "-c", script])
    terminal.until_output("status 137\n")
    equal(terminal.end(), "exit 0", "end")


def exit_codes_are_the_tools(world):
    for code in (0, 1, 42, 255):
        equal(world.terminal("exit", str(code)).end(), f"exit {code}", "end")


def is_in_foreground(terminal, pid):
    return os.tcgetpgrp(terminal.master) == pid


def stop(world, terminal):
    """Types Ctrl-Z and returns the process of the tool, which is stopped."""
    terminal.type(b"node wait\n")
    pid = world.ready()
    if not is_in_foreground(terminal, pid):
        raise Failed("the tool is not in the foreground")
    terminal.type(b"\x1a")
    world.until(lambda: state(pid) == "T", "the tool stops")
    terminal.type(b"jobs\n")
    text = terminal.until_output("Stopped")
    equal(re.findall(r"\[1\]\+ +Stopped +(.*)\n", text)[:1], ["node wait"], "jobs")
    return pid


def ctrl_z_then_fg_goes_on(world):
    terminal = world.shell()
    pid = stop(world, terminal)
    terminal.type(b"fg\n")
    world.until(lambda: state(pid) == "S" and is_in_foreground(terminal, pid), "it goes on")
    world.finish()
    terminal.type(b"echo status $?\n")
    terminal.until_output("status 0\n")
    terminal.type(b"exit\n")
    equal(terminal.end(), "exit 0", "end")


def ctrl_z_then_bg_goes_on(world):
    terminal = world.shell()
    pid = stop(world, terminal)
    terminal.type(b"bg\n")
    world.until(lambda: state(pid) == "S", "it goes on")
    if is_in_foreground(terminal, pid):
        raise Failed("it is in the foreground")
    terminal.type(b"jobs\n")
    terminal.until_output("Running")
    world.finish()
    terminal.type(b"wait %1; echo status $?\n")
    terminal.until_output("status 0\n")
    terminal.type(b"exit\n")
    equal(terminal.end(), "exit 0", "end")


def pipe_closed_ends_tool_by_sigpipe(world):
    terminal = world.shell()
    terminal.type(b'node flood | head -n 1; echo "status ${PIPESTATUS[*]}"\n')
    equal(re.findall("flood", terminal.until_output("status 141 0\n")), ["flood"], "output")
    terminal.type(b"exit\n")
    equal(terminal.end(), "exit 0", "end")


def tool_is_the_shells_own_child(world):
    terminal = world.shell()
    terminal.type(b"node wait & echo child $! of $$\n")
    child = terminal.until_output(f" of {terminal.pid}\n")
    pid = world.ready()
    equal(re.findall(r"child (\d+) of", child), [str(pid)], "process")
    equal(world.lines("ppid"), [str(terminal.pid)], "parent")
    equal(world.lines("pgid"), [str(pid)], "process group")
    equal(world.lines("sid"), [str(terminal.pid)], "session")
    equal(sorted(world.processes()), sorted([pid, terminal.pid]), "processes")
    world.finish()
    terminal.type(b"wait; exit\n")
    equal(terminal.end(), "exit 0", "end")


def terminal_is_the_same(world):
    terminal = world.terminal("state")
    equal(terminal.end(), "exit 0", "end")
    device = os.stat(terminal.name).st_rdev
    size = "x".join(map(str, SIZE))
    wanted = [f"{fd} 1 {terminal.name} {device:x} {size}" for fd in range(3)]
    found = world.lines("terminal")
    equal([" ".join(line.split()[:5]) for line in found], wanted, "terminal")
    equal([line.split()[-1] for line in found], ["1"] * 3, "is in the foreground")


CASES = [
    ctrl_c_typed_reaches_tool_once,
    ctrl_backslash_typed_reaches_tool_once,
    sigterm_sent_reaches_tool_once,
    sighup_sent_reaches_tool_once,
    sigint_sent_reaches_tool_once,
    sigusr1_sent_reaches_tool_once,
    window_resized_reaches_tool_once,
    terminal_closed_reaches_tool_once,
    ctrl_c_on_plain_tool_shows_as_sigint,
    tool_killed_shows_as_killed,
    tool_aborted_shows_as_aborted,
    tool_killed_is_137_in_a_shell,
    exit_codes_are_the_tools,
    ctrl_z_then_fg_goes_on,
    ctrl_z_then_bg_goes_on,
    pipe_closed_ends_tool_by_sigpipe,
    tool_is_the_shells_own_child,
    terminal_is_the_same,
]
