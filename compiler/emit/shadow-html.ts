/**
 * The app's readable HTML for the inside of `<notebook-app>` on somebody else's page: in a shadow root of its own, so that neither page
 * sees the other's styles. Browsers that parse it as part of a page show it at once, before any script.
 * @module
 */

/** Wraps the content; `css` is the text of the runtime's `page.css`. */
export function shadowHtml(content: string, css: string): string {
  return `<div><template shadowrootmode="open"><style>${css.replace(/<\/style/gi, "<\\/style")}</style>${content}</template></div>`;
}
