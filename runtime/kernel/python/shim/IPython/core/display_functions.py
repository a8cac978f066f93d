"""As in IPython: the display functions under their own address."""

from ..display import clear_output, display, publish_display_data, update_display  # noqa: F401
