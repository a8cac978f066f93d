"""
Plays sessions of generated notebooks on the product's own runner and compares what the page and the namespace hold after changes
of inputs with what a fresh run leaves. Runs in Pyodide and in CPython alike.
"""

import asyncio
import itertools
import json
import os
import re
import shutil
import sys
import types

from notebook_kernel import ambient
from notebook_kernel.runner import Runner

MODULE = """
items = []
count = 0
def keep(x):
    global count
    items.append(x)
    count += 1
    return items
"""


def prepare(folder):
    """Gives the runner a work folder of its own, with a module in it that has state."""
    os.makedirs(folder, exist_ok=True)
    os.chdir(folder)
    ambient.WORK = folder
    if folder not in sys.path:
        sys.path.insert(0, folder)
    sys.dont_write_bytecode = True
    with open(os.path.join(folder, "lib.py"), "w") as file:
        file.write(MODULE)


def clean():
    """An empty work folder but for the module."""
    os.chdir(ambient.WORK)
    for name in os.listdir():
        if name != "lib.py":
            shutil.rmtree(name) if os.path.isdir(name) else os.remove(name)
    sys.modules.pop("lib", None)
    os.environ.pop("A", None)


async def verdicts(text):
    """JSON of cases to JSON of verdicts."""
    return json.dumps([await verdict(case) for case in json.loads(text)])


async def verdict(case):
    """What differs between the session's end and a fresh run."""
    clean()
    session = Session(case["program"])
    for run in case["runs"]:
        await session.run(run)
    reactive = session.picture(case["names"])
    fresh = case["runs"][-1]
    await session.run({"fresh": True, "blocks": case["order"], "inputs": fresh["inputs"]})
    return {"differences": differences(reactive, session.picture(case["names"]))}


def differences(reactive, wanted):
    return [
        f"{key}: {reactive.get(key)}, but afresh: {wanted.get(key)}"
        for key in sorted({*reactive, *wanted})
        if reactive.get(key) != wanted.get(key)
    ]


class Session:
    """An executor as small as can be: blocks in order, those that wait for a failed one skipped."""

    def __init__(self, program):
        self._blocks = {block["id"]: block for block in program["blocks"]}
        self._shown = {}
        self._unfinished = set()
        self._runs = 0
        self._now = None
        self._runner = Runner(json.dumps(program), self._hear)

    def _hear(self, text):
        message = json.loads(text)
        kind = message["output_type"]
        said = message["text"] if kind == "stream" else ""
        if kind == "error":
            said = f"{message['ename']}: {message['evalue']}"
        elif "data" in message:
            said = message["data"]["text/plain"]
        self._shown[self._now]["text"] += said

    async def run(self, request):
        fresh = request["fresh"] or len(request["blocks"]) == len(self._blocks)
        if fresh:
            self._unfinished.clear()
        self._runner.begin(fresh, json.dumps(request["inputs"]))
        for name in request["blocks"]:
            await self._block(self._blocks[name])
        self._runner.finish()
        # As where the next request comes at once, and as where it does not.
        self._runs += 1
        if self._runs % 2:
            self._runner.rest()

    async def _block(self, block):
        name = block["id"]
        self._now = name
        self._shown[name] = {"state": "skipped", "text": ""}
        if self._unfinished.intersection(block["needs"]):
            self._unfinished.add(name)
            self._runner.skip(name)
            return
        result = json.loads(await self._runner.run(name))
        self._shown[name]["state"] = result["state"]
        (self._unfinished.discard if result["state"] == "done" else self._unfinished.add)(name)

    def unseen(self, names):
        """Names that a block may have left as they were, and that no block below reads or, having run to its end, binds anew."""
        found = set()
        for one in names:
            state = self._shown.get(one["id"], {}).get("state")
            reads = () if state == "skipped" else one["reads"]
            found = found.difference(reads, one["binds"] if state == "done" else ()).union(one["mayBind"])
        return found

    def picture(self, names):
        """Everything but unseen names that must be as in a fresh run, as text by place."""
        unseen = self.unseen(names)
        found = {f"block {name}": f"{one['state']} {without_addresses(one['text'])!r}" for name, one in self._shown.items()}
        seen = Picture()
        space = vars(sys.modules["__main__"])
        for name in sorted(space):
            if name not in unseen and not (name.startswith("__") and name.endswith("__")):
                found[f"name {name}"] = seen.of(space[name])
        found["iterators"] = seen.rest()
        for path, content in sorted((ambient.get("files") or {}).items()):
            found[f"file {path}"] = repr(content)
        return found


