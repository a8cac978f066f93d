"""Stop, which comes at any moment: it breaks off the author's code at once, and waits while the runner keeps its books."""

import contextlib
import signal
import sys

_allowed = False
_waiting = False


def install():
    """In a browser; on a server each call has a handler of its own."""
    if sys.platform == "emscripten":
        signal.signal(signal.SIGINT, _on_interrupt)


def _on_interrupt(number, frame):
    global _waiting
    if _allowed:
        raise KeyboardInterrupt
    _waiting = True


def forget():
    """What was stopped before this is over."""
    global _waiting
    _waiting = False


@contextlib.contextmanager
def allowed():
    """The author's code runs: Stop raises `KeyboardInterrupt` in it, also one that has come just before."""
    global _allowed, _waiting
    before, _allowed = _allowed, True
    try:
        if _waiting:
            _waiting = False
            raise KeyboardInterrupt
        yield
    finally:
        _allowed = before
