/**
 * What the analysis knows of one value, of a function's code, and of what calling it does.
 * @module
 */
import type { AmbientEffect } from "./ambient.ts";
import type { Kind } from "./knowledge.ts";
import type { ObjectId, Objects } from "./objects.ts";
import type { Param, Stmt } from "./python/ast.ts";

export interface Value {
  readonly kind: Kind;
  /** `null` where nothing can be changed or shared: numbers, text, modules. */
  readonly object: ObjectId | null;
  /** What taking items out of an iterator gives; using the iterator up does not change them. */
  readonly items?: Value;
  /** Full name of an imported module or of something in one. */
  readonly path?: string;
  /** Of a notebook's own function. */
  readonly code?: Code;
  /** Of a notebook's own class, or of an instance of one. */
  readonly shape?: Shape;
  /** Of what was just taken out of a data frame: the frame. Before pandas 3 changing the one changes the other. */
  readonly cells?: ObjectId;
  /** Of a data frame, where known: what stands in it. */
  readonly rank?: Rank;
  /** It may be what stands in one cell of a data frame or array. */
  readonly inner?: true;
  /** Of a list, dict … as it was written: how deep lists are in it, 1 where its items cannot be changed. */
  readonly depth?: number;
  /** A method such as `rows.append`: whoever gets it may change the object by calling it. */
  readonly changes?: true;
}

/** A table has columns, a column has cells, groups have tables, an accessor (`.str`) makes columns. */
export type Rank = "table" | "column" | "groups" | "accessor";

/** A function of the notebook as written. What it does is found out anew for each place that calls it: its names are looked up then. */
export interface Code {
  readonly params: readonly Param[];
  readonly body: readonly Stmt[];
  /** Its body runs when what the call gives is iterated or awaited. */
  readonly lazy: boolean;
  /** Names of functions around it that it uses; their objects are held by the function's own. */
  readonly enclosed: ReadonlyMap<string, Value>;
}

/** What is known of a class of the notebook. */
export interface Shape {
  readonly methods: ReadonlyMap<string, Code>;
  /** Instances can reach things that the class holds. */
  readonly shared: boolean;
  /** All its methods are known. */
  readonly complete: boolean;
}

/** What calling a function does. */
export interface Summary {
  /** Per parameter, whether what it is given is changed. */
  readonly mutates: readonly boolean[];
  /** Whether what the function itself holds is changed: defaults, names of functions around it. */
  readonly mutatesSelf: boolean;
  /** Global names whose object it changes. */
  readonly mutatesGlobals: readonly string[];
  /** Global names that it binds, and what to. */
  readonly assigns: readonly (Given & { readonly name: string })[];
  readonly returns: Given;
  /** It may make its arguments, and what it holds, share something with each other. */
  readonly linksArguments: boolean;
  /** Functions made in it that outlive it. */
  readonly makes: readonly Code[];
  readonly ambient: readonly AmbientEffect[];
  readonly opaque: string | null;
}

/** A value that a call gives or binds, by what it may share something with. */
export interface Given {
  readonly kind: Kind;
  readonly params: readonly number[];
  readonly globals: readonly string[];
  readonly self: boolean;
  readonly shape?: Shape;
}

export const IMMUTABLE: Value = { kind: "immutable", object: null };

/** The value where either of two may be meant. */
export function either(objects: Objects<Code>, first: Value, second: Value): Value {
  if (first === second) return first;
  if (first.object !== null && second.object !== null) objects.link(first.object, second.object);
  const kind = first.kind === second.kind ? first.kind : "unknown";
  const items = first.items && second.items ? either(objects, first.items, second.items) : undefined;
  return {
    kind,
    object: first.object ?? second.object,
    ...(items && kind === "iterator" ? { items } : {}),
    ...(first.shape && first.shape === second.shape ? { shape: first.shape } : {}),
    ...(first.changes || second.changes ? { changes: true } : {}),
    ...(first.inner || second.inner ? { inner: true } : {}),
    ...(first.rank && first.rank === second.rank ? { rank: first.rank } : {}),
    ...(first.depth && second.depth ? { depth: Math.max(first.depth, second.depth) } : {}),
  };
}
