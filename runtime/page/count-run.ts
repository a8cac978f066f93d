/**
 * Tells the app's own server that it was run, so that its author can see how much it is used. Nothing about the viewer goes with it, and
 * nothing goes to anybody else.
 * @module
 */

import { authorized } from "./host-access.ts";

/** Counts one run. That the server does not answer is nobody's concern. */
export function countRun(base: string): void {
  fetch(new URL("-/ran", base), { ...authorized(base), method: "POST", keepalive: true }).catch(() => {});
}

/** Whether a publishing server wrote its address into this page: it also serves bundles that were built for any host. */
export function hasServer(): boolean {
  return document.querySelector('meta[name="notebook-app-server"]') !== null;
}
