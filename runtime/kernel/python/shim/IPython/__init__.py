"""The part of IPython that notebooks use, for when IPython itself is not among an app's packages."""

from . import display  # noqa: F401
from .core.interactiveshell import InteractiveShell

__version__ = "9.0.0"
version_info = (9, 0, 0)


def get_ipython():
    return InteractiveShell.instance()
