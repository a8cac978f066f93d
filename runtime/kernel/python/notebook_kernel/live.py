"""
Objects that an output left alive, by id, until their block runs again; and the answers to a page's questions about them. JSON in, JSON
out, so that every kernel, in a browser or on a server, answers with this same code.
"""

import contextlib
import itertools
import sys

_objects = {}
_ids = itertools.count(1)
_block = None


class Gone(LookupError):
    """The object asked for belongs to an earlier run."""


def enter(block):
    """Before a block runs: what its outputs kept alive is let go."""
    global _block
    _block = block
    drop(block)


def drop(block):
    _close_widgets(block)
    for name in [name for name, (owner, _) in _objects.items() if owner == block]:
        _close(_objects.pop(name)[1])


def clear():
    _close_widgets(None)
    for _, kept in _objects.values():
        _close(kept)
    _objects.clear()


def is_empty():
    return not _objects and f"{__package__}.widgets" not in sys.modules


def keep(answerer):
    """Keeps an object whose `answer(question)` gives plain data; returns its id."""
    name = f"t{next(_ids)}"
    _objects[name] = (_block, answerer)
    return name


def answer(question):
    """The plain data that answers a question. Raises `Gone`, or what an observer of the author's raises."""
    name, kind = question["object"], question["kind"]
    if kind.startswith("widget-"):
        from . import widgets

        return widgets.answer(name, question)
    if name not in _objects:
        raise Gone
    return _objects[name][1].answer(question)


@contextlib.contextmanager
def on_behalf_of(block):
    """What is kept alive meanwhile belongs to this block."""
    global _block
    before, _block = _block, block
    try:
        yield
    finally:
        _block = before


def current_block():
    return _block


def _close_widgets(block):
    widgets = sys.modules.get(f"{__package__}.widgets")
    if widgets is not None:
        widgets.close(block)


def _close(kept):
    close = getattr(kept, "close", None)
    if close is not None:
        close()
