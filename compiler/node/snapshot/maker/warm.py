"""
Does what an app's first table and figure would be the first to do: modules that load late, font tables, caches. It then comes with the
snapshot. Leaves nothing that an app could see.
"""

import sys
import warnings


def warm():
    from notebook_kernel import display, live

    for make in (_figure, _table):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                display.bundle(make())
            except Exception:
                # Then it comes when the app does it, with its error.
                pass
    live.clear()


def _figure():
    plt = sys.modules.get("matplotlib.pyplot")
    if plt is None:
        return None
    figure, axes = plt.subplots(figsize=(2, 1))
    axes.plot([-1, 1], label="a")
    axes.set_title("a")
    axes.legend()
    return figure


def _table():
    pandas = sys.modules.get("pandas")
    if pandas is None:
        return None
    frame = pandas.DataFrame({"a": [1, 2], "b": ["x", "y"], "c": [0.5, 1.5]})
    return frame[frame["a"] > 1].head(5)