def without_addresses(text, flags=0):
    return re.sub(r"0x[0-9a-f]+|(?<=with id=)\d+", "0x", text, flags=flags)


PLAIN = (type(None), bool, int, float, complex, str, bytes, range, type(...), types.BuiltinFunctionType, types.MethodWrapperType)


class Picture:
    """Values as text in which one object that is reached twice shows as one."""

    def __init__(self):
        self._numbers = {}
        self._alive = []
        self._iterators = []

    def of(self, value):
        if isinstance(value, PLAIN) and type(value) in PLAIN:
            return without_addresses(repr(value))
        if isinstance(value, types.ModuleType):
            return f"module {value.__name__}"
        known = self._numbers.get(id(value))
        if known is not None:
            return f"#{known}"
        self._numbers[id(value)] = number = len(self._numbers)
        self._alive.append(value)
        return f"#{number}={type(value).__name__}{self._inside(value)}"

    def _inside(self, value):
        if isinstance(value, type):
            own = {key: one for key, one in vars(value).items() if not _hidden(key, one)}
            return f" {value.__qualname__}({self._names(own)})"
        if isinstance(value, (set, frozenset)):
            return "{" + ", ".join(sorted(self.of(one) for one in value)) + "}"
        if isinstance(value, types.FunctionType):
            return self._function(value)
        if isinstance(value, types.GeneratorType):
            frame = value.gi_frame
            return f" {value.__qualname__} " + ("ended" if frame is None else f"{frame.f_lineno} {self._names(frame.f_locals)}")
        if isinstance(value, types.MethodType):
            return f" {self.of(value.__func__)} of {self.of(value.__self__)}"
        if isinstance(value, BaseException):
            return self._items(value.args)
        library = type(value).__module__.partition(".")[0]
        if library in ("numpy", "pandas"):
            return without_addresses(repr(value.to_dict() if hasattr(value, "to_dict") else value), re.IGNORECASE)
        if library == "matplotlib":
            return ""
        return self._instance(value)

    def _instance(self, value):
        parts = []
        if isinstance(value, dict):
            parts.append("{" + ", ".join(f"{self.of(key)}: {self.of(one)}" for key, one in value.items()) + "}")
        elif hasattr(type(value), "__next__"):
            self._iterators.append(value)
        elif type(value).__module__ != "__main__" and hasattr(type(value), "__iter__"):
            parts.append(self._items(value))
        inside = getattr(value, "__dict__", None)
        if isinstance(inside, dict):
            parts.append(self._names(inside))
        elif not parts:
            parts.append(without_addresses(repr(value)) if type(value).__module__ != "__main__" else "")
        return " ".join(parts)

    def _function(self, value):
        code = value.__code__
        cells = [self._cell(cell) for cell in value.__closure__ or ()]
        given = [self.of(one) for one in (value.__defaults__ or ())]
        return f" {value.__qualname__} {code.co_filename}:{code.co_firstlineno} {cells} {given} {self._names(vars(value))}"

    def _cell(self, cell):
        try:
            return self.of(cell.cell_contents)
        except ValueError:
            return "empty"

    def _items(self, values):
        try:
            return "[" + ", ".join(self.of(one) for one in values) + "]"
        except Exception as error:  # a ChainMap of something else
            return repr(error)

    def _names(self, names):
        return ", ".join(f"{key}={self.of(one)}" for key, one in sorted(names.items()) if key != "__builtins__")

    def rest(self):
        """What the iterators still give. Last, since it uses them up."""
        found = []
        for one in self._iterators:
            try:
                found.append(self._items(itertools.islice(one, 20)))
            except Exception as error:
                found.append(repr(error))
        return str(found)


def _hidden(key, value):
    return key in ("__module__", "__dict__", "__weakref__", "__doc__", "__static_attributes__", "__firstlineno__") or (
        key.startswith("__") and not isinstance(value, (types.FunctionType, classmethod, staticmethod, list, dict))
    )


def serve():
    """Cases as lines of JSON on standard input, verdicts as lines on standard output."""
    out = os.fdopen(os.dup(1), "w")
    for line in sys.stdin:
        out.write(asyncio.run(verdicts(line)) + "\n")
        out.flush()


if __name__ == "__main__":
    prepare(sys.argv[1])
    serve()
