/**
 * Constructs of Python's grammar that `@lezer/python` misreads or that other analyses get wrong (DESIGN section 7), each against
 * CPython's own answer; and which reads are certain to come after the block's own binding.
 * @module
 */
import { describe, expect, it } from "vitest";
import { collectNames } from "../../../compiler/analyze/names.ts";
import { parsePython } from "../../../compiler/analyze/python/parse.ts";
import { disagreements, oracle } from "./oracle.ts";

const GAPS: Readonly<Record<string, string>> = {
  "a bare yield as an expression": "def f():\n    x = yield\n    y = (yield)\n    return [(yield), z]",
  "numbers that end in a dot before an operator": "day = 24.*3600.\nx = 1.if day else 2.\ny = 1_000.e-3j",
  "form feeds": "a = 1\n\f\nb = a\n\fdef f():\n    return b",
  "parenthesised with": "with (open(a) as b, open(c) as d,):\n    pass\nwith (open(e)): pass\nwith (one, other): pass",
  "template strings": "t1 = t'{a} {b!r:>{w}}'\nt2 = rt\"{c}\\d\"",
  "positional-only parameters of a lambda": "f = lambda a, /, b=k, *, c=j, **d: (a, b, c, d, e)",
  "any expression as a decorator": "@buttons[0].clicked.connect\n@(lambda f: f)\n@x if y else z\ndef g(): pass",
  "starred subscripts": "a = b[*c]\nd = e[*f, g]\ndef h(*args: *Ts): pass",
  "except without parentheses": "try:\n    pass\nexcept A, B:\n    pass",
  "exception groups": "try:\n    pass\nexcept* A as e:\n    print(e)",
  "nested quotes in f-strings": "x = f'{d['k']} {f\"{y!s:{w}.{p}}\"} {z=}'",
  "comments and lines in f-strings": "x = f'''{\n    a  # why\n    + b\n}'''",
  "type parameters": "class C[T: B = D](Base[T]): pass\ndef f[*Ts, **P](x: T2) -> T: pass\ntype A[T] = list[T] | U",
  "soft keywords as names":
    "match = 1\ncase = match\ntype = case\n_ = type\nprint(match, case, type, _)\nmatch[0]\nmatch(1)",
  "match with every pattern":
    "match a:\n    case {'k': b, **c} if d: pass\n    case P(x, k=E.V) | Q([x, *_]): pass\n    case -1 | 1+2j | None | 'a' 'b': pass\n    case [f as g]: pass",
  "a class body reads the module, not the class around it":
    "class A:\n    v = 1\n    class B:\n        u = v\n    f = [v for _ in range(w)]",
  "global in a class": "class A:\n    global g\n    g = h",
  nonlocal: "def f():\n    a = 1\n    def g():\n        nonlocal a\n        a = b\n    return g",
  "names in other alphabets, in normal form": "ﬁle = 1\nµ = file\nprint(μ, 变量)",
  "backslash continuations": "a = 1 + \\\n    b\nif a and \\\n   c: pass",
  "async everywhere":
    "async def f():\n    async with a as b, c: pass\n    async for d in e: pass\n    return [g async for g in h if await i]",
  "annotations without values": "a: B\nc.d: E = f\ng[h]: I",
  "star expressions": "a, *b = *c, *d\nprint(*e, **f)\nfor g in *h, i: pass\nx = {**j, 'k': k}",
  "semicolons and one-line bodies": "a = 1; b = a; c = d\nif a: b = 1; e = f\nclass C: x = 1; y = z",
};

describe("grammar", () => {
  it.each(Object.entries(GAPS))("%s", async (name, source) => {
    const [answer] = (await oracle()).cells([source]);
    if (!answer) throw new TypeError("CPython does not read it");
    expect(disagreements(name, answer)).toEqual([]);
  });

  it.each([
    "a = = 1",
    "def f(:\n    pass",
    "x = (1",
    "'open",
    "if a:\nb",
    "return = 1",
    "1 = a",
    "for x in: pass",
    "if a:\n    b = 1\n  c = 2",
  ])("%j is an error", (source) => {
    expect(parsePython(source).error).not.toBeNull();
  });

  it("names what is wrong and where, and still sees the rest", () => {
    const { module, error } = parsePython("a = 1\nb = = 2\nc = a");
    expect(error).toMatchObject({ line: 2 });
    expect(collectNames(module).defines).toEqual(["a", "c"]);
  });
});

describe("a read after the block's own binding is no use", () => {
  it.each<[string, string[]]>([
    ["a = 1\nb = a", []],
    ["b = a\na = 1", ["a"]],
    ["if x:\n    a = 1\nb = a", ["a", "x"]],
    ["if x:\n    a = 1\nelse:\n    a = 2\nb = a", ["x"]],
    ["for a in x: pass\nb = a", ["a", "x"]],
    ["while x:\n    a = 1\nb = a", ["a", "x"]],
    ["try:\n    a = f()\nexcept E:\n    a = None\nb = a", ["E", "f"]],
    ["try:\n    a = f()\nexcept E:\n    pass\nb = a", ["E", "a", "f"]],
    ["try:\n    pass\nfinally:\n    a = 1\nb = a", []],
    ["with x as a: b = a\nc = a", ["x"]],
    ["a = 1\ndel a\nb = a", ["a"]],
    ["a = a + 1", ["a"]],
    ["a += 1", ["a"]],
    ["def f(): return a\na = 1\nf()", []],
    ["def f(): return a\nf()\na = 1", ["a"]],
    ["a = [a for a in x]", ["x"]],
    ["print(a := 1, a)", ["print"]],
    ["x and (a := 1)\nb = a", ["a", "x"]],
    ["match x:\n    case [a]: b = a\n    case _: a = 1\nc = a", ["x"]],
    ["import a.b\nc = a", []],
    ["class a: pass\nb = a", []],
    ["raise x\nb = a", ["x"]],
  ])("%j uses %j", (source, expected) => {
    expect(collectNames(parsePython(source).module).uses).toEqual(expected);
  });
});
