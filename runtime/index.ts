/**
 * The runtime's entry: defines the elements.
 * @module
 */
import { NbBlock } from "./page/nb-block.ts";
import { NbFrame } from "./page/nb-frame.ts";
import { NbInput } from "./page/nb-input.ts";
import { NbOutput } from "./page/nb-output.ts";
import { NotebookApp, type NotebookAppEvents } from "./page/notebook-app.ts";

export { NotebookApp, type NotebookAppEvents };

const ELEMENTS: Readonly<Record<string, CustomElementConstructor>> = {
  "nb-output": NbOutput,
  "nb-frame": NbFrame,
  "nb-input": NbInput,
  "nb-block": NbBlock,
  "notebook-app": NotebookApp,
};

for (const [name, element] of Object.entries(ELEMENTS))
  if (!customElements.get(name)) customElements.define(name, element);

declare global {
  interface HTMLElementTagNameMap {
    "notebook-app": NotebookApp;
    "nb-block": NbBlock;
    "nb-output": NbOutput;
  }
}
