"""State outside the namespace: saved, set and put back to what it was right after boot. One getter and setter for each."""

import array
import builtins
import contextlib
import functools
import itertools
import operator
import os
import random
import re
import sys
import time
import warnings

from .places import WORK

# Files beyond this many bytes in all are not kept for later runs: they stay as the last block left them.
MAX_FILE_BYTES = 64 * 1024 * 1024
# Nanoseconds after which a file that is written again surely has another time.
SETTLED = 100_000_000

BUILTINS = vars(builtins)
# As the process has it: comparing what `os.environ` shows would decode every variable.
ENVIRON = os.environ._data


def _builtins_set(state):
    # Needs none of them to tell whether there is something to do: any may have been changed.
    try:
        if BUILTINS == state:
            return
    except:
        pass
    # First of all: what follows needs them.
    BUILTINS.update(state)
    for name in set(BUILTINS) - set(state):
        del BUILTINS[name]


_seeds = None


def draw_seeds():
    """What seeds the generators that no notebook has seeded: to ask the system each time takes longer than a small block."""
    global _seeds
    _seeds = itertools.count(int.from_bytes(os.urandom(32)))


draw_seeds()


def _random_set(state):
    random.setstate(state) if state is not None else random.seed(next(_seeds))


def _numpy_get():
    # By its own name: to ask numpy for it would load it.
    generator = sys.modules.get("numpy.random")
    return generator.get_state() if generator is not None else None


def _numpy_set(state):
    generator = sys.modules.get("numpy.random")
    if generator is not None:
        generator.set_state(state) if state is not None else generator.seed(next(_seeds) % 2**32)


# What `numpy.set_printoptions` and `numpy.seterr` document as their defaults.
PRINTING = {
    "edgeitems": 3, "threshold": 1000, "floatmode": "maxprec", "precision": 8, "suppress": False, "linewidth": 75,
    "nanstr": "nan", "infstr": "inf", "sign": "-", "formatter": None, "legacy": False, "override_repr": None,
}
ERRORS = {"divide": "warn", "over": "warn", "under": "ignore", "invalid": "warn"}


def _numpy_options_get():
    numpy = sys.modules.get("numpy")
    return (numpy.get_printoptions(), numpy.geterr()) if numpy is not None else None


def _numpy_options_set(state):
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        printing, errors = state if state is not None else (PRINTING, ERRORS)
        numpy.set_printoptions(**printing)
        numpy.seterr(**errors)


def _matplotlib_get():
    matplotlib = sys.modules.get("matplotlib")
    return dict.copy(matplotlib.rcParams) if matplotlib is not None else None


def _matplotlib_set(state):
    matplotlib = sys.modules.get("matplotlib")
    # By dict's own comparison: the class's looks at each value as a list.
    if matplotlib is None or (state is not None and dict.__eq__(matplotlib.rcParams, state)):
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if state is None:
            matplotlib.rcdefaults()
        else:
            dict.update(matplotlib.rcParams, state)


def _pandas_config():
    return sys.modules.get("pandas._config.config") if "pandas" in sys.modules else None


def _pandas_get():
    config = _pandas_config()
    return _branch(config._global_config) if config is not None else None


def _branch(options):
    """A copy of a tree of options; the options themselves as they are."""
    return {key: _branch(value) if type(value) is dict else value for key, value in options.items()}


def _pandas_set(state):
    config = _pandas_config()
    # Compared as pandas keeps them: to ask for each takes as long as a small table.
    if config is None or config._global_config == state:
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for key, option in config._registered_options.items():
            if key in config._deprecated_options:
                continue
            wanted = functools.reduce(operator.getitem, key.split("."), state) if state is not None else option.defval
            if config.get_option(key) is not wanted:
                config.set_option(key, wanted)


def _environ_set(state):
    if ENVIRON == state:
        return
    for key in set(ENVIRON) - set(state):
        del os.environ[os.fsdecode(key)]
    os.environ.update({os.fsdecode(key): os.fsdecode(value) for key, value in state.items() if ENVIRON.get(key) != value})


