"""matplotlib figures as crisp PNGs: drawn at twice the size that they are shown at. Imports matplotlib never by itself."""

import base64
import io
import struct
import sys

SCALE = 2


def _pyplot():
    return sys.modules.get("matplotlib.pyplot")


def prepare():
    """Makes `plt.show()` publish; called before each block and cheap when done."""
    plt = _pyplot()
    if plt is not None and getattr(plt.show, "_notebook_app", False) is False:

        def show(*args, **kwargs):
            flush()

        show._notebook_app = True
        plt.show = show


def bundle(value):
    """The PNG of a figure that is shown as a value; it is then closed, so that the block's end does not show it again."""
    module = sys.modules.get("matplotlib.figure")
    if module is None or not isinstance(value, module.Figure):
        return None
    made = _png(value)
    plt = _pyplot()
    if plt is not None and value in map(plt.figure, plt.get_fignums()):
        plt.close(value)
    return made


def flush():
    """Publishes every open figure in the order of their numbers, and closes them."""
    from . import display

    plt = _pyplot()
    if plt is None:
        return
    for number in plt.get_fignums():
        figure = plt.figure(number)
        try:
            if figure.axes or figure.lines or figure.patches or figure.texts or figure.images:
                data, meta = _png(figure)
                display.publish({**data, "text/plain": repr(figure)}, meta)
        finally:
            plt.close(figure)


def close_all():
    plt = _pyplot()
    if plt is not None:
        plt.close("all")


def _png(figure):
    # "tight" costs a second layout (spike: twice the time), but without it long labels are cut off, as authors never see in Jupyter.
    buffer = io.BytesIO()
    dpi = figure.dpi * SCALE
    figure.savefig(buffer, format="png", dpi=dpi, bbox_inches="tight", facecolor=figure.get_facecolor())
    png = buffer.getvalue()
    width, height = struct.unpack(">II", png[16:24])
    text = base64.b64encode(png).decode("ascii")
    return {"image/png": text}, {"image/png": {"width": width // SCALE, "height": height // SCALE}}
