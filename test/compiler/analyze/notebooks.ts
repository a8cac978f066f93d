/**
 * Random notebooks for the reactive promise: blocks that rebind, alias, change, capture, delete and fail, and changes of inputs.
 * @module
 */
import fc from "fast-check";

/** A notebook's blocks in order, and the inputs of one session: those of the first run, then each change. */
export interface Case {
  readonly blocks: readonly string[];
  readonly inputs: readonly { readonly n: number; readonly m: number }[];
}

const ints = fc.constantFrom("i", "j", "k");
const lists = fc.constantFrom("p", "q", "r");
const input = fc.constantFrom("n", "m");

/** Blocks that bind every name which the others use. */
const PRELUDE: readonly string[] = [
  "import random\nrandom.seed(3)",
  "i, j, k = 1, 2, 3",
  "p = [1]",
  "q = [2]",
  "r = [[3]]",
  'd = {"a": [4]}',
  "it = iter([5, 6, 7])",
  "def f(): return i",
  "def g(): p.append(1)",
  "def h():\n    global j\n    j = k + 1",
  "def make(a):\n    def add(x):\n        a.append(x)\n        return len(a)\n    return add",
  "add = make(q)",
  "class Box:\n    def __init__(self, v): self.v = v\n    def bump(self, by=1): self.v += by\n    def get(self): return self.v",
  "o = Box(1)",
];

const statement: fc.Arbitrary<string> = fc.oneof(
  // Rebinding
  fc.tuple(ints, ints).map(([a, b]) => `${a} = ${b} + 1`),
  fc.tuple(ints, input).map(([a, x]) => `${a} = ${x} * 2`),
  fc.tuple(ints, input).map(([a, x]) => `${a} += ${x}`),
  fc.tuple(ints, fc.nat(9)).map(([a, v]) => `${a} = ${v}`),
  fc.tuple(ints, lists).map(([a, l]) => `${a} = len(${l})`),
  fc.tuple(ints, ints).map(([a, b]) => `print((${a} := ${b} * 3))`),
  // Conditions, loops, errors, deletion
  fc.tuple(ints, input).map(([a, x]) => `if ${x} > 5:\n    ${a} = 100`),
  fc.tuple(ints, input).map(([a, x]) => `for ${a} in range(${x} % 3): pass`),
  fc.tuple(ints, input, fc.nat(9)).map(([a, x, v]) => `${a} = 10 // (${x} - ${v})`),
  fc
    .tuple(ints, input)
    .map(([a, x]) => `try:\n    ${a} = 10 // (${x} - 3)\nexcept ZeroDivisionError as e:\n    print("caught")`),
  ints.map((a) => `try:\n    ${a}\nexcept NameError:\n    ${a} = 0`),
  ints.map((a) => `del ${a}`),
  // Lists: made, shared, changed
  fc.tuple(lists, input).map(([l, x]) => `${l} = [1, ${x}]`),
  fc.tuple(lists, lists).map(([a, b]) => `${a} = ${b}`),
  fc.tuple(lists, lists).map(([a, b]) => `${a} = [*${b}]`),
  fc.tuple(lists, lists).map(([a, b]) => `${a} = [x for x in ${b}]`),
  fc.tuple(lists, lists).map(([a, b]) => `${a} = [${b}]`),
  fc.tuple(lists, fc.oneof(ints, input)).map(([l, x]) => `${l}.append(${x})`),
  fc.tuple(lists, input).map(([l, x]) => `${l} += [${x}]`),
  fc.tuple(lists, ints).map(([l, x]) => `${l}[0] = ${x}`),
  lists.map((l) => `if ${l} and isinstance(${l}[0], list): ${l}[0].append(9)`),
  fc.tuple(lists, input).map(([l, x]) => `d["a"] = ${l}\nd[${x}] = 1`),
  fc.constant('d["a"].append(8)'),
  fc.tuple(lists, lists).map(([a, b]) => `${a}, ${b} = ${b}, ${a}`),
  // Iterators
  lists.map((l) => `it = (x for x in ${l})`),
  ints.map((a) => `${a} = next(it, -1)`),
  fc.constant("print(list(it))"),
  // Functions, closures, classes
  ints.map((a) => `${a} = f()`),
  ints.map((a) => `def f(): return ${a} * 2`),
  fc.constant("g()"),
  lists.map((l) => `def g(): ${l}.append(2)`),
  fc.constant("h()"),
  lists.map((l) => `add = make(${l})`),
  fc.tuple(ints, input).map(([a, x]) => `${a} = add(${x})`),
  fc.constantFrom("f = g", "call = [g, h]\nfor one in call: one()", "f = lambda: j + 1"),
  input.map((x) => `o = Box(${x})`),
  lists.map((l) => `o = Box(${l})`),
  fc.constantFrom("o.bump()", "b = o\nb.v = 7", "print(o.get())", "o.bump([1])"),
  // What the analysis cannot see through, and seeded randomness
  fc.constantFrom("import random\nrandom.seed(1)", "import random\nprint(random.randrange(100))"),
);

const rare = fc.tuple(ints, input).map(([a, x]) => `exec("${a} = ${x}")`);

/** What a block shows. */
const shown = fc.oneof(
  ints.map((a) => `print(${a})`),
  lists.map((l) => `print(${l})`),
  fc.constantFrom("print(d)", "print(o.v)", "print(f())", "1"),
);

const block = fc
  .tuple(fc.array(statement, { minLength: 1, maxLength: 2 }), shown)
  .map(([lines, last]) => [...lines, last].join("\n"));
const value = fc.integer({ min: 0, max: 9 });

/** Notebooks of 3 to 9 blocks; one in ten has an opaque block. */
export const cases: fc.Arbitrary<Case> = fc.record({
  blocks: fc
    .tuple(
      fc.array(block, { minLength: 3, maxLength: 9 }),
      fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: rare }),
      fc.nat(),
    )
    .map(([blocks, opaque, at]) => [
      ...PRELUDE,
      ...(opaque === null ? blocks : blocks.toSpliced(at % blocks.length, 0, opaque)),
    ]),
  inputs: fc.array(fc.record({ n: value, m: value }), { minLength: 2, maxLength: 3 }),
});
