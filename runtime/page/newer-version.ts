/**
 * Notices that the host has another version of the app than the page shows, on any kind of host.
 * @module
 */
import { parseVersion } from "../../compiler/contract/file-list.ts";

/** Milliseconds between two looks, while the page is visible. */
const EVERY = 60_000;

/**
 * Calls back once when the version changes; returns how to stop.
 *
 * @param version - Name of the version shown; empty takes the host's present one.
 */
export function watchVersion(base: string, version: string, onNewer: () => void): () => void {
  const stopped = new AbortController();
  let shown = version;
  const look = async (): Promise<void> => {
    if (document.visibilityState !== "visible" || stopped.signal.aborted) return;
    const found = await hostVersion(base);
    if (found === null || stopped.signal.aborted) return;
    if (shown === "") shown = found;
    if (found === shown) return;
    stop();
    onNewer();
  };
  const timer = setInterval(() => void look(), EVERY);
  const stop = (): void => {
    stopped.abort();
    clearInterval(timer);
  };
  const options = { signal: stopped.signal };
  document.addEventListener("visibilitychange", () => void look(), options);
  addEventListener("online", () => void look(), options);
  if (shown === "") void look();
  return stop;
}

async function hostVersion(base: string): Promise<string | null> {
  try {
    const response = await fetch(new URL("version.json", base), { cache: "no-cache" });
    return response.ok ? parseVersion(await response.json()) : null;
  } catch {
    // Without a network there is nothing newer to tell of.
    return null;
  }
}
