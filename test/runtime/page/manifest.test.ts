/**
 * The custom elements manifest says all that a page may use of `<notebook-app>`, and nothing that is not there.
 * @module
 */
import { globSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import type { NotebookAppElement, NotebookAppEventMap } from "../../../runtime/element.ts";

interface Named {
  readonly name: string;
  readonly description?: string;
}
interface Manifest {
  readonly modules: readonly {
    readonly path: string;
    readonly declarations: readonly {
      readonly tagName: string;
      readonly attributes: readonly Named[];
      readonly members: readonly Named[];
      readonly events: readonly Named[];
      readonly slots: readonly Named[];
      readonly cssParts: readonly Named[];
      readonly cssProperties: readonly Named[];
    }[];
  }[];
}

const manifest: Manifest = JSON.parse(readFileSync("dist/custom-elements.json", "utf8"));
const [module] = manifest.modules;
const [element] = module?.declarations ?? [];
const names = (list: readonly Named[] | undefined): string[] => (list ?? []).map(({ name }) => name).sort();

it("is of one element, at the address that packages import", () => {
  const { exports } = JSON.parse(readFileSync("package.json", "utf8"));
  expect(element?.tagName).toBe("notebook-app");
  expect(`./${module?.path}`).toBe(exports["."].default);
});

it("lists the attributes, properties and events of the public types", () => {
  const events: Record<keyof NotebookAppEventMap, 0> = { change: 0, error: 0, ready: 0, result: 0 };
  type Own = Exclude<keyof NotebookAppElement, keyof HTMLElement>;
  const members: Record<Own, 0> = { autorun: 0, blocks: 0, inputs: 0, run: 0, src: 0, state: 0, stop: 0, theme: 0 };
  expect(names(element?.events)).toEqual(Object.keys(events));
  expect(names(element?.members)).toEqual(Object.keys(members).sort());
  expect(names(element?.attributes)).toEqual(["autorun", "blocks", "inputs", "src", "theme"]);
  expect(names(element?.slots)).toEqual([""]);
});

it("lists the parts that are in the templates", () => {
  const sources = globSync("runtime/page/{app-view,notebook-app,nb-block,nb-input}.ts").map((file) =>
    readFileSync(file, "utf8"),
  );
  const parts = sources.flatMap((text) =>
    [...text.matchAll(/[\s"]part="([\w ]+)"/g)].flatMap((match) => (match[1] ?? "").split(" ")),
  );
  expect(names(element?.cssParts)).toEqual([...new Set(parts)].sort());
});

it("lists the custom properties that the style sheet reads", () => {
  const css = readFileSync("runtime/page/styles/page.css", "utf8");
  const read = [...css.matchAll(/var\((--nb-[\w-]+)/g)].map((match) => match[1]);
  expect(names(element?.cssProperties)).toEqual([...new Set(read)].sort());
});

it("says of each what it is for", () => {
  for (const list of ["attributes", "members", "events", "slots", "cssParts", "cssProperties"] as const)
    for (const { name, description } of element?.[list] ?? []) expect(description, `${list} ${name}`).toMatch(/\w{2,}/);
});
