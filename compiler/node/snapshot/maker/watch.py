"""
Tells of each block whether it drew from a random generator that the notebook had not seeded (of `random`, and numpy's global one), and
whether it looked at the time zone, which Python's `time` has as plain values.
"""

import random
import sys
import time
import types

ZONE = ("timezone", "altzone", "daylight", "tzname")


class Watch:
    def __init__(self):
        self._seeded = set()
        self._used = set()
        self._before = {}
        self._undo = []
        self._watched = set()
        self._start_watching()
        self._zone_read = False
        self._undo.append((time, "__class__", types.ModuleType))
        time.__class__ = type("module", (types.ModuleType,), {name: property(self._reads(name)) for name in ZONE})
        # The kernel's own looks at the clock, to join quick lines of output and to know old files, say nothing about the block.
        from notebook_kernel import ambient, capture

        for module in (ambient, capture):
            self._undo.append((module, "time", module.time))
            module.time = types.SimpleNamespace(monotonic=lambda: 0.0, time_ns=lambda: 0)

    def before(self):
        self._start_watching()
        self._used.clear()
        self._zone_read = False
        self._before = {name: self._state(name) for name in self._watched - self._seeded}

    def after(self):
        """What the result of the block that has just ended depends on, as far as is seen here."""
        for name in list(self._before):
            self._note(name)
        return ",".join(["randomness"] * bool(self._used) + ["time"] * self._zone_read)

    def end(self):
        """Undoes everything; names the generators that the notebook has seeded."""
        for module, name, original in reversed(self._undo):
            setattr(module, name, original)
        return ",".join(sorted(self._seeded))

    def _reads(self, name):
        def read(module):
            self._zone_read = True
            return vars(module)[name]

        return read

    def _note(self, name):
        before = self._before.pop(name, None)
        if before is not None and before != self._state(name):
            self._used.add(name)

    def _state(self, name):
        if name == "random":
            return random.getstate()
        kind, keys, *rest = sys.modules["numpy"].random.get_state()
        return (kind, keys.tobytes(), *rest)

    def _start_watching(self):
        if "random" not in self._watched:
            self._watch("random", random, ("seed", "setstate"))
        numpy = sys.modules.get("numpy")
        if numpy is not None and "numpy.random" not in self._watched:
            self._watch("numpy.random", numpy.random, ("seed", "set_state"))

    def _watch(self, generator, module, setters):
        self._watched.add(generator)
        for setter in setters:
            original = getattr(module, setter)

            def wrapped(*args, _original=original, **kwargs):
                # Without a value the seed itself is chance, as is the one that the kernel draws for a fresh run.
                if sys._getframe(1).f_globals.get("__name__") == "notebook_kernel.ambient":
                    return _original(*args, **kwargs)
                if (args and args[0] is not None) or kwargs:
                    self._note(generator)
                    self._seeded.add(generator)
                return _original(*args, **kwargs)

            self._undo.append((module, setter, original))
            setattr(module, setter, wrapped)

