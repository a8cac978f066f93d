"""Whether anything of a notebook's may run between two runs: what it has put off, or has given to JavaScript to call."""

import re
import sys

# Modules by which JavaScript comes to hold functions of Python's.
_BRIDGES = re.compile(r"\b(js|_?pyodide\w*)\b")
_put_off = False


def watch():
    """From now on remembers whether anything was put off. Idempotent."""
    webloop = sys.modules.get("pyodide.webloop")
    if webloop is None or hasattr(webloop.WebLoop.call_later, "_notebook_app"):
        return
    call_later = webloop.WebLoop.call_later

    def remembering(*args, **kwargs):
        global _put_off
        _put_off = True
        return call_later(*args, **kwargs)

    remembering._notebook_app = True
    webloop.WebLoop.call_later = remembering


def was_put_off():
    return _put_off


def bridged(sources):
    """Whether one of these sources may give JavaScript something to call."""
    return any(map(_BRIDGES.search, sources))
