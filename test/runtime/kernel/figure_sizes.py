"""Prints each figure whose size is not that of `bbox_inches="tight"`, or whose picture is another when nothing is kept of its ticks."""

import base64
import contextlib
import io
import struct

import matplotlib.pyplot as plt
from notebook_kernel import figures, ticks


def log():
    plt.loglog([1, 10, 100], [1, 1e3, 1e6])
    plt.grid(True, which="both")


def twin():
    _, ax = plt.subplots()
    ax.plot([1, 2])
    ax.twinx().set_ylabel("two\nlines")


def shared():
    figure, axes = plt.subplots(2, 2, sharex=True, sharey="row")
    axes[1][0].plot([1, 1000])
    figure.suptitle("all")


def colorbar():
    plt.colorbar(plt.imshow([[1, 2], [3, 4]]), label="value")


def polar():
    plt.subplots(subplot_kw={"projection": "polar"})[1].plot([1, 2])


def three():
    plt.figure().add_subplot(projection="3d").plot([1, 2], [3, 4], [5, 6])


def constrained():
    for at, ax in enumerate(plt.subplots(2, 2, layout="constrained")[1].flat):
        ax.plot([0, 1000.0**at])


def secondary():
    _, ax = plt.subplots()
    ax.secondary_xaxis("top", functions=(lambda one: one * 2 + 1, lambda one: (one - 1) / 2)).set_xlabel("other")
    ax.set_title("above")


def legend():
    plt.plot([1, 2], label="outside")
    plt.legend(loc="upper left", bbox_to_anchor=(1.2, 1))


def equal():
    plt.plot([0, 9], [0, 3])
    plt.gca().set_aspect("equal")


def minor():
    plt.plot([1e9, 2e9])
    plt.minorticks_on()
    plt.tick_params(axis="x", rotation=45)


def empty():
    plt.subplots(figsize=(3, 2))[1].set_axis_off()
    plt.text(0.5, 0.5, "text")


def png(draw):
    draw()
    figure = plt.gcf()
    data = base64.b64decode(str(figures._drawn(figure)[0]["image/png"]))
    plt.close("all")
    return data


def tight(draw):
    draw()
    figure, buffer = plt.gcf(), io.BytesIO()
    figure.savefig(buffer, format="png", dpi=figure.dpi * figures.SCALE, bbox_inches="tight")
    plt.close("all")
    return buffer.getvalue()


def size(data):
    return struct.unpack(">II", data[16:24])


everything = (log, twin, shared, colorbar, polar, three, constrained, secondary, legend, equal, minor, empty)
checked, before, kept = 0, figures.SCALE, ticks.kept
for scale, some in ((2, everything), (1, (log, three))):
    figures.SCALE = scale
    for draw in some:
        shown, own = png(draw), tight(draw)
        ticks.kept = contextlib.nullcontext
        anew = png(draw)
        ticks.kept = kept
        checked += 1
        if shown != anew or size(shown) != size(own):
            print(draw.__name__, scale, size(shown), size(own), shown == anew)
figures.SCALE = before
checked
