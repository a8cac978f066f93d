"""
The line magics that apps keep. The compiler writes them as calls of `__magic__`, with their code as code: `%time f(n)` is
`__magic__.time(lambda: (f(n)))`, so that it is compiled, analysed and marked in tracebacks like any other.
"""

import contextlib
import os
import shlex
import time as clock
import timeit as timing

from . import magics


def time(run):
    """`%time` of an expression; gives its value."""
    with timed():
        return run()


@contextlib.contextmanager
def timed():
    """`%time` of a statement."""
    cpu, wall = clock.process_time(), clock.perf_counter()
    try:
        yield
    finally:
        used, took = clock.process_time() - cpu, clock.perf_counter() - wall
        print(f"CPU times: {magics.duration(used)}\nWall time: {magics.duration(took)}")


def timeit(options, run):
    """`%timeit` of an expression."""
    magics.report_timing(timing.Timer(run), shlex.split(options))


def env(name=None):
    """`%env`: one variable of the environment, or all."""
    return dict(os.environ) if name is None else os.environ.get(name)


def set_env(name, value):
    os.environ[name] = value
    print(f"env: {name}={value}")


def cd(folder):
    os.chdir(os.path.expanduser(folder or "~"))
    print(os.getcwd())


def pwd():
    return os.getcwd()
