"""IPython.display: objects that carry their own MIME type, and the functions that show them."""

import base64
import html
import json
import mimetypes
import os

from notebook_kernel.display import DisplayHandle, clear_output, display, publish, update_display

__all__ = [
    "Audio", "Code", "DisplayHandle", "DisplayObject", "FileLink", "HTML", "IFrame", "Image", "JSON", "Javascript", "Latex", "Markdown",
    "GeoJSON", "Math", "Pretty", "ProgressBar", "SVG", "TextDisplayObject", "Video", "VimeoVideo", "YouTubeVideo", "clear_output", "display",
    "display_html", "display_json", "display_latex", "display_markdown", "display_png", "display_pretty", "display_svg",
    "publish_display_data", "set_matplotlib_formats", "update_display",
]  # fmt: skip


def publish_display_data(data, metadata=None, *, transient=None, update=False, **kwargs):
    publish(data, metadata, display_id=(transient or {}).get("display_id"), update=update)


def set_matplotlib_formats(*formats, **kwargs):
    """Figures are always sharp PNGs here."""


class DisplayObject:
    """A value with a MIME type; read from a file (`filename`) or given (`data`)."""

    _binary = False

    def __init__(self, data=None, url=None, filename=None, metadata=None):
        if isinstance(data, os.PathLike):
            data, filename = None, os.fspath(data)
        self.data, self.url, self.filename, self.metadata = data, url, filename, metadata or {}
        if filename is not None and data is None:
            with open(filename, "rb") as file:
                content = file.read()
            self.data = content if self._binary else content.decode("utf-8")

    def __repr__(self):
        return f"<IPython.core.display.{type(self).__name__} object>"

    def _with_metadata(self, value):
        return (value, self.metadata) if self.metadata else value


class TextDisplayObject(DisplayObject):
    """Data is text."""


class Pretty(TextDisplayObject):
    def __repr__(self):
        return self.data


class HTML(TextDisplayObject):
    def _repr_html_(self):
        return self._with_metadata(self.data)

    def __html__(self):
        return self.data


class Markdown(TextDisplayObject):
    def _repr_markdown_(self):
        return self._with_metadata(self.data)


class Latex(TextDisplayObject):
    def _repr_latex_(self):
        return self._with_metadata(self.data)


class Math(TextDisplayObject):
    def _repr_latex_(self):
        return self._with_metadata("$\\displaystyle " + self.data.strip("$") + "$")


class Javascript(TextDisplayObject):
    def _repr_javascript_(self):
        return self._with_metadata(self.data)


class SVG(TextDisplayObject):
    def _repr_svg_(self):
        return self._with_metadata(self.data)


class JSON(DisplayObject):
    def _repr_json_(self):
        return json.loads(self.data) if isinstance(self.data, str) else self.data


class GeoJSON(JSON):
    """Shown as the JSON that it is: a map would need tiles from elsewhere."""


class Code(TextDisplayObject):
    def __init__(self, data=None, url=None, filename=None, language=None):
        super().__init__(data, url, filename)
        self.language = language

    def _repr_html_(self):
        return f"<pre><code>{html.escape(self.data)}</code></pre>"

    def __repr__(self):
        return self.data


class Image(DisplayObject):
    """PNG, JPEG, GIF, WebP from bytes, a file or a URL; `width` and `height` are CSS pixels."""

    _binary = True

    def __init__(self, data=None, url=None, filename=None, format=None, embed=None, width=None, height=None, retina=False, metadata=None, alt=None, **kwargs):
        if isinstance(data, str) and filename is None:
            (url, data) = (data, None) if "://" in data else (url, None if (filename := data) else None)
        super().__init__(data, url, filename, metadata)
        self.width, self.height, self.alt = width, height, alt
        self.format = (format or _image_format(self.data)).lower()

    def _repr_mimebundle_(self, include=None, exclude=None):
        if self.data is None:
            size = "".join(f' {key}="{value}"' for key, value in (("width", self.width), ("height", self.height)) if value)
            return {"text/html": f'<img src="{html.escape(str(self.url))}"{size} alt="{html.escape(self.alt or "")}">'}
        mime = "image/jpeg" if self.format == "jpg" else f"image/{self.format}"
        meta = {key: value for key, value in (("width", self.width), ("height", self.height), ("alt", self.alt)) if value}
        return {mime: base64.b64encode(self.data).decode("ascii")}, {mime: {**self.metadata, **meta}} if meta or self.metadata else {}


