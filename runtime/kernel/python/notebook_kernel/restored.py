"""What must be made anew after memory has come from a snapshot: everything that differs from viewer to viewer."""

import importlib
import random
import sys
import time

from notebook_kernel import ambient

# As CPython's own time module has it: a mean year in seconds.
YEAR = (365 * 24 + 6) * 3600


def refresh(seeded):
    """`seeded` names the generators that the notebook itself has seeded: their state belongs to its result."""
    ambient.draw_seeds()
    if "random" not in seeded:
        random.seed()
    # By its own name: to ask numpy for it would load it.
    generator = sys.modules.get("numpy.random")
    if generator is not None and "numpy.random" not in seeded:
        generator.seed()
    tempfile = sys.modules.get("tempfile")
    if tempfile is not None:
        tempfile._name_sequence = None
    importlib.invalidate_caches()
    _set_zone()


def _set_zone():
    start = int(time.time()) // YEAR * YEAR
    january, july = time.localtime(start), time.localtime(start + YEAR // 2)
    standard, summer = (july, january) if january.tm_gmtoff > july.tm_gmtoff else (january, july)
    time.timezone, time.altzone = -standard.tm_gmtoff, -summer.tm_gmtoff
    time.daylight = int(january.tm_gmtoff != july.tm_gmtoff)
    time.tzname = (standard.tm_zone or "   ", summer.tm_zone or "   ")
