"""matplotlib figures as crisp as the viewer's screen: pixels for a page beside, PNGs for all others. Imports matplotlib never by itself."""

import base64
import io
import struct
import sys
import zlib

from . import ticks

# PNG's name for the filter that takes the row above from each row.
UP = 2
# Pixels of the screen for each of CSS; twice is right for most that are not asked.
SCALE = 2
# Pixels that a run gives to a page bare. The page holds them, four bytes each, until it has made PNGs of them.
ROOM = 8_000_000
_takes_pixels = False
_room = 0


def set_screen(scale, takes_pixels):
    """Draws for a screen with this many pixels for each of CSS; whether its page takes them bare."""
    global SCALE, _takes_pixels
    SCALE = min(max(scale, 1), 3)
    _takes_pixels = takes_pixels
    begin()


def begin():
    """A run begins: there is room for its pixels."""
    global _room
    _room = ROOM if _takes_pixels else 0


class Drawn:
    """A figure's pixels in the place of its PNG, whose base64 `str` gives, until it is known where they go."""

    def __init__(self, pixels):
        self.pixels = pixels

    def __str__(self):
        return base64.b64encode(encoded(self.pixels)).decode("ascii")


def written(data):
    """The MIME bundle as anybody takes it, with a PNG in the place of pixels."""
    return {mime: str(one) if isinstance(one, Drawn) else one for mime, one in data.items()}


def bare(data):
    """
    The pixels that go to the page beside this bundle: all in a row, width, height. `None` if there are none, or no room.

    To encode a PNG here and decode it there takes longer than all that moves pixels. Of a whole update, on a screen of two pixels for each
    of CSS (one): lines 160 ms with, 134 without (115, 107), an image of noise 294 and 192 (161, 121), lines of twice the size 289 and 170
    (156, 117); nothing where a figure is tiny on a screen of one.
    """
    global _room
    drawn = data.get("image/png")
    if not isinstance(drawn, Drawn):
        return None
    height, width, _ = drawn.pixels.shape
    if width * height > _room:
        return None
    _room -= width * height
    data["image/png"] = None
    return drawn.pixels.reshape(-1), width, height


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
    made = _drawn(value)
    plt = _pyplot()
    if plt is not None and value in map(plt.figure, plt.get_fignums()):
        plt.close(value)
    return made


def flush():
    """Publishes every open figure in the order of their numbers, and closes them."""
    plt = _pyplot()
    if plt is None:
        return
    from . import display

    for number in plt.get_fignums():
        figure = plt.figure(number)
        try:
            if figure.axes or figure.lines or figure.patches or figure.texts or figure.images:
                data, meta = _drawn(figure)
                display.publish({**data, "text/plain": repr(figure)}, meta)
        finally:
            plt.close(figure)


def close_all():
    plt = _pyplot()
    if plt is not None:
        plt.close("all")


def _drawn(figure):
    pixels = _cropped(figure)
    if pixels is not None:
        drawn, (height, width, _) = Drawn(pixels), pixels.shape
    else:
        buffer = io.BytesIO()
        figure.savefig(buffer, format="png", dpi=figure.dpi * SCALE, bbox_inches="tight", facecolor=figure.get_facecolor())
        png = buffer.getvalue()
        width, height = struct.unpack(">II", png[16:24])
        drawn = base64.b64encode(png).decode("ascii")
    return {"image/png": drawn}, {"image/png": {"width": int(width / SCALE), "height": int(height / SCALE)}}


def encoded(pixels):
    """
    A PNG of RGBA pixels. Each row is what it differs by from the one above, and of that runs of equal bytes are packed, which is what
    figures have. Pillow tries every filter on every row: up to three times as long for lines, less for clouds of points and images, and
    the file is then smaller (46 kB for 63 of lines; an image of noise at twice its size less than half).
    """
    import numpy

    height, width, _ = pixels.shape
    flat = pixels.reshape(height, width * 4)
    rows = numpy.empty((height, 1 + width * 4), numpy.uint8)
    rows[:, 0] = UP
    rows[0, 1:] = flat[0]
    numpy.subtract(flat[1:], flat[:-1], out=rows[1:, 1:])
    packer = zlib.compressobj(1, zlib.DEFLATED, zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL, zlib.Z_RLE)
    # Eight bits of red, green, blue and alpha.
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    packed = packer.compress(rows) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(data, zlib.crc32(kind)))


def _cropped(figure):
    """
    The figure's pixels with narrow margins, as Jupyter shows it, drawn once: `bbox_inches="tight"` draws twice, first to see what there is.
    `None` if something reaches out of the figure, which only a second drawing can show whole.
    """
    if not hasattr(figure.canvas, "get_renderer"):
        return None
    raw, dpi = io.BytesIO(), figure.dpi
    try:
        # Text takes another room at another resolution: what is drawn is what must be measured.
        figure.dpi = dpi * SCALE
        with ticks.kept():
            figure.savefig(raw, format="rgba", dpi=figure.dpi, facecolor=figure.get_facecolor())
            box = figure.get_tightbbox(figure.canvas.get_renderer())
        return _part(raw.getbuffer(), figure, box)
    finally:
        figure.dpi = dpi


def _part(pixels, figure, box):
    """Of the pixels of a whole figure the box (inches) with its margins; `None` if it is not all there."""
    import numpy
    from matplotlib import rcParams
    from matplotlib.colors import to_rgba

    dpi = figure.dpi
    width, height = (int(inches * dpi) for inches in figure.get_size_inches())
    if len(pixels) != width * height * 4:
        return None
    if box.x0 < 0 or box.y0 < 0 or box.x1 * dpi > width or box.y1 * dpi > height or box.width <= 0 or box.height <= 0:
        return None
    box = box.padded(rcParams["savefig.pad_inches"])
    # matplotlib, too, takes the whole pixels of a size.
    left, bottom = round(box.x0 * dpi), round(height - box.y0 * dpi)
    right, top = left + int(box.width * dpi), bottom - int(box.height * dpi)
    whole = numpy.frombuffer(pixels, numpy.uint8).reshape(height, width, 4)
    part = whole[max(top, 0) : bottom, max(left, 0) : right]
    if left >= 0 and top >= 0 and right <= width and bottom <= height:
        return part
    # The margin is wider than the figure's own.
    padded = numpy.empty((bottom - top, right - left, 4), numpy.uint8)
    padded[:] = [round(255 * channel) for channel in to_rgba(figure.get_facecolor())]
    above, before = max(-top, 0), max(-left, 0)
    padded[above : above + part.shape[0], before : before + part.shape[1]] = part
    return padded