def _cwd_get():
    try:
        return os.getcwd()
    except FileNotFoundError:
        return ""


def _cwd_set(state):
    try:
        if os.getcwd() == state:
            return
    except FileNotFoundError:
        pass
    os.makedirs(WORK, exist_ok=True)
    os.chdir(state if os.path.isdir(state) else WORK)


def _path_set(state):
    sys.path[:] = state


def _warnings_set(state):
    # Also tells the modules that have remembered which warnings they showed.
    warnings.resetwarnings()
    warnings.filters[:] = state


# Level, handlers, filters, `propagate` and `disabled` of a logger as `logging` makes it.
UNTOLD = (0, [], [], True, False)
UNTOLD_ROOT = (30, [], [], True, False)


def _loggers(logging):
    return [logging.root, *(one for one in logging.root.manager.loggerDict.values() if isinstance(one, logging.Logger))]


def _logging_get():
    """What each logger that is not as `logging` makes it was told: its level, handlers, filters and the rest."""
    logging = sys.modules.get("logging")
    if logging is None:
        return None
    told = {one.name: (one.level, list(one.handlers), list(one.filters), one.propagate, one.disabled) for one in _loggers(logging)}
    return logging.root.manager.disable, {name: state for name, state in told.items() if state != UNTOLD}


def _logging_set(state):
    logging = sys.modules.get("logging")
    if logging is None:
        return
    disable, told = state if state is not None else (0, {"root": UNTOLD_ROOT})
    for one in _loggers(logging):
        level, handlers, filters, propagate, disabled = told.get(one.name, UNTOLD)
        if one.level != level:
            one.setLevel(level)
        one.handlers[:], one.filters[:] = handlers, filters
        one.propagate, one.disabled = propagate, disabled
    if logging.root.manager.disable != disable:
        logging.disable(disable)


# Grows with each change of a file, where the host counts them.
_changes = None
# The count when the files were last looked at, and what they were.
_looked = (None, None)
_cache = {}


def count_changes():
    """The number that the host raises with each change of a file, from now on. No count comes twice."""
    global _changes
    _changes = array.array("d", [1 if _changes is None else _changes[0] + 1])
    return _changes


def _count():
    return _changes[0] if _changes is not None else None


def _files_get():
    """Path to content of everything below /work, `None` for a folder; content objects are shared between unchanged states."""
    global _looked
    count = _count()
    if count is None or count != _looked[0]:
        _looked = (count, _look_at_files())
    files = _looked[1]
    return dict(files) if files is not None else None


def add_file(files, path, content):
    """Puts a file below /work, and the folders that it lies in, into a state of the files."""
    if path.startswith(WORK + "/"):
        files[path] = content
        while (path := os.path.dirname(path)) != WORK:
            files.setdefault(path, None)


def _remove(path):
    if os.path.islink(path) or not os.path.isdir(path):
        os.remove(path)
        return
    with contextlib.suppress(OSError):
        # It stays if there is something in it that is kept.
        os.rmdir(path)


def _look_at_files():
    found, total = {}, 0
    for folder, folders, names in os.walk(WORK):
        found.update((os.path.join(folder, name), None) for name in folders)
        for name in names:
            path = os.path.join(folder, name)
            stat = os.stat(path)
            total += stat.st_size
            if total > MAX_FILE_BYTES:
                return None
            key = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
            known = _cache.get(path)
            if known is None or known[0] != key or not known[2]:
                # A clock of milliseconds does not tell two writes of the same size apart: what was just written is looked at again.
                settled = time.time_ns() - stat.st_mtime_ns > SETTLED
                with open(path, "rb") as file:
                    content = file.read()
                # Writing the same bytes again makes the same state.
                known = (key, known[1] if known is not None and known[1] == content else content, settled)
                _cache[path] = known
            found[path] = known[1]
    return found


