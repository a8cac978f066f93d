/**
 * Whether the app shows what plain Python gives.
 * @module
 */

/** What a script gave on one of the two sides. */
export interface Outcome {
  readonly text: string;
  /** Width and height in CSS pixels, in order. */
  readonly figures: readonly (readonly [number, number])[];
  /** Last expressions that had a value. */
  readonly values: number;
  /** The first failure. */
  readonly error: { readonly name: string; readonly text: string } | null;
}

/** Room for a rounded edge of a tightly cut picture. */
const PIXELS = 2;

/** What differs, for people; empty if nothing. `again` is a second reference run: what differs there is no promise. */
export function differences(app: Outcome, reference: Outcome, again: Outcome | null): string[] {
  const found: string[] = [];
  if (app.error?.name !== reference.error?.name)
    return [
      `failed: ${app.error?.name ?? "no"}, reference: ${reference.error?.name ?? "no"}\n${app.error?.text ?? reference.error?.text}`,
    ];
  if (reference.error !== null) return [];
  const [one, other] = [app.text, reference.text].map(plain);
  const steady = again === null || plain(again.text) === other;
  if (steady ? one !== other : shape(one ?? "") !== shape(other ?? ""))
    found.push(`text: ${firstDifference(one ?? "", other ?? "")}`);
  if (app.figures.length !== reference.figures.length)
    found.push(`figures: ${app.figures.length}, reference: ${reference.figures.length}`);
  else
    for (const [at, size] of app.figures.entries()) {
      const wanted = reference.figures[at] ?? [0, 0];
      const second = again?.figures[at] ?? wanted;
      const room = PIXELS + Math.max(Math.abs(second[0] - wanted[0]), Math.abs(second[1] - wanted[1]));
      if (Math.abs(size[0] - wanted[0]) > room || Math.abs(size[1] - wanted[1]) > room)
        found.push(`figure ${at + 1}: ${size.join("×")}, reference: ${wanted.join("×")}`);
    }
  if (app.values !== reference.values) found.push(`values: ${app.values}, reference: ${reference.values}`);
  return found;
}

/** Without memory addresses. */
function plain(text: string): string {
  return text.replace(/0x[0-9a-f]+/g, "0x").trimEnd();
}

/** Lines with the numbers taken out: for scripts that print times or random numbers. */
function shape(text: string): string {
  return text.replace(/[-+]?[\d.]+(e[-+]?\d+)?/g, "0").replace(/[ 0]+/g, " ");
}

function firstDifference(one: string, other: string): string {
  const [left, right] = [one.split("\n"), other.split("\n")];
  const at = left.findIndex((line, index) => line !== right[index]);
  return `line ${at + 1}: ${JSON.stringify(left[at] ?? "")}, reference: ${JSON.stringify(right[at] ?? "")}`;
}
