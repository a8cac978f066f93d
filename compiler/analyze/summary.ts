/**
 * What a notebook's own function does when it is called: its body followed once, with parameters that stand for anything.
 * @module
 */
import { Evaluator, type Summarise } from "./evaluate.ts";
import { Objects } from "./objects.ts";
import type { Param } from "./python/ast.ts";
import { collectBindings } from "./python/bindings.ts";
import type { Summary, Value } from "./value.ts";

const BODY = 0;

/**
 * Follows a function's body.
 *
 * @param outer - The values of names around the function, where it is defined.
 */
export const summarise: Summarise = (around, outer, params, body) => {
  const objects = new Objects();
  const globals = new Map<string, Value>();
  const { bound, globals: declared } = collectBindings(body);
  const isLocal = (name: string): boolean =>
    (bound.has(name) && !declared.has(name)) || params.some((param) => param.name === name);
  /** A name from outside, with an object of its own in here: only what is done to it counts. */
  const outside = (name: string): Value | null => {
    if (isLocal(name)) return null;
    const known = globals.get(name);
    if (known) return known;
    const value = outer(name);
    const inside =
      value.object === null && value.path === undefined && value.summary === undefined ? null : objects.make();
    const here: Value =
      value.path?.startsWith("builtins.") && !value.summary
        ? value
        : { ...value, kind: value.kind === "immutable" ? "unknown" : value.kind, object: inside ?? objects.make() };
    globals.set(name, here);
    return here;
  };
  const evaluator = new Evaluator({ ...around, objects, block: BODY, outside });
  const given = params.map((param) => {
    const value: Value = {
      kind: param.kind === "star" || param.kind === "doubleStar" ? "container" : "unknown",
      object: objects.make(),
    };
    evaluator.bind(param.name, value);
    return value;
  });
  evaluator.body(body);
  const assigned = [...declared].filter((name) => bound.has(name));
  return summary(evaluator, objects, { params, given, globals, assigned });
};

function summary(
  evaluator: Evaluator,
  objects: Objects,
  names: {
    params: readonly Param[];
    given: readonly Value[];
    globals: ReadonlyMap<string, Value>;
    assigned: readonly string[];
  },
): Summary {
  const changed = (value: Value): boolean => value.object !== null && objects.about(value.object).mutators.size > 0;
  const returned = evaluator.returned;
  const group = (value: Value): number | null => (value.object === null ? null : objects.group(value.object));
  const shares = (value: Value): boolean =>
    returned !== null && group(value) !== null && group(value) === group(returned);
  const globals = [...names.globals];
  const groups = [...names.given, ...names.globals.values()].map(group).filter((one) => one !== null);
  return {
    params: names.params.map(({ name }) => name),
    mutates: names.given.map(changed),
    mutatesGlobals: globals.filter(([, value]) => changed(value)).map(([name]) => name),
    assignsGlobals: [...names.assigned, ...evaluator.assigned],
    returnsParams: names.given.flatMap((value, index) => (shares(value) ? [index] : [])),
    returnsGlobals: globals.filter(([, value]) => shares(value)).map(([name]) => name),
    returns: evaluator.yields ? "iterator" : (returned?.kind ?? "immutable"),
    linksArguments: new Set(groups).size < groups.length,
    ambient: evaluator.ambient,
    opaque: evaluator.opaque,
  };
}
