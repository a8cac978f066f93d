"""Tells of each block whether it drew from a random generator that the notebook had not seeded. Watches `random` and numpy's global one."""

import random
import sys
import types


class Watch:
    def __init__(self):
        self._seeded = set()
        self._used = set()
        self._before = {}
        self._undo = []
        self._watched = set()
        self._start_watching()
        # The kernel's own looks at the clock, to join quick lines of output and to know old files, say nothing about the block.
        from notebook_kernel import ambient, capture

        for module in (ambient, capture):
            self._undo.append((module, "time", module.time))
            module.time = types.SimpleNamespace(monotonic=lambda: 0.0, time_ns=lambda: 0)

    def before(self):
        self._start_watching()
        self._used.clear()
        self._before = {name: self._state(name) for name in self._watched - self._seeded}

    def after(self):
        """Whether the block that has just ended used chance."""
        for name in list(self._before):
            self._note(name)
        return bool(self._used)

    def end(self):
        """Undoes everything; names the generators that the notebook has seeded."""
        for module, name, original in reversed(self._undo):
            setattr(module, name, original)
        return ",".join(sorted(self._seeded))

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
                # Without a value the seed itself is chance.
                if (args and args[0] is not None) or kwargs:
                    self._note(generator)
                    self._seeded.add(generator)
                return _original(*args, **kwargs)

            self._undo.append((module, setter, original))
            setattr(module, setter, wrapped)

