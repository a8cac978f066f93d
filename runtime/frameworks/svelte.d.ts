/**
 * `<notebook-app>` in Svelte's markup (5 and later): `import type {} from "notebook-app/svelte"`. Svelte sets what are properties of an
 * element as properties, and `onresult={…}` listens.
 * @module
 */
import type { HTMLAttributes } from "svelte/elements";
import type { NotebookAppElement, NotebookAppListeners, NotebookAppProps } from "../element.ts";

declare module "svelte/elements" {
  interface SvelteHTMLElements {
    "notebook-app": NotebookAppProps &
      NotebookAppListeners &
      Omit<HTMLAttributes<NotebookAppElement>, keyof NotebookAppProps | keyof NotebookAppListeners>;
  }
}
