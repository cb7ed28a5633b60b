#!/usr/bin/env python3
"""Runs a tool through a shim on a pseudo-terminal and looks whether the terminal's contract holds.

usage: terminal.py PRODUCT-BIN FOLDER [STAND-IN]

PRODUCT-BIN holds volta-shim and volta-migrate; FOLDER is for the files of the cases. With STAND-IN,
one of those in stand_in.c, that shim is looked at instead of the product's. Prints one line for
each case, "ok" or "FAILED", and a last line with the counts; ends with 0 when all are ok.
"""

import pathlib
import shutil
import signal
import subprocess
import sys
import time

import inherited
import signals
import waiting
from world import Failed, World, adopt_orphans

HERE = pathlib.Path(__file__).resolve().parent
CASES = signals.CASES + inherited.CASES + waiting.CASES
PATIENCE = 10
PATIENCE_WITH_STAND_IN = 1  # what it breaks is often seen only by waiting in vain


def compile_c(source, program, *options):
    command = ["cc", "-std=gnu11", "-O1", "-Wall", "-Wextra", "-Werror", *options]
    subprocess.run([*command, "-o", str(program), str(HERE / source)], check=True, timeout=60)
    return program


def run_case(case, world):
    """Returns why the case failed, or "". Whatever it leaves running is a failure too."""
    reason = ""
    try:
        case(world)
    except Failed as failure:
        reason = str(failure)
    left = world.close()
    return reason or (f"left running: {left}" if left else "")


def start_as_a_login_does():
    """A JVM blocks SIGQUIT in what it starts, a shell ignores SIGINT in what runs in the background."""
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        if signal.getsignal(number) == signal.SIG_IGN and number != signal.SIGPIPE:
            signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, set())


def main(product, folder, how=None):
    product = pathlib.Path(product).resolve()
    folder = pathlib.Path(folder).resolve()
    tool = compile_c("tool.c", folder / "tool")
    shim = product / "volta-shim"
    if how:
        shim = compile_c("stand_in.c", folder / "shim", f"-DHOW={how}", f'-DTOOL="{tool}"')
    start_as_a_login_does()
    adopt_orphans()
    failed = 0
    for case in CASES:
        place = folder / case.__name__
        patience = PATIENCE_WITH_STAND_IN if how else PATIENCE
        start = time.monotonic()
        reason = run_case(case, World(place, shim, product, tool, patience))
        shutil.rmtree(place)
        failed += 1 if reason else 0
        verdict = "FAILED" if reason else "ok"
        took = round((time.monotonic() - start) * 1000)
        print(f"{verdict:6} {case.__name__:52} {took:5} ms  {reason}".rstrip(), flush=True)
    print(f"{len(CASES)} cases, {len(CASES) - failed} ok, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
