/**
 * Tells the publishing server that an app was run: that, and nothing of who ran it or with what. Other hosts are told nothing.
 * @module
 */

/** Only our server writes its address into the page. */
export function reportRun(): void {
  const server = document.querySelector<HTMLMetaElement>('meta[name="notebook-app-server"]')?.content;
  if (server) navigator.sendBeacon(new URL("ran", new URL(server, location.href)));
}
