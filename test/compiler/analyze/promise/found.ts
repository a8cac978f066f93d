/**
 * Sessions in which `npm run fuzz` once found a page that was not that of a fresh run, made small; each is named for its cause.
 * @module
 */
import type { Case } from "./case.ts";

const inputs = [
  { n: 3, m: 1 },
  { n: 1, m: 5 },
];

export const FOUND: Readonly<Record<string, Case>> = {
  "a module of the work files keeps what calls left in it": {
    blocks: ["from lib import keep\nr = keep(n)"],
    inputs,
  },
  "a list of a module of the work files is changed": {
    blocks: ["from lib import items\nitems.append(n)", "import lib\nprint(lib.items)"],
    inputs,
  },
  "a module's function is called by a function of the notebook": {
    blocks: ["def lazy():\n    import lib\n    return lib.keep(n)", "print(lazy())", "import lib\nprint(lib.items)"],
    inputs,
  },
  "a star import of a module with state": { blocks: ["from lib import *\nkeep(m)"], inputs },
  "entering a context manager changes a global": {
    blocks: [
      "p = [1]",
      "class Ctx:\n    def __enter__(self): p.append('in'); return p\n    def __exit__(self, *a): p.append('out'); return False",
      "with Ctx() as got:\n    got.append(m)",
    ],
    inputs,
  },
  "an async context manager changes a global": {
    blocks: [
      "q = [2]",
      "class Ac:\n    async def __aenter__(self): q.append(1); return q\n    async def __aexit__(self, *a): pass\nasync with Ac() as z: z.append(n)",
    ],
    inputs,
  },
  "a lambda in a comprehension holds the comprehension's variable": {
    blocks: ["p = [1]", "r = [[3]]", "cells = [lambda: x for x in (p, r)]\ncells[0]().append(n)"],
    inputs,
  },
  "a tuple joins two lists of which one is changed": {
    blocks: ["p = [1]", "q = [2]", "t = (p, q)", "q.append(n)"],
    inputs,
  },
  "a block that touches no file does not bring back files of an earlier run": {
    blocks: ["import pathlib\npathlib.Path('b.txt').write_text(str(m))", "q"],
    inputs,
  },
  "a generator made a context manager runs when it is entered": {
    blocks: [
      "import contextlib\nq = [2]\nr = [0]",
      "@contextlib.contextmanager\ndef around():\n    q.append('a')\n    yield r",
      "with around() as z: z.append(n)",
      "print(q, r)",
    ],
    inputs,
  },
  "what an async context manager gives is changed": {
    blocks: [
      "import contextlib\np = [1]",
      "r = [[3]]",
      "class Ac:\n    async def __aenter__(self): p.append(1); return r\n    async def __aexit__(self, *a): pass\nasync with Ac() as z: z.append(m)",
      "with contextlib.nullcontext(p) as z: z.append(m)",
    ],
    inputs,
  },
  "an attribute of a namespace is added to in place": {
    blocks: [
      "import types\nq = [2]",
      "def tmp():\n    ns2 = types.SimpleNamespace()\n    ns2.a = q\n    ns2.a += [m]\ntmp()",
      "print(q)",
    ],
    inputs,
  },
  "a dataclass's default factory gives a list of the notebook": {
    blocks: [
      "r = [[3]]",
      "import dataclasses\n@dataclasses.dataclass\nclass Data:\n    x: int = n\n    y: list = dataclasses.field(default_factory=lambda: r)\nrec = Data()\nrec.y.append(rec.x)",
    ],
    inputs,
  },
  "a generator function is only defined beside a context manager that changes a global": {
    blocks: [
      "p = [1]\nclass Ctx:\n    def __enter__(self): p.append('in'); return p\n    def __exit__(self, *a): p.append('out'); return False\ndef numbers(a):\n    yield x",
      "with Ctx() as got:\n    got.append(m)\ntry:\n    def two():\n        yield r\nexcept Exception as err:\n    print(type(err).__name__)",
    ],
    inputs,
  },
  "what a generator yields is given by the context manager made of it": {
    blocks: [
      "import contextlib\nq = [2]",
      "r = [[3]]",
      "@contextlib.contextmanager\ndef around():\n    yield q\n    p.append('z')\nwith around() as p: r.append(m)",
    ],
    inputs,
  },
  "a block that fails before it binds a name leaves the one above": {
    blocks: ["k: int = n", "k = sum(x for x in r)", "1"],
    inputs,
  },
  "a block that looks at all names must not see those of blocks below it": {
    blocks: [
      "print(sorted(key for key in globals() if len(key) == 1))",
      "try:\n    q.append(2)\nexcept Exception:\n    i = 4\nundefined",
    ],
    inputs,
  },
  "whether an object is true is asked of a method that changes a list": {
    blocks: [
      "p = [1]",
      "class Loose:\n    def __bool__(self): p.append(2); return n > 0\nloose = Loose()",
      "if loose: i = 1",
      "w = f'{loose}' if loose else 0",
    ],
    inputs,
  },
  "an attribute is made by a method that changes a list": {
    blocks: [
      "p = [1]",
      "class Loose:\n    def __getattr__(self, name): p.append(n); return 2\nloose = Loose()",
      "i = loose.any",
    ],
    inputs,
  },
  "what a block shows changes a list in being shown": {
    blocks: [
      "p = [1]",
      "class Shy:\n    def __repr__(self): p.append(n); return 'shy'\nshy = Shy()",
      "shy",
      "print(p)",
    ],
    inputs,
  },
  "a block binds an input's name to the value it already has, then fails": {
    blocks: ["m = 4\nundefined"],
    inputs: [
      { n: 0, m: 4 },
      { n: 7, m: 8 },
    ],
  },
  "a generator expression reads its names when items are taken out": {
    blocks: ["import lib", "it = (q.append(x) or x for x in [m])\nq = lib.items", "print(list(it))"],
    inputs,
  },
  "what a skipped block would read nobody sees": {
    blocks: [
      "q = [2]",
      "q.append(n)",
      "try: q = nothing()\nexcept NameError: pass",
      "q = [p][0]",
      "async def unused(self): q.append(1)\nprint(w)",
    ],
    inputs,
  },
  "dict.fromkeys shares its value": {
    blocks: ["q = [2]", "d = dict.fromkeys('ab', q)", "d.setdefault('a', []).append(m)"],
    inputs,
  },
  "a notebook has a function named __getattr__": {
    blocks: ["def __getattr__(self, name): return n", "print(n)"],
    inputs,
  },
};
