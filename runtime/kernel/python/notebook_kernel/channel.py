"""The one way out: output messages to whoever takes them now, and the block's text streams."""

import io

_take = None
_captures = []


def connect(take):
    """`take` gets each message from now on, or nobody (`None`); gives who had them before."""
    global _take
    before = _take
    _take = take
    return before


def emit(message):
    """Hands over one output message (nbformat shapes and the protocol's updates), or gives it to whoever captures."""
    if _captures and message["output_type"] != "widget":
        _captures[-1](message)
    elif _take is not None:
        _take(message)


def capture(take):
    """From now on `take` gets what is shown, but for messages to widgets; `release` ends it."""
    _captures.append(take)


def release(take):
    if take in _captures:
        _captures.remove(take)


class BlockStream(io.TextIOBase):
    """`sys.stdout` or `sys.stderr`: whole lines go out at once, the rest at the block's end or on `flush`."""

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, name):
        self.name = name
        self._parts = []
        self._held = 0

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._parts.append(text)
        self._held += len(text)
        if "\n" in text or "\r" in text or self._held > 8192:
            self.flush()
        return len(text)

    def flush(self):
        if self._parts:
            text = "".join(self._parts)
            self._parts.clear()
            self._held = 0
            # A lone surrogate has no UTF-8 form and would break the message.
            text = text.encode("utf-8", "replace").decode("utf-8")
            emit({"output_type": "stream", "name": self.name, "text": text})

    def drop(self):
        self._parts.clear()
        self._held = 0

    def writable(self):
        return True

    def isatty(self):
        return False

    def fileno(self):
        raise io.UnsupportedOperation("fileno")
