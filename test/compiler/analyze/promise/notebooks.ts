/**
 * Random notebooks for the reactive promise, made of {@link STATEMENTS}, and changes of their inputs.
 * @module
 */
import fc from "fast-check";
import type { Case } from "./case.ts";
import { OPAQUE, PRELUDE, SHOWN, STATEMENTS, WRAPPERS } from "./templates.ts";

const NAMES: Readonly<Record<string, readonly string[]>> = {
  I: ["i", "j", "k"],
  L: ["p", "q", "r"],
  D: ["d", "e"],
  F: ["f", "g", "h"],
  O: ["o", "b"],
  X: ["n", "m"],
  N: ["0", "1", "2", "3", "4", "5", "6", "7", "8"],
};
const PLACE = /\{([ILDFOXN])(\d?)\}/g;

/** Fills the places of a template. */
function filled(template: string): fc.Arbitrary<string> {
  return fc.infiniteStream(fc.nat(255)).map((stream) => {
    const same = new Map<string, string>();
    return template.replace(PLACE, (place: string, kind: string, number: string) => {
      const names = NAMES[kind] ?? [];
      const made = same.get(place) ?? names[(stream.next().value ?? 0) % names.length] ?? "i";
      if (number !== "") same.set(place, made);
      return made;
    });
  });
}

const oneOf = (templates: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...templates).chain(filled);

/** Each construct is as likely as any other, however many templates it has. */
const plainOf = (constructs: readonly (readonly string[])[]): fc.Arbitrary<string> =>
  fc.constantFrom(...constructs).chain(oneOf);

const indented = (text: string): string => text.replace(/^/gm, "    ");

const wrapped = (plain: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(oneOf(WRAPPERS), fc.array(plain, { minLength: 1, maxLength: 2 }))
    .map(([wrapper, body]) => wrapper.replace("{BODY}", () => indented(body.join("\n"))));

const blockOf = (plain: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.array(fc.oneof({ weight: 5, arbitrary: plain }, { weight: 1, arbitrary: wrapped(plain) }), {
        minLength: 1,
        maxLength: 2,
      }),
      oneOf(SHOWN),
    )
    .map(([lines, last]) => [...lines, last].join("\n"));

type Construct = readonly string[];

/** A notebook keeps to a few constructs, so that they meet one another. */
const blocksOf = (constructs: readonly Construct[]): fc.Arbitrary<string[]> =>
  fc
    .subarray([...constructs], { minLength: Math.min(3, constructs.length), maxLength: Math.min(6, constructs.length) })
    .chain((some) => fc.array(blockOf(plainOf(some)), { minLength: 3, maxLength: 10 }));

const value = fc.integer({ min: 0, max: 9 });

/** The prelude in blocks of several statements each, as authors write them, or one by one. */
const prelude = fc
  .oneof(fc.constant(1), fc.constant(3), fc.constant(PRELUDE.length))
  .map((size) =>
    Array.from({ length: Math.ceil(PRELUDE.length / size) }, (_, at) =>
      PRELUDE.slice(at * size, (at + 1) * size).join("\n"),
    ),
  );

const opaque = fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: oneOf(OPAQUE) });

/** Notebooks of 3 to 10 blocks of these constructs below a prelude; one in ten has a block that cannot be analysed. */
export const casesOf = (constructs: readonly Construct[]): fc.Arbitrary<Case> =>
  fc.record({
    blocks: fc
      .tuple(prelude, blocksOf(constructs), opaque, fc.nat())
      .map(([above, below, blind, at]) => [
        ...above,
        ...(blind === null ? below : below.toSpliced(at % below.length, 0, blind)),
      ]),
    inputs: fc.array(fc.record({ n: value, m: value }), { minLength: 2, maxLength: 4 }),
  });

/** Notebooks of all constructs. */
export const cases: fc.Arbitrary<Case> = casesOf(Object.values(STATEMENTS));
