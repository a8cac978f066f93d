"""Stop, which comes at any moment: it breaks off the author's code at once, and waits while the runner keeps its books."""

import asyncio
import functools
import signal
import sys
import time

_allowed = False
_waiting = False
_asleep = None
_sleep = time.sleep


def install():
    """In a browser; on a server each call has a handler of its own, which comes here too."""
    if sys.platform == "emscripten":
        signal.signal(signal.SIGINT, on_interrupt)
        time.sleep = _sleep_until_stopped


@functools.wraps(_sleep)
def _sleep_until_stopped(seconds):
    global _asleep
    from pyodide.ffi import can_run_sync, run_sync

    # Where Python cannot be suspended it looks for interrupts itself.
    if not can_run_sync():
        return _sleep(seconds)
    _asleep = asyncio.ensure_future(asyncio.sleep(seconds))
    try:
        run_sync(_asleep)
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None
    finally:
        _asleep = None


def wake():
    """Ends a sleep that is under way, as an interrupt does. Whether there was one."""
    if _asleep is None:
        return False
    _asleep.cancel()
    return True


def on_interrupt(number, frame):
    global _waiting
    if _allowed:
        raise KeyboardInterrupt
    _waiting = True


def remember():
    """Stop has come where no code of the author's runs: the next that is to run does not."""
    global _waiting
    if not _allowed:
        _waiting = True


def forget():
    """What was stopped before this is over."""
    global _waiting
    _waiting = False


class _Allowed:
    """In its `with` the author's code runs: Stop raises `KeyboardInterrupt` there, also one that has come just before."""

    def __enter__(self):
        global _allowed, _waiting
        _allowed = True
        if _waiting:
            _allowed = _waiting = False
            raise KeyboardInterrupt

    def __exit__(self, *error):
        global _allowed
        _allowed = False


allowed = _Allowed()
