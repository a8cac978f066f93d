"""As in IPython: the display classes under their older address."""

from ..display import *  # noqa: F403