def _image_format(data):
    starts = ((b"\x89PNG", "png"), (b"\xff\xd8", "jpeg"), (b"GIF8", "gif"))
    return next((name for start, name in starts if isinstance(data, bytes) and data.startswith(start)), "png")


class IFrame:
    def __init__(self, src, width, height, extras=None, **kwargs):
        self.src, self.width, self.height = src, width, height

    def _repr_html_(self):
        return f'<iframe width="{html.escape(str(self.width))}" height="{html.escape(str(self.height))}" src="{html.escape(self.src)}"></iframe>'


class YouTubeVideo(IFrame):
    def __init__(self, id, width=400, height=300, **kwargs):
        super().__init__(f"https://www.youtube.com/embed/{id}", width, height)


class VimeoVideo(IFrame):
    def __init__(self, id, width=400, height=300, **kwargs):
        super().__init__(f"https://player.vimeo.com/video/{id}", width, height)


class ProgressBar(DisplayObject):
    """Shows how far something is; iterating over it counts and shows."""

    def __init__(self, total):
        super().__init__()
        self.total = total
        self._progress = 0
        self._handle = None

    @property
    def progress(self):
        return self._progress

    @progress.setter
    def progress(self, value):
        self._progress = value
        self.update()

    def _repr_html_(self):
        return f'<progress style="width: 60ex" max="{html.escape(str(self.total))}" value="{html.escape(str(self.progress))}"></progress>'

    def display(self):
        self._handle = display(self, display_id=True)

    def update(self):
        if self._handle is not None:
            self._handle.update(self)

    def __iter__(self):
        self.display()
        for done in range(self.total):
            self.progress = done
            yield done
        self.progress = self.total


class FileLink:
    def __init__(self, path, **kwargs):
        self.path = path

    def _repr_html_(self):
        return f'<a href="{html.escape(str(self.path))}" download>{html.escape(str(self.path))}</a>'


class _Media(DisplayObject):
    _binary = True
    _tag = ""
    _mime = ""

    def __init__(self, data=None, filename=None, url=None, mimetype=None, rate=None, autoplay=False, **kwargs):
        if isinstance(data, str):
            url, filename, data = (data, filename, None) if "://" in data else (url, data, None)
        if rate is not None and not isinstance(data, bytes):
            data = _wave(data, rate)
        super().__init__(data, url, filename)
        self.mimetype = mimetype or (mimetypes.guess_type(filename)[0] if filename else None) or self._mime
        self.autoplay = autoplay

    def _repr_html_(self):
        source = self.url or f"data:{self.mimetype};base64,{base64.b64encode(self.data).decode('ascii')}"
        return f'<{self._tag} {self._attributes()} src="{html.escape(source)}"></{self._tag}>'

    def _attributes(self):
        return "controls autoplay" if self.autoplay else "controls"


class Audio(_Media):
    _tag, _mime = "audio", "audio/wav"


class Video(_Media):
    _tag, _mime = "video", "video/mp4"

    def __init__(self, data=None, url=None, filename=None, embed=False, mimetype=None, width=None, height=None, html_attributes="controls", **kwargs):
        super().__init__(data, filename, url, mimetype)
        self.width, self.height, self.html_attributes = width, height, html_attributes

    def _attributes(self):
        sizes = [f'{name}="{html.escape(str(value))}"' for name, value in (("width", self.width), ("height", self.height)) if value]
        return " ".join([self.html_attributes, *sizes])


def _wave(samples, rate):
    """Mono 16-bit WAV of numbers, scaled to the loudest."""
    import io
    import struct
    import wave

    values = [float(one) for one in samples]
    loudest = max((abs(one) for one in values), default=0) or 1
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(int(rate))
        file.writeframes(struct.pack(f"<{len(values)}h", *(int(one / loudest * 32767) for one in values)))
    return buffer.getvalue()


def _shows(mime):
    """Shows values in one representation; `raw` data is that already."""

    def show(*values, raw=False, **kwargs):
        for value in values:
            publish({mime: value}) if raw else display(value, include=[mime, "text/plain"])

    return show


display_html = _shows("text/html")
display_json = _shows("application/json")
display_latex = _shows("text/latex")
display_markdown = _shows("text/markdown")
display_png = _shows("image/png")
display_pretty = _shows("text/plain")
display_svg = _shows("image/svg+xml")
