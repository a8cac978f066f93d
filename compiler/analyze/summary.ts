/**
 * What a notebook's own function does when it is called: its body followed once, with parameters that stand for anything.
 * @module
 */
import { Evaluator } from "./evaluate.ts";
import { Objects } from "./objects.ts";
import { collectBindings } from "./python/bindings.ts";
import type { Summarise } from "./scope.ts";
import { type Code, type Given, IMMUTABLE, type Summary, type Value } from "./value.ts";

const BODY = 0;

const NOTHING: Summary = {
  mutates: [],
  mutatesSelf: false,
  mutatesGlobals: [],
  assigns: [],
  returns: { kind: "immutable", params: [], globals: [], self: false },
  linksArguments: false,
  makes: [],
  ambient: [],
  opaque: null,
};

/** Functions that call one another are followed again until nothing new is found, at most so often. */
const MAX_ROUNDS = 6;

/** Follows a function's body, or tells what it did when its names stood for the same. */
export const summarise: Summarise = (around, outer, code) => {
  const { memo, round } = around.notebook;
  const known = memo.get(code);
  if (known) return known;
  const found = (): Summary => round.found.get(code) ?? NOTHING;
  const once = (): Summary => {
    round.met.add(code);
    const now = follow(around, outer, code);
    if (weight(now) > weight(found())) round.grew = true;
    round.found.set(code, now);
    return now;
  };
  if (round.active) return round.met.has(code) ? found() : once();
  round.active = true;
  for (let count = 0; count < MAX_ROUNDS; count++) {
    round.met.clear();
    round.grew = false;
    once();
    if (!round.grew) break;
  }
  round.active = false;
  for (const [one, summary] of round.found) memo.set(one, summary);
  const result = found();
  round.found.clear();
  return result;
};

/** Grows with all that a summary says. */
function weight({ returns, assigns, ...summary }: Summary): number {
  const count = (flags: readonly boolean[]): number => flags.filter(Boolean).length;
  const given = (one: Given): number =>
    one.params.length + one.globals.length + count([one.self, one.kind !== "immutable", one.kind === "unknown"]);
  return (
    count([...summary.mutates, summary.mutatesSelf, summary.linksArguments, summary.opaque !== null]) +
    summary.mutatesGlobals.length +
    summary.makes.length +
    [returns, ...assigns].reduce((sum, one) => sum + 1 + given(one), 0)
  );
}

const follow: (...args: Parameters<Summarise>) => Summary = (around, outer, code) => {
  const objects = new Objects<Code>();
  const self: Value = { kind: "unknown", object: objects.make() };
  const { bound, globals: declared, nonlocals } = collectBindings(code.body);
  const names = new Set(code.params.map(({ name }) => name));
  const isLocal = (name: string): boolean =>
    names.has(name) || (bound.has(name) && !declared.has(name) && !nonlocals.has(name));
  /** The same value with an object of its own in here: only what is done to it counts. */
  const inside = (value: Value, object: number): Value => {
    if (value.object !== null) {
      const { codes, streams, held } = around.objects.about(value.object);
      objects.carry(object, codes);
      if (streams.size > 0) objects.stream(object);
      if (held.size > 0) objects.hold(object, objects.make());
    }
    const { path, shape, rank } = value;
    return {
      kind: value.kind === "immutable" ? "unknown" : value.kind,
      object,
      ...(value.code ? { code: value.code } : {}),
      ...(shape ? { shape } : {}),
      ...(rank ? { rank } : {}),
      ...(path !== undefined && value.kind === "module" ? { path } : {}),
      ...(value.changes ? { changes: value.changes } : {}),
    };
  };
  const globals = new Map<string, Value>();
  const global = (name: string): Value => {
    const known = globals.get(name);
    if (known) return known;
    around.notebook.consulted.add(name);
    const value = outer(name);
    const unbound = value.path?.startsWith("builtins.") && around.notebook.defined.has(name);
    const fixed = value.object === null && !unbound;
    const here = fixed
      ? value
      : inside(
          value.path === undefined || value.kind === "module" ? value : { kind: "unknown", object: null },
          objects.make(),
        );
    globals.set(name, here);
    return here;
  };
  const enclosed = new Map(
    [...code.enclosed].map(([name, value]) => [
      name,
      value.object === null && value.kind !== "immutable"
        ? value
        : inside({ ...value, object: null }, self.object ?? 0),
    ]),
  );
  for (const value of code.enclosed.values()) if (value.code) objects.carry(self.object ?? 0, [value.code]);
  const evaluator = new Evaluator({
    ...around,
    objects,
    block: BODY,
    declared,
    global,
    local: (name) => isLocal(name) || code.enclosed.has(name),
    outside: (name) => (isLocal(name) ? null : (enclosed.get(name) ?? global(name))),
  });
  const given = code.params.map((param): Value => {
    const value: Value = {
      kind: param.kind === "star" || param.kind === "doubleStar" ? "container" : "unknown",
      object: objects.make(),
    };
    evaluator.bind(param.name, value);
    return value;
  });
  evaluator.self = self;
  evaluator.receiver = given[0] ?? null;
  evaluator.body(code.body);
  evaluator.settle();
  for (const name of nonlocals) {
    const value = evaluator.locals.get(name);
    if (!value) continue;
    evaluator.mutate(self);
    if (value.object !== null && self.object !== null) objects.link(value.object, self.object);
  }
  return summary({ evaluator, objects, given, globals, self });
};

interface Followed {
  readonly evaluator: Evaluator;
  readonly objects: Objects<Code>;
  readonly given: readonly Value[];
  readonly globals: ReadonlyMap<string, Value>;
  readonly self: Value;
}

function summary({ evaluator, objects, given, globals, self }: Followed): Summary {
  const group = (value: Value): number | null => (value.object === null ? null : objects.group(value.object));
  const reach = (value: Value): readonly number[] => (value.object === null ? [] : objects.reach(value.object));
  const changed = (value: Value): boolean => value.object !== null && objects.changed(value.object);
  const shares = (value: Value, other: Value): boolean => {
    const others = new Set(reach(other));
    return reach(value).some((one) => others.has(one));
  };
  const give = (value: Value): Given => ({
    kind: value.kind === "module" ? "unknown" : value.kind,
    params: [...given.keys()].filter((index) => shares(given[index] ?? IMMUTABLE, value)),
    globals: [...globals].filter(([, one]) => shares(one, value)).map(([name]) => name),
    self: shares(self, value),
    ...(value.shape ? { shape: value.shape } : {}),
  });
  const outer = [...given, ...globals.values(), self];
  const groups = outer.map(group).filter((one) => one !== null);
  const assigned = [...evaluator.assigned];
  const leaving = [evaluator.returned ?? IMMUTABLE, ...assigned.map(([, value]) => value), ...outer.filter(changed)];
  const makes = leaving.flatMap((value) => (value.object === null ? [] : [...objects.about(value.object).codes]));
  return {
    mutates: given.map(changed),
    mutatesSelf: changed(self),
    mutatesGlobals: [...globals].filter(([, value]) => changed(value)).map(([name]) => name),
    assigns: assigned.map(([name, value]) => ({ name, ...give(value) })),
    returns: give(evaluator.returned ?? IMMUTABLE),
    linksArguments: new Set(groups).size < groups.length,
    makes: [...new Set(makes)],
    ambient: evaluator.ambient,
    opaque: evaluator.opaque,
  };
}
