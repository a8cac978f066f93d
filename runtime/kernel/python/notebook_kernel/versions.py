"""
Which binding of a tracked name, and which ambient state, is in force before each block. Each block keeps what it bound itself, so
that a partial run can give every block the state of a full run.
"""

import itertools
import opcode
import operator
import re
import sys
import types

from . import ambient

UNBOUND = object()


def stored_names(code):
    """Names that this block's code may bind or delete at module scope, also through `global` in its functions."""
    found, waiting = set(), [code]
    while waiting:
        one = waiting.pop()
        found.update(_stored(one, GLOBAL_STORES if one is not code else MODULE_STORES))
        waiting.extend(part for part in one.co_consts if isinstance(part, types.CodeType))
    return found


GLOBAL_STORES = {opcode.opmap[name] for name in ("STORE_GLOBAL", "DELETE_GLOBAL")}
MODULE_STORES = GLOBAL_STORES | {opcode.opmap[name] for name in ("STORE_NAME", "DELETE_NAME")}


def stored_before(code, end):
    """Of the names that this block's own statements bind or delete: those of the instructions before offset `end`."""
    return set(_stored(code, MODULE_STORES, end))


def _stored(code, stores, end=None):
    """As `dis` would tell it, which takes twenty times as long."""
    names, extended = code.co_names, 0
    steps = iter(code.co_code[:end])
    for operation, argument in zip(steps, steps):
        if operation == opcode.EXTENDED_ARG:
            extended = (extended | argument) << 8
            continue
        if operation in stores:
            yield names[extended | argument]
        extended = 0


class Versions:
    """One notebook's bindings by block position."""

    def __init__(self, namespace, tracked, states):
        self._namespace = namespace
        self.track(tracked, states)
        self.forget()

    def forget(self):
        """For a fresh run: nothing is bound by any block."""
        self._names = {}
        self._ambient = {}
        self._own = {}
        # Module to the block in which it was executed.
        self._executed = {}
        self._base = {name: ambient.get(name) for name in self.states}
        self.begin()

    def keep_file(self, path, content):
        """A viewer's file is there before every block, also in states that were saved before it was."""
        for states in (self._base, *self._ambient.values()):
            if states.get("files") is not None:
                ambient.add_file(states["files"], path, content)

    def move(self, places):
        """Blocks have other positions now, by old position; what those bound that are not in `places` is unbound."""
        for index in set(self._own) - set(places):
            for name in self._own[index]:
                self._namespace.pop(name, None)
        for one in ("_names", "_ambient", "_own"):
            setattr(self, one, {places[index]: kept for index, kept in getattr(self, one).items() if index in places})
        self._executed = {root: places[index] for root, index in self._executed.items() if index in places}

    def track(self, tracked, states):
        """Other names and states to keep; unless they are the same, the next run must be a fresh one."""
        self._tracked = [name for name in tracked if not name.startswith("(")]
        # `(module lib)`: a module among the work files whose state blocks change.
        self._modules = [name[len("(module ") : -1] for name in tracked if name.startswith("(module ")]
        # In the order in which they are put back.
        self.states = [name for name in ambient.ACCESS if name in states]

    def begin(self):
        """Starts at the top of the notebook."""
        self._at = 0
        self._env = {}
        self._env_ambient = dict(self._base)

    def enter(self, index, source):
        """Sets the state that a full run would have before block `index`; positions only grow within a run."""
        self._advance(index)
        for root in self._modules:
            executed = self._executed.get(root)
            if executed == index or (executed is not None and executed > index and _imports(source, root)):
                self._execute_anew(root)
        for name in self._own.pop(index, ()):
            self._namespace.pop(name, None)
        self._set()
        self._before = {name: self._namespace.get(name, UNBOUND) for name in self._tracked}
        self._before_ambient = {name: ambient.get(name) for name in self.states}
        self._keys = dict(self._namespace)

    def leave(self, index, may_bind, source):
        """Keeps what the block bound."""
        now = self._namespace
        self._names[index] = {
            name: now.get(name, UNBOUND)
            for name in self._tracked
            if name in may_bind or now.get(name, UNBOUND) is not self._before[name]
        }
        changed = {}
        for name in self.states:
            state = ambient.get(name)
            if ambient.sets(name, source) or not ambient.same(state, self._before_ambient[name]):
                changed[name] = state
        self._ambient[index] = changed
        self._rest()
        for root in self._modules:
            if root in sys.modules:
                self._executed.setdefault(root, index)
        known = set(self._tracked)
        bound = [name for name in may_bind if name in now]
        self._own[index] = {name for name in [*_changed(now, self._keys), *bound] if name not in known}
        del self._keys

    def skip(self, index):
        """A block that could not run binds nothing."""
        for name in self._own.pop(index, ()):
            self._namespace.pop(name, None)
        self._names.pop(index, None)
        self._ambient.pop(index, None)

    def finish(self):
        """Gives all tracked names what a full run leaves."""
        self._advance(None)
        self._set()
        self._rest()

    def _rest(self):
        """What the notebook made of Python's builtins is only in force while its blocks run: what runs the blocks needs them whole."""
        if "builtins" in self.states:
            ambient.put("builtins", self._base["builtins"])

    def _execute_anew(self, root):
        """The next import executes the module, as the first one of a full run does."""
        del self._executed[root]
        for name in [name for name in sys.modules if name == root or name.startswith(root + ".")]:
            del sys.modules[name]

    def _advance(self, index):
        end = max(max(self._names, default=-1), max(self._ambient, default=-1)) + 1 if index is None else index
        for at in range(self._at, end):
            self._env.update(self._names.get(at, ()))
            self._env_ambient.update(self._ambient.get(at, ()))
        self._at = end

    def _set(self):
        for name in self._tracked:
            value = self._env.get(name, UNBOUND)
            if value is UNBOUND:
                self._namespace.pop(name, None)
            else:
                self._namespace[name] = value
        for name, state in self._env_ambient.items():
            ambient.put(name, state) if not ambient.same(ambient.get(name), state) else None


def _changed(now, before):
    """Names that are bound to something else than before. Compared without a step of Python for each, as a notebook may have many."""
    if [*itertools.islice(now, len(before))] != [*before]:
        return [name for name, value in now.items() if before.get(name, UNBOUND) is not value]
    others = map(operator.is_not, now.values(), before.values())
    return [*itertools.compress(now, others), *itertools.islice(now, len(before), None)]


def _imports(source, root):
    return re.search(rf"\b(from|import)\b[^\n#]*\b{re.escape(root)}\b", source) is not None
