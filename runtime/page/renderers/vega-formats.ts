/**
 * Comma- and tab-separated data for Vega, read without making code from it: its own reader does, which the page's policy forbids.
 * @module
 */
import { dsvFormat } from "d3-dsv";
import * as vega from "vega";

type Row = Readonly<Record<string, string>>;

function reader(delimiter: string): (text: string) => Row[] {
  const { parseRows } = dsvFormat(delimiter);
  return (text) => {
    const [header = [], ...rows] = parseRows(text);
    return rows.map((row) => Object.fromEntries(header.map((name, at) => [name, row[at] ?? ""])));
  };
}

// The library exports it, but its types do not tell.
const formats: (name: string, reader: object) => void = Reflect.get(vega, "formats");

/** Takes the place of Vega's readers; once is enough. */
export function installSafeFormats(): void {
  for (const [name, delimiter] of [
    ["csv", ","],
    ["tsv", "\t"],
  ] as const)
    formats(name, Object.assign(reader(delimiter), { responseType: "text" }));
}
