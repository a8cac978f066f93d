"""
Jupyter widgets without Jupyter's messages: a widget's changes go out like outputs, and the page's come in as questions. The same in a
browser and on a server.
"""

import base64
import sys

from . import channel, display, figures, live, tracebacks

_owners = {}
_class = None


def create_comm(*args, **kwargs):
    """A widget's line to the page, in place of the `comm` package's own."""
    global _class
    if _class is None:
        from comm.base_comm import BaseComm

        class PageComm(BaseComm):
            def publish_msg(self, msg_type, data=None, metadata=None, buffers=None, **keys):
                if keys.get("target_name", self.target_name) == "jupyter.widget":
                    _publish(self.comm_id, msg_type, data or {}, buffers or [])

        _class = PageComm
    return _class(*args, **kwargs)


def _publish(widget, kind, data, buffers):
    if kind == "comm_open":
        _owners[widget] = live.current_block()
        change, state = "open", data.get("state", {})
    elif kind == "comm_close":
        _owners.pop(widget, None)
        change, state = "close", {}
    elif data.get("method") == "update":
        change, state = "update", data["state"]
    elif data.get("method") == "custom":
        change, state = "custom", {"content": data.get("content")}
    else:
        return
    if buffers:
        state = _with_buffers(state, data.get("buffer_paths", []), buffers)
    channel.emit({"output_type": "widget", "change": change, "widget": widget, "state": state})


def _with_buffers(state, paths, buffers):
    """Binary values back in their places, as `{"base64": …}`."""
    state = _copied(state)
    for path, buffer in zip(paths, buffers, strict=True):
        place = state
        for key in path[:-1]:
            place = place[key]
        text = base64.b64encode(bytes(buffer)).decode("ascii")
        if isinstance(place, list) and path[-1] == len(place):
            place.append({"base64": text})
        else:
            place[path[-1]] = {"base64": text}
    return state


def _copied(value):
    if isinstance(value, dict):
        return {key: _copied(one) for key, one in value.items()}
    return [_copied(one) for one in value] if isinstance(value, (list, tuple)) else value


def _decoded(value):
    if isinstance(value, dict):
        if set(value) == {"base64"}:
            return memoryview(base64.b64decode(value["base64"]))
        return {key: _decoded(one) for key, one in value.items()}
    return [_decoded(one) for one in value] if isinstance(value, list) else value


def answer(name, question):
    """Hands a page's change to its widget."""
    import comm

    line = comm.get_comm_manager().comms.get(name)
    if line is None or name not in _owners:
        raise live.Gone
    if question["kind"] == "widget-state":
        data = {"method": "update", "state": _decoded(question["state"]), "buffer_paths": []}
    else:
        data = {"method": "custom", "content": question["content"]}
    line.handle_msg({"content": {"comm_id": name, "data": data}, "buffers": [], "metadata": {}})
    return None


def close(block):
    """Closes the widgets that a block made; `None` means all."""
    # Without it there are none: a server's kernel has `comm` for itself.
    module = sys.modules.get("ipywidgets.widgets.widget")
    if module is None:
        return
    for name in [name for name, owner in _owners.items() if block is None or owner == block]:
        made = module._instances.get(name)
        _owners.pop(name, None)
        if made is not None:
            made.close()


def adopt(ipywidgets):
    """Output widgets capture here, not in the page; figures of `interact` are shown where its function shows them."""
    output = ipywidgets.Output
    output.__enter__, output.__exit__ = _enter, _exit
    from ipywidgets.widgets import interaction, widget, widget_output

    interaction.show_inline_matplotlib_plots = figures.flush
    # A server's own shell would send errors to where no page listens.
    for module in (interaction, widget, widget_output):
        module.get_ipython = _Shell


class _Shell:
    """The shell of a notebook, as far as ipywidgets asks it: to show the error of an observer or of `interact`."""

    def showtraceback(self, exc_tuple=None, **kwargs):
        error = (exc_tuple or sys.exc_info())[1]
        display.flush_streams()
        channel.emit(tracebacks.as_output(error, tracebacks.known_titles()))


def _enter(self):
    self._flush()
    take = _Capture(self).take
    self.__dict__.setdefault("_captures", []).append(take)
    channel.capture(take)
    return self


def _exit(self, kind, error, trace):
    if error is not None and isinstance(error, Exception):
        _Shell().showtraceback((kind, error, trace))
    figures.flush()
    self._flush()
    channel.release(self.__dict__["_captures"].pop())
    return isinstance(error, Exception)


class _Capture:
    """Puts messages into an Output widget's list, as a page would."""

    def __init__(self, widget):
        self._widget = widget
        self._clear = False

    def take(self, message):
        kind = message["output_type"]
        if "data" in message:
            message = {**message, "data": figures.written(message["data"])}
        if kind == "clear_output":
            self._clear = message["wait"]
            if not message["wait"]:
                self._widget.outputs = ()
            return
        outputs = () if self._clear else self._widget.outputs
        self._clear = False
        if kind == "update_display_data":
            self._widget.outputs = tuple(_updated(one, message) for one in outputs)
            return
        last = outputs[-1] if outputs else None
        if kind == "stream" and last is not None and last["output_type"] == "stream" and last["name"] == message["name"]:
            outputs = (*outputs[:-1], {**last, "text": last["text"] + message["text"]})
        else:
            outputs = (*outputs, message)
        self._widget.outputs = outputs


def _updated(output, message):
    if output.get("display_id") != message["display_id"]:
        return output
    return {**output, "data": message["data"], "metadata": message["metadata"]}
