/**
 * Where this worker lives: the app's own folder.
 * @module
 */
declare const self: ServiceWorkerGlobalScope;

/** URL of the bundle's root, with a final slash. */
export const scope: URL = new URL(self.registration.scope);

/** Whether a URL is the app's page. */
export function isPage(url: URL): boolean {
  return (
    url.origin === scope.origin && (url.pathname === scope.pathname || url.pathname === `${scope.pathname}index.html`)
  );
}
