"""Settings of libraries that an app needs other than they are, made right after the library is first imported."""

import importlib.abc
import sys


def _altair(module):
    # The default writes HTML that fetches its scripts from another site.
    module.renderers.enable("mimetype")


def _plotly(module):
    module.renderers.default = "plotly_mimetype"
    # Showing a figure by its MIME type asks for nbformat, and uses nothing of it.
    renderers = sys.modules.get("plotly.io._renderers")
    if renderers is not None and renderers.nbformat is None:
        renderers.nbformat = type("nbformat", (), {"__version__": "5.10.0"})


def _ipython(module):
    # A server has the real IPython, whose functions would send to where no page listens.
    from . import display

    for name in ("display", "clear_output", "update_display", "DisplayHandle"):
        if hasattr(module, name):
            setattr(module, name, getattr(display, name))


def _pyplot(module):
    from . import figures

    figures.prepare()


def _tqdm(module):
    # Its watch is a thread of its own, which a browser does not have.
    if sys.platform == "emscripten":
        module.tqdm.monitor_interval = 0


def _widgets(module):
    from . import widgets

    widgets.adopt(module)


def _comm(module):
    from . import widgets

    module.create_comm = widgets.create_comm


_AFTER = {
    "IPython.core.display_functions": _ipython,
    "IPython.display": _ipython,
    "altair": _altair,
    "plotly.io": _plotly,
    "tqdm": _tqdm,
    "matplotlib.pyplot": _pyplot,
    "ipywidgets": _widgets,
    "comm": _comm,
}


class _Finder(importlib.abc.MetaPathFinder):
    """Finds what the other finders find, for the modules above only."""

    def find_spec(self, name, path, target=None):
        if name not in _AFTER:
            return None
        for finder in sys.meta_path:
            spec = None if finder is self else finder.find_spec(name, path, target)
            if spec is not None and spec.loader is not None:
                spec.loader = _Loader(spec.loader, _AFTER[name])
                return spec
        return None


class _Loader(importlib.abc.Loader):
    def __init__(self, inner, after):
        self._inner = inner
        self._after = after

    def __getattr__(self, name):
        return getattr(self._inner, name)

    def create_module(self, spec):
        return self._inner.create_module(spec)

    def exec_module(self, module):
        module.__spec__.loader = module.__loader__ = self._inner
        self._inner.exec_module(module)
        self._after(module)


def install():
    """Idempotent; modules that are imported already get their settings at once."""
    if any(isinstance(finder, _Finder) for finder in sys.meta_path):
        return
    sys.meta_path.insert(0, _Finder())
    for name, after in _AFTER.items():
        if name in sys.modules:
            after(sys.modules[name])
