/**
 * Notebooks named in a site's HTML: `<notebook-app src="./sales.ipynb?app">` becomes the app, readable in the page before any script.
 * @module
 */
import { dirname, join, posix, sep } from "node:path";
import { NOTEBOOK_ID } from "./notebook-id.ts";

/** A start tag of the element, and its `src` in quotes. */
const TAG = /<notebook-app\b(?:"[^"]*"|'[^']*'|[^'">])*>/g;
const SRC = /(\ssrc\s*=\s*)(?:"([^"]*)"|'([^']*)')/;

/** The page that an element stands on. */
export interface HtmlPage {
  /** Absolute path of the HTML file. */
  readonly file: string;
  /** Absolute path of the site's root. */
  readonly root: string;
}

/** The notebooks that a page names: as it writes them, and their module ids. */
export function namedNotebooks(html: string, { file, root }: HtmlPage): { written: string; moduleId: string }[] {
  return [...html.matchAll(TAG)].flatMap(([tag]) => {
    const written = sourceOf(tag);
    const named = written?.replaceAll("&amp;", "&");
    if (!written || !named || !NOTEBOOK_ID.test(named)) return [];
    const path = named.startsWith("/") ? join(root, named) : join(dirname(file), named);
    return [{ written, moduleId: path.split(sep).join("/") }];
  });
}

/** Gives elements other sources. @param urls - By what the page writes. */
export function withSources(html: string, urls: ReadonlyMap<string, string>): string {
  return html.replace(TAG, (tag) => {
    const url = urls.get(sourceOf(tag) ?? "");
    return url === undefined ? tag : tag.replace(SRC, (_, start: string) => `${start}"${url}"`);
  });
}

/** Fills elements that the author left empty. @param contents - HTML by source. */
export function withContents(html: string, contents: ReadonlyMap<string, string>): string {
  return html.replace(TAG, (tag, at: number) => {
    const content = contents.get(sourceOf(tag) ?? "");
    const isEmpty = /^\s*<\/notebook-app\s*>/.test(html.slice(at + tag.length));
    return content === undefined || !isEmpty ? tag : tag + content;
  });
}

function sourceOf(tag: string): string | null {
  const found = SRC.exec(tag);
  return found?.[2] ?? found?.[3] ?? null;
}

/**
 * A built file's URL on a page.
 *
 * @param base - The site's; empty or `./` for one that may lie anywhere.
 * @param page - The page's path below the site's root, beginning with `/`.
 */
export function builtUrl(fileName: string, base: string, page: string): string {
  if (base !== "" && base !== "./") return base + fileName;
  return posix.relative(posix.dirname(page), `/${fileName}`);
}
