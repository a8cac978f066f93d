/**
 * The note under an output that was cut, with a download of the whole.
 * @module
 */
import { html, nothing } from "lit";
import type { CutData } from "../../../compiler/contract/outputs.ts";
import { saveFile } from "../files.ts";
import type { Live } from "../live.ts";

function isCut(value: unknown): value is CutData {
  return typeof value === "object" && value !== null && typeof Reflect.get(value, "path") === "string";
}

export function renderCut(content: unknown, { readFile }: Pick<Live, "readFile">): unknown {
  if (!isCut(content)) return nothing;
  const { total, shown, path } = content;
  const save = async (event: Event): Promise<void> => {
    const bytes = await readFile(path);
    if (bytes) saveFile(path.split("/").at(-1) ?? "output.txt", new Uint8Array(bytes));
    else if (event.target instanceof HTMLElement)
      event.target.replaceWith("It is no longer there: run the block again.");
  };
  const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
  return html`<div class="nb-notice"><span>This output was cut: ${megabytes(shown)} of ${megabytes(total)} are shown.</span>
    <button class="nb-plain-button nb-small" @click=${save}>Download the whole</button></div>`;
}