def _files_set(state):
    now = _files_get()
    if state is None or now is None or now == state:
        return
    # What lies in a folder before the folder itself.
    gone = [path for path in sorted(now, reverse=True) if path not in state or (now[path] is None) != (state[path] is None)]
    if _cwd_get() in gone:
        # Emscripten removes no folder in which Python works.
        os.chdir(WORK)
    for path in gone:
        _remove(path)
    for path, content in state.items():
        if content is None:
            os.makedirs(path, exist_ok=True)
        elif now.get(path) is not content:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(content)
    _cache.clear()


ACCESS = {
    "builtins": (lambda: dict(BUILTINS), _builtins_set),
    "random": (random.getstate, _random_set),
    "numpy.random": (_numpy_get, _numpy_set),
    "numpy.options": (_numpy_options_get, _numpy_options_set),
    "matplotlib.rcParams": (_matplotlib_get, _matplotlib_set),
    "pandas.options": (_pandas_get, _pandas_set),
    "os.environ": (lambda: dict(ENVIRON), _environ_set),
    "sys.path": (lambda: list(sys.path), _path_set),
    "warnings": (lambda: list(warnings.filters), _warnings_set),
    "logging": (_logging_get, _logging_set),
    "files": (_files_get, _files_set),
    # After the folders that there are.
    "os.cwd": (_cwd_get, _cwd_set),
}

# What a fresh run seeds anew.
CHANCE = {"random", "numpy.random"}


def sets(name, source):
    """
    Whether this source sets the state without regard to what it was, maybe to what it was. Every other change of a state depends
    on it, so that its block runs again with it.
    """
    return name in CHANCE and re.search(r"\b(seed|setstate|set_state)\b", source) is not None


def get(name):
    return ACCESS[name][0]()


def put(name, state):
    ACCESS[name][1](state)


def same(one, other):
    """Equality that never asks an array for its truth."""
    try:
        return one is other or bool(one == other)
    except Exception:
        return False


class Boot:
    """The state right after boot, to which a fresh run goes back."""

    def __init__(self):
        self._states = {name: get(name) for name in ACCESS}
        self._states["random"] = self._states["numpy.random"] = None
        self._states["numpy.options"] = (PRINTING, ERRORS)
        # What need not be put back, as it has been looked at since anything ran.
        self._intact = frozenset()
        # The modules of `sys.modules` when none of them came from the work files, and the count of changes if there were no files.
        self._looked_at = {}
        self._without_files = None

    def keep_file(self, path, content):
        """A viewer's own file belongs to the start state: a fresh run must not remove it."""
        if self._states["files"] is not None:
            add_file(self._states["files"], path, content)

    def look(self, used):
        """
        Between two runs, where nobody waits: finds what the next one need not put back, should it be a fresh one. `used` are the states that
        blocks use; chance that none of them uses is seeded anew right away.
        """
        files = self._states["files"]
        if files is None or any(path.endswith(".py") for path in files):
            # A module of the author's may have given itself away to be called later.
            return
        for name in CHANCE:
            if name not in used:
                put(name, None)
        self._intact = {
            name
            for name, state in self._states.items()
            if (name not in used if name in CHANCE else same(get(name), state))
        }

    def stir(self):
        """Something runs: what it leaves is not known."""
        self._intact = frozenset()

    def restore(self):
        for name, state in self._states.items():
            if name not in self._intact:
                put(name, state)
        if _changes is not None and _count() == self._without_files:
            return
        # As long as there is none, no module comes from them.
        self._without_files = _count() if _files_get() == {} else None
        if same(sys.modules, self._looked_at):
            return
        for name, module in list(sys.modules.items()):
            # Not by `getattr`, which would ask a module's own `__getattr__`.
            file = getattr(module, "__dict__", {}).get("__file__") if module is not sys.modules.get("__main__") else None
            if isinstance(file, str) and file.startswith(WORK + "/"):
                del sys.modules[name]
        self._looked_at = dict(sys.modules)
