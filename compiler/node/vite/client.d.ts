/**
 * Types of imported notebooks, for a site's TypeScript: `"types": ["notebook-app/vite/client"]`.
 * @module
 */

declare module "*?app" {
  // The import defines the element, so that `document.createElement("notebook-app")` is known too.
  import type {} from "notebook-app";
  import type { SiteApp } from "notebook-app/vite";

  const app: SiteApp;
  export default app;
  /** The app as readable HTML, for pages that are written beforehand or by a server: it belongs inside `<notebook-app>`. */
  export const html: string;
}

declare module "*&app" {
  import type {} from "notebook-app";
  import type { SiteApp } from "notebook-app/vite";

  const app: SiteApp;
  export default app;
  /** The app as readable HTML, for pages that are written beforehand or by a server: it belongs inside `<notebook-app>`. */
  export const html: string;
}
