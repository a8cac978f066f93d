/**
 * The runtime's entry: defines the elements.
 * @module
 */
import type { NotebookAppElement } from "./element.ts";
import { NbBlock } from "./page/nb-block.ts";
import { NbFrame } from "./page/nb-frame.ts";
import { NbInput } from "./page/nb-input.ts";
import { NbOutput } from "./page/nb-output.ts";
import { NotebookApp as Element } from "./page/notebook-app.ts";

export type * from "./element.ts";

const ELEMENTS: Readonly<Record<string, CustomElementConstructor>> = {
  "nb-output": NbOutput,
  "nb-frame": NbFrame,
  "nb-input": NbInput,
  "nb-block": NbBlock,
  "notebook-app": Element,
};

for (const [name, element] of Object.entries(ELEMENTS))
  if (!customElements.get(name)) customElements.define(name, element);

/** The class of `<notebook-app>`. */
export const NotebookApp: new () => NotebookAppElement = Element;
