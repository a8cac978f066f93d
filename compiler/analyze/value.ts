/**
 * What the analysis knows of one value, and of a function's effects on what it is called with.
 * @module
 */
import type { AmbientEffect } from "./ambient.ts";
import type { Kind } from "./knowledge.ts";
import type { ObjectId, Objects } from "./objects.ts";

export interface Value {
  readonly kind: Kind;
  /** `null` where nothing can be changed or shared: numbers, text, modules, functions. */
  readonly object: ObjectId | null;
  /** What taking items out of an iterator gives; using the iterator up does not change them. */
  readonly items?: Value;
  /** Full name of an imported module or of something in one. */
  readonly path?: string;
  /** Of a notebook's own function or class. */
  readonly summary?: Summary;
}

/** What calling a notebook's own function does. */
export interface Summary {
  readonly params: readonly string[];
  /** Per parameter, whether what it is given is changed. */
  readonly mutates: readonly boolean[];
  /** Global names whose object it changes. */
  readonly mutatesGlobals: readonly string[];
  /** Names that it declares `global` and binds, or that functions called by it do. */
  readonly assignsGlobals: readonly string[];
  /** What it gives may share something with these parameters. */
  readonly returnsParams: readonly number[];
  readonly returnsGlobals: readonly string[];
  readonly returns: Kind;
  /** It may make its arguments share something with each other. */
  readonly linksArguments: boolean;
  readonly ambient: readonly AmbientEffect[];
  readonly opaque: string | null;
}

export const IMMUTABLE: Value = { kind: "immutable", object: null };

/** The value where either of two may be meant. */
export function either(objects: Objects, first: Value, second: Value): Value {
  if (first === second) return first;
  if (first.object !== null && second.object !== null) objects.link(first.object, second.object);
  const kind = first.kind === second.kind ? first.kind : "unknown";
  return { kind, object: first.object ?? second.object };
}
