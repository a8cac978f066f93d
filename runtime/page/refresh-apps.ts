/**
 * For development servers: elements that show an app go on with what it has become. Inputs stay, and only what was edited runs again.
 * @module
 */
import type { NotebookApp } from "./notebook-app.ts";

/** Refreshes all elements on the page that show the app at this URL, in whatever shadow root they are. */
export function refreshApps(src: string): void {
  const { href } = new URL(src, document.baseURI);
  for (const element of appsIn(document))
    if (new URL(element.src, document.baseURI).href === href) void element.refresh();
}

function appsIn(root: Document | ShadowRoot): NotebookApp[] {
  return [...root.querySelectorAll("*")].flatMap((element) => {
    const inside = element.shadowRoot === null ? [] : appsIn(element.shadowRoot);
    return isApp(element) ? [element, ...inside] : inside;
  });
}

/** An element whose class has been defined. */
function isApp(element: Element): element is NotebookApp {
  return element.localName === "notebook-app" && "refresh" in element;
}
