/**
 * Which of the runtime's files an app takes. A renderer that draws few apps' outputs and weighs much stays out of the others; where it
 * cannot be known what an app will show, it comes with all. A page that needs one in spite of this shows the output in a simpler form.
 * @module
 */
import type { Document } from "../document.ts";

/** What is heavy, and what in a notebook or among its packages shows that it may be needed. */
const HEAVY: readonly { readonly chunk: RegExp; readonly sign: RegExp }[] = [
  { chunk: /^chunks\/plotly-/, sign: /plotly/i },
  { chunk: /^chunks\/vega-/, sign: /vega|altair/i },
];

/** Python that may show what its text does not say. */
const UNKNOWABLE = /\braw\s*=|\bmicropip\b|\b(?:exec|eval|__import__|import_module)\s*\(/;

/** What an app's outputs come from. */
export interface OutputSources {
  readonly document: Document;
  /** Names of the packages that Python gets. */
  readonly packages: readonly string[];
  /** Other code has a say in it: a server's packages, modules among the work files, other apps that use this one's runtime. */
  readonly isOpen: boolean;
}

/** Leaves out what the app cannot need. */
export function neededRuntime<F extends { readonly name: string }>(
  files: readonly F[],
  { document: { blocks, modules }, packages, isOpen }: OutputSources,
): readonly F[] {
  const text = JSON.stringify([blocks, modules, packages, blocks.some(({ kind }) => kind === "chart") ? "vega" : ""]);
  if (isOpen || UNKNOWABLE.test(text)) return files;
  const unneeded = HEAVY.filter(({ sign }) => !sign.test(text));
  return files.filter(({ name }) => !unneeded.some(({ chunk }) => chunk.test(name)));
}
