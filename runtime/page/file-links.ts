/**
 * Links to files (`file?path=…`) in an app's content: a click saves what this viewer's Python wrote, else the published file. Done by the
 * page itself, so that it works where no service worker may be: on plain HTTP, and in an element on somebody else's page.
 * @module
 */

import type { FileContent } from "../../compiler/contract/kernel.ts";
import { mediaType } from "../../compiler/contract/media-types.ts";
import type { Outcome } from "../../compiler/contract/outcome.ts";
import { linkedFile, workPath } from "../../compiler/contract/work-path.ts";
import { saveFile } from "./files.ts";
import { authorized } from "./host-access.ts";

export interface FileSource {
  /** Absolute URL of the bundle's root, with a final slash. */
  readonly base: string;
  readonly project: string;
  /** Reads what Python wrote; `missing` and `invalid` mean that it wrote no such file. */
  readonly read: (path: string) => Promise<Outcome<FileContent>>;
  /** Tells the viewer why there is no download. */
  readonly tell: (message: string) => void;
}

/** Takes over clicks on such links below `element`; returns how to stop. */
export function followFileLinks(element: HTMLElement, source: FileSource): () => void {
  const onClick = (event: MouseEvent): void => {
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
    const asked = link ? askedFile(link.getAttribute("href") ?? "", source) : null;
    if (asked === null || event.defaultPrevented || event.button !== 0) return;
    event.preventDefault();
    void download(asked, source);
  };
  element.addEventListener("click", onClick);
  return () => element.removeEventListener("click", onClick);
}

/** What a link asks for. Python writes links relative to its app, wherever the element stands. */
function askedFile(href: string, { base, project }: FileSource): string | null {
  for (const from of [base, document.baseURI]) {
    const asked = URL.canParse(href, from) ? linkedFile(new URL(href, from), new URL(base), project) : null;
    if (asked !== null) return asked;
  }
  return null;
}

async function download(asked: string, { base, read, tell }: FileSource): Promise<void> {
  const path = workPath(asked);
  if (path === null) return tell(`The link to '${asked}' leads out of the project's files.`);
  const name = path.slice(path.lastIndexOf("/") + 1);
  const own = await read(path);
  if (own.ok) return saveFile(name, new Uint8Array(own.value.bytes), mediaType(name));
  if (own.fault.code === "timeout") return tell("Python is busy. Try the link again when it has finished.");
  const url = new URL(`work/${path.split("/").map(encodeURIComponent).join("/")}`, base);
  try {
    const response = await fetch(url, authorized(base));
    if (response.ok) saveFile(name, await response.blob(), mediaType(name));
    else tell(`There is no file '${path}'. Run the notebook first if it writes that file.`);
  } catch {
    tell(`'${path}' could not be loaded. Check the connection and try again.`);
  }
}
