"""Errors as authors want to read them: own code first with the failing line marked, nothing of the machinery."""

import linecache
import os
import traceback

from .places import WORK

RED, GREEN, CYAN, BOLD, OFF = "\x1b[31m", "\x1b[32m", "\x1b[36m", "\x1b[1m", "\x1b[0m"
CONTEXT = 2
MAX_FRAMES = 30


# Source and entry of `linecache` by title.
_remembered = {}


def known_titles():
    """Titles of the blocks that have run."""
    return _remembered.keys()


def remember_source(title, source):
    """Lets tracebacks and `inspect` find a block's lines under its title."""
    known = _remembered.get(title)
    if known is not None and known[0] is source and linecache.cache.get(title) is known[1]:
        return
    # Without a modification time, `linecache.checkcache` leaves the entry alone.
    entry = linecache.cache[title] = (len(source), None, source.splitlines(keepends=True), title)
    _remembered[title] = (source, entry)


def as_output(error, titles):
    """The `error` output of an exception."""
    lines = _lines(error, titles, set())
    return {"output_type": "error", "ename": type(error).__name__, "evalue": _message(error), "traceback": lines}


def _lines(error, titles, seen):
    seen.add(id(error))
    lines = []
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None and id(cause) not in seen:
        lines += _lines(cause, titles, seen)
        why = "The above exception was the direct cause of" if error.__cause__ else "During handling of the above exception,"
        lines += ["", f"{why} {'the following:' if error.__cause__ else 'another occurred:'}", ""]
    lines.append(f"{RED}{type(error).__name__}{OFF}: Traceback (most recent call last)")
    if isinstance(error, SyntaxError) and error.filename in titles:
        lines += _syntax(error)
    else:
        frames = _frames(error.__traceback__, titles)
        if len(frames) > MAX_FRAMES:
            hidden = len(frames) - MAX_FRAMES
            frames = [*frames[: MAX_FRAMES // 2], None, *frames[-(MAX_FRAMES // 2) :]]
        for frame in frames:
            lines += [f"  … {hidden} more calls …"] if frame is None else _frame(frame, titles)
    lines.append(f"{RED}{BOLD}{type(error).__name__}{OFF}: {_message(error)}")
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            lines += ["", *_lines(one, titles, seen)]
    return lines


def _frames(tb, titles):
    """From the first frame of a block on: what came before is the machinery. Own frames come first, then what they called."""
    frames = [(frame.f_code.co_filename, line, frame.f_code.co_name) for frame, line in traceback.walk_tb(tb)]
    start = next((at for at, frame in enumerate(frames) if frame[0] in titles), None)
    if start is None:
        return []
    inner = [frame for frame in frames[start:] if not _internal(frame[0])]
    return inner


def _internal(filename):
    return "notebook_kernel" in filename or "/pyodide/" in filename or "/_pyodide/" in filename


def _frame(frame, titles):
    filename, line, name = frame
    own = filename in titles
    where = filename if own or filename.startswith(WORK + "/") else _short(filename)
    head = f"{CYAN}{where}{OFF}, line {line}" + ("" if name == "<module>" else f", in {GREEN}{name}{OFF}")
    if not (own or filename.startswith(WORK + "/")):
        return [head]
    return [head, *_marked(filename, line)]


def _short(filename):
    return filename.partition("site-packages/")[2] or os.path.basename(filename)


def _marked(filename, line):
    lines = []
    for number in range(max(1, line - CONTEXT), line + CONTEXT + 1):
        text = linecache.getline(filename, number)
        if text:
            arrow = f"{RED}---->{OFF}" if number == line else "     "
            lines.append(f"{arrow} {number:>3} {text.rstrip()}")
    return lines


def _syntax(error):
    lines = [f"{CYAN}{error.filename}{OFF}, line {error.lineno}"]
    if error.lineno:
        lines += _marked(error.filename, error.lineno)[: CONTEXT + 1]
        if error.offset and error.offset > 0:
            lines = [*lines[: 1 + min(error.lineno, CONTEXT + 1)], " " * (9 + error.offset) + f"{RED}^{OFF}"]
    return lines


def _message(error):
    if isinstance(error, SyntaxError):
        return str(error.msg)
    try:
        return str(error)
    except Exception:
        return "<the exception's own text failed>"
