"""Turns values into MIME bundles by IPython's protocol, and publishes them."""

import base64
import sys
import traceback
import uuid

from . import channel, figures, tables

_METHODS = {
    "text/html": "_repr_html_",
    "text/markdown": "_repr_markdown_",
    "text/latex": "_repr_latex_",
    "image/svg+xml": "_repr_svg_",
    "image/png": "_repr_png_",
    "image/jpeg": "_repr_jpeg_",
    "application/pdf": "_repr_pdf_",
    "application/json": "_repr_json_",
    "application/javascript": "_repr_javascript_",
}


def display(*values, include=None, exclude=None, metadata=None, transient=None, display_id=None, raw=False, clear=False, **kwargs):
    """Shows each value; returns a handle if `display_id` is given (`True` makes one)."""
    if clear:
        clear_output(wait=True)
    if display_id is True:
        display_id = uuid.uuid4().hex
    for value in values:
        show(value, include=include, exclude=exclude, metadata=metadata, display_id=display_id, raw=raw)
    return DisplayHandle(display_id) if display_id else None


def update_display(value, *, display_id, **kwargs):
    """Replaces every output shown with this id."""
    show(value, display_id=display_id, update=True, **kwargs)


def clear_output(wait=False):
    """Clears what the block has shown so far."""
    flush_streams()
    channel.emit({"output_type": "clear_output", "wait": bool(wait)})


class DisplayHandle:
    """An output that can be replaced later."""

    def __init__(self, display_id=None):
        self.display_id = display_id or uuid.uuid4().hex

    def __repr__(self):
        return f"<DisplayHandle display_id={self.display_id}>"

    def display(self, value, **kwargs):
        show(value, display_id=self.display_id, **kwargs)

    def update(self, value, **kwargs):
        show(value, display_id=self.display_id, update=True, **kwargs)


def show(value, *, include=None, exclude=None, metadata=None, display_id=None, raw=False, update=False, result=False, **kwargs):
    """Publishes one value as display data, an update, or the block's result."""
    if raw:
        data, meta = dict(value), {}
    elif _shows_itself(value):
        return
    else:
        data, meta = bundle(value, include, exclude)
    if metadata:
        meta = {**meta, **metadata}
    publish(data, meta, display_id=display_id, update=update, result=result)


def publish(data, metadata=None, *, display_id=None, update=False, result=False):
    """Sends a finished MIME bundle."""
    if not data:
        return
    flush_streams()
    kind = "update_display_data" if update else "execute_result" if result else "display_data"
    message = {"output_type": kind, "data": {mime: _plain(mime, one) for mime, one in data.items()}, "metadata": metadata or {}}
    if display_id:
        message["display_id"] = str(display_id)
    channel.emit(message)


def flush_streams():
    """Text printed before an output must come before it."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:  # a stream of the author's own must not break an output
            pass


def bundle(value, include=None, exclude=None):
    """The MIME bundle and metadata of a value; always has `text/plain`."""
    # A table is drawn by the page: its HTML and text would cost many times what the table does, and nobody would look at them.
    table = _safely(lambda: tables.bundle(value))
    if table is not None and _wanted(tables.MIME, include, exclude):
        return table, {}
    data, meta = {}, {}
    own = _method(value, "_repr_mimebundle_")
    if own is not None:
        _merge(_safely(lambda: own(include=include, exclude=exclude)), data, meta)
    for mime, name in _METHODS.items():
        if mime not in data and _wanted(mime, include, exclude):
            method = _method(value, name)
            if method is not None:
                _take(mime, _safely(method), data, meta)
    special = _safely(lambda: figures.bundle(value))
    if special is not None:
        _merge(special, data, meta)
    if "text/plain" not in data:
        data["text/plain"] = _text(value)
    kept = {mime: one for mime, one in data.items() if _wanted(mime, include, exclude)}
    return kept, {mime: one for mime, one in meta.items() if mime in kept or "/" not in mime}


def _shows_itself(value):
    method = _method(value, "_ipython_display_")
    if method is None:
        return False
    try:
        method()
        return True
    except NotImplementedError:
        return False
    except Exception:
        traceback.print_exc()
        return True


def _method(value, name):
    # Classes have the methods of their instances; objects that answer any name have none.
    if isinstance(value, type):
        return None
    try:
        if callable(getattr(value, "_ipython_canary_method_should_not_exist_", None)):
            return None
        method = getattr(value, name, None)
    except Exception:
        return None
    return method if callable(method) else None


def _safely(call):
    """A broken formatter is reported, and the other formats are still shown."""
    try:
        return call()
    except NotImplementedError:
        return None
    except Exception:
        traceback.print_exc()
        return None


def _merge(made, data, meta):
    if made is None:
        return
    if isinstance(made, tuple):
        made, extra = made
        meta.update(extra or {})
    data.update({mime: one for mime, one in made.items() if one is not None})


def _take(mime, made, data, meta):
    if made is None:
        return
    if isinstance(made, tuple) and len(made) == 2:
        made, extra = made
        if extra:
            meta[mime] = extra
    data[mime] = made


def _wanted(mime, include, exclude):
    return (not include or mime in include) and not (exclude and mime in exclude)


def _text(value):
    """`repr`, laid out over several lines when it is a long container."""
    try:
        text = repr(value)
        if len(text) > 79 and isinstance(value, (dict, list, tuple, set, frozenset)) and len(text) < 100_000:
            import pprint

            return pprint.pformat(value, width=79, sort_dicts=False)
        return text
    except Exception as error:
        traceback.print_exc()
        return f"<{type(value).__name__} whose repr failed: {type(error).__name__}>"


def _plain(mime, value):
    if isinstance(value, (bytes, bytearray, memoryview)):
        if mime.startswith("text/") or mime.endswith("+xml"):
            return bytes(value).decode("utf-8", "replace")
        return base64.b64encode(bytes(value)).decode("ascii")
    if isinstance(value, str) and mime.startswith("image/") and not mime.endswith("+xml"):
        return value.replace("\n", "")
    return value
