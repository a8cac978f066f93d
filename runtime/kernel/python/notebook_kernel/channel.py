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


@io.TextIOBase.register
class BlockStream:
    """
    `sys.stdout` or `sys.stderr`: whole lines go out at once, the rest at the block's end or on `flush`. No `io` object by birth, which
    would be closed when it is let go: that takes longer than a small block.
    """

    encoding = "utf-8"
    errors = "replace"
    newlines = None
    closed = False

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
            if not text.isascii():
                # A lone surrogate has no UTF-8 form and would break the message.
                text = text.encode("utf-8", "replace").decode("utf-8")
            emit({"output_type": "stream", "name": self.name, "text": text})

    def drop(self):
        self._parts.clear()
        self._held = 0

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def writable(self):
        return True

    def readable(self):
        return False

    def seekable(self):
        return False

    def isatty(self):
        return False

    def close(self):
        """What comes later is shown all the same: another block may have the stream."""
        self.flush()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def _unsupported(self, *args):
        raise io.UnsupportedOperation("This stream only takes text.")

    fileno = read = readline = readlines = seek = tell = truncate = detach = __iter__ = __next__ = _unsupported
