"""
Ticks of a figure that is drawn and measured, worked out once. matplotlib does it anew whenever it needs one axis to place another thing,
about ten times a figure, which takes longer than all drawing.
"""

import contextlib


@contextlib.contextmanager
def kept():
    """Within it, an axis has the ticks and label boxes it had, as long as its limits, place, locators and formatters are the same."""
    from matplotlib.axis import Axis, XAxis, YAxis

    known = {}
    update, boxes = Axis._update_ticks, Axis._get_ticklabel_bboxes

    def update_ticks(axis):
        # Axes of other kinds (polar, 3D) move their ticks after this.
        if type(axis) is not XAxis and type(axis) is not YAxis:
            return update(axis)
        now = _state(axis)
        before = known.get(axis)
        if before is None or before[0] != now:
            before = known[axis] = (now, update(axis), {})
        return before[1]

    def label_boxes(axis, ticks, renderer=None):
        before = known.get(axis)
        if before is None or before[1] is not ticks or before[0] != _state(axis):
            return boxes(axis, ticks, renderer)
        if renderer not in before[2]:
            before[2][renderer] = boxes(axis, ticks, renderer)
        return before[2][renderer]

    Axis._update_ticks, Axis._get_ticklabel_bboxes = update_ticks, label_boxes
    try:
        yield
    finally:
        Axis._update_ticks, Axis._get_ticklabel_bboxes = update, boxes


def _state(axis):
    """All that ticks are made from; objects by identity, as nothing replaces one by its equal while a figure is drawn."""
    major, minor = axis.major, axis.minor
    return (
        tuple(axis.get_view_interval()),
        axis.axes.bbox.bounds,
        axis.figure.dpi,
        major.locator,
        major.formatter,
        minor.locator,
        minor.formatter,
        axis.get_transform(),
    )
