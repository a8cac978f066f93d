/**
 * The HTML by which another page shows an app: as an element, or as a frame. Pure.
 * @module
 */

/** What is to be shown, and how. */
export interface Embedding {
  /** The app's link, with a final slash. */
  readonly link: string;
  readonly title: string;
  /** Id of the one block to show; empty for the whole app. */
  readonly block: string;
  readonly theme: "" | "light" | "dark" | "auto";
  /** Pixels that the app takes where it has been measured: kept for it while it loads. */
  readonly height: number | null;
}

/** A script and an element, which is as high as its content. Until the script is there, a browser takes the element for a piece of text. */
export function elementCode({ link, block, theme, height }: Embedding): string {
  const attributes = [
    ["src", link],
    ["blocks", block],
    ["theme", theme],
    ["style", height === null ? "" : `display: block; min-height: ${height}px`],
  ] as const;
  const text = attributes.flatMap(([name, value]) => (value === "" ? [] : [` ${name}="${quoted(value)}"`])).join("");
  return `<script type="module" src="${quoted(`${link}embed.js`)}"></script>\n<notebook-app${text}></notebook-app>`;
}

/** A frame, whose height is fixed. */
export function frameCode({ link, title, block, height }: Embedding): string {
  const src = block === "" ? link : `${link}?block=${encodeURIComponent(block)}`;
  return `<iframe src="${quoted(src)}" title="${quoted(title)}" width="100%" height="${height ?? 600}" style="border: 0" loading="lazy"></iframe>`;
}

function quoted(value: string): string {
  return value.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
