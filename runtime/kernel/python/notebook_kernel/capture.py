"""
One block's output on its way out: joins bursts of text, and cuts what is too large for a page while keeping the whole in a file.
Done here, beside the author's code, so that a flood never leaves the kernel.
"""

import base64
import json
import os
import time
from json.encoder import encode_basestring

from . import figures
from .places import OUTPUTS

# Text of one block that is sent, in UTF-8 bytes.
STREAM_LIMIT = 1024 * 1024
# One output other than text, in characters of its JSON.
BUNDLE_LIMIT = 8 * 1024 * 1024
# Text of one block that is kept in its file, in bytes; what comes after is counted only.
KEPT_LIMIT = 64 * 1024 * 1024
# Outputs other than text of one block that are sent, in characters of their JSON; the one that goes beyond is the last, cut.
DISPLAY_LIMIT = 64 * 1024 * 1024
# This many texts are sent at once; later ones within the window (seconds) are joined.
BURST = 20
WINDOW = 0.05
JOINED = 64 * 1024

CUT = "application/vnd.notebook-app.cut.v1+json"
_EXTENSIONS = {"text/html": "html", "text/plain": "txt", "image/svg+xml": "svg"}


class BlockCapture:
    """Takes the messages of one block in order; `end` sends what is held. `send` takes each message as JSON text, and the pixels beside."""

    def __init__(self, index, send):
        self._folder = f"{OUTPUTS}/block-{index}"
        self._send = send
        self._name = None
        self._parts = []
        self._held = 0
        self._window = 0.0
        self._in_window = 0
        self._sent = []
        self._shown = 0
        self._total = 0
        self._cut = False
        self._large = 0
        self._displayed = 0

    def take(self, message):
        if message["output_type"] == "stream":
            self._text(message["name"], message["text"])
            return
        self._flush()
        pixels = figures.bare(message["data"]) if "data" in message else None
        text = _json(message)
        if message["output_type"] in ("display_data", "execute_result", "update_display_data"):
            before = self._displayed
            self._displayed += len(text)
            if before > DISPLAY_LIMIT:
                return
            if len(text) > BUNDLE_LIMIT or self._displayed > DISPLAY_LIMIT:
                text, pixels = _json(self._cut_bundle(message["data"], len(text))), None
        self._send(text) if pixels is None else self._send(text, *pixels)

    def end(self):
        """Sends what is held, and says what was cut."""
        self._flush()
        if self._cut:
            self._send(_json(_cut_output(self._total, self._shown, self._text_path())))

    def _text_path(self):
        return f"{self._folder}/output.txt"

    def _text(self, name, text):
        if self._name != name:
            self._flush()
        self._name = name
        self._parts.append(text)
        self._held += len(text)
        now = time.monotonic()
        if now - self._window > WINDOW:
            self._window = now
            self._in_window = 0
        self._in_window += 1
        if self._in_window <= BURST or self._held > JOINED:
            self._flush()

    def _flush(self):
        if not self._parts:
            return
        text = "".join(self._parts)
        self._parts.clear()
        self._held = 0
        content = text.encode("utf-8", "replace")
        room = STREAM_LIMIT - self._shown
        self._keep(content, room)
        if room <= 0:
            return
        if len(content) > room:
            # A cut inside a character leaves nothing of it.
            content = content[:room]
            text = content.decode("utf-8", "ignore")
        self._shown += len(content)
        # As `_json` has it, which takes longer than a small block.
        self._send(f'{{"output_type": "stream", "name": "{self._name}", "text": {encode_basestring(text)}}}')

    def _keep(self, content, room):
        """Until the limit the text is remembered; from there on it goes to the file."""
        before = self._total
        self._total += len(content)
        if not self._cut and len(content) <= room:
            self._sent.append(content)
            return
        if not self._cut:
            self._cut = True
            _write(self._text_path(), b"".join(self._sent))
            self._sent = []
        if before < KEPT_LIMIT:
            _write(self._text_path(), content, "ab")

    def _cut_bundle(self, data, size):
        sizes = {mime: one if isinstance(one, str) else _json(one) for mime, one in data.items()}
        mime = max(sizes, key=lambda one: len(sizes[one]))
        self._large += 1
        path = f"{self._folder}/output-{self._large}.{_extension(mime)}"
        text = sizes[mime]
        _write(path, base64.b64decode(text) if _is_base64(mime) else text.encode("utf-8", "replace"))
        return _cut_output(size, 0, path)


# Made once: `json.dumps` makes another for each call that differs from its defaults.
_json = json.JSONEncoder(ensure_ascii=False, default=str).encode


def _write(path, content, mode="wb"):
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, mode) as file:
            file.write(content)
    except OSError:
        # A full disk must not hide the output itself; the file is then short.
        pass


def _cut_output(total, shown, path):
    text = f"Output cut: {shown} of {total} bytes shown; the whole is in {path}."
    return {
        "output_type": "display_data",
        "data": {CUT: {"total": total, "shown": shown, "path": path}, "text/plain": text},
        "metadata": {},
    }


def _is_base64(mime):
    return (mime.startswith(("image/", "audio/", "video/")) and not mime.endswith("+xml")) or mime == "application/pdf"


def _extension(mime):
    known = _EXTENSIONS.get(mime)
    if known is None:
        known = "json" if mime.endswith("json") else "".join(c for c in mime.partition("/")[2].split("+")[0] if c.isalnum())
    return known or "bin"
