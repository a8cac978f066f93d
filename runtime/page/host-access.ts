/**
 * Who the viewer is to the host of an app that another site's page embeds. No cookie of the host reaches such a page, so the viewer signs
 * in with a window of the host's own, which hands over a token for this app and this page, kept in memory only.
 * @module
 */

/** Milliseconds that a viewer may take to sign in. */
const PATIENCE = 10 * 60_000;

/** Tokens by app; elements of one page share them. */
const tokens = new Map<string, string>();

/** The value of an `Authorization` header for files below `base`; `null` where there is no sign-in but a cookie's. */
export function authorization(base: string): string | null {
  const token = tokens.get(base);
  return token === undefined ? null : `Bearer ${token}`;
}

/** The same as options of `fetch`. */
export function authorized(base: string): RequestInit {
  const value = authorization(base);
  return value === null ? {} : { headers: { authorization: value } };
}

/** Opens the host's window and waits for the viewer; whether that gave a token. To be called from a click, or browsers block the window. */
export async function signIn(base: string): Promise<boolean> {
  const window = open(
    new URL(`-/popup?origin=${encodeURIComponent(location.origin)}`, base),
    "_blank",
    "popup,width=480,height=640",
  );
  const code = window && (await codeFrom(new URL(base).origin, window));
  if (!code) return false;
  try {
    const answer = await fetch(new URL("-/token", base), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ code }),
    });
    const body: unknown = answer.ok ? await answer.json() : null;
    const token: unknown = typeof body === "object" && body !== null ? Reflect.get(body, "token") : null;
    if (typeof token !== "string") return false;
    tokens.set(base, token);
    return true;
  } catch {
    return false;
  }
}

/** The code that the window hands over; `null` if it is closed without. Messages of others do not count. */
function codeFrom(host: string, window: Window): Promise<string | null> {
  const stop = new AbortController();
  return new Promise<string | null>((resolve) => {
    addEventListener(
      "message",
      ({ origin, source, data }: MessageEvent<unknown>) => {
        const code: unknown = typeof data === "object" && data !== null ? Reflect.get(data, "notebookAppCode") : null;
        if (origin === host && source === window && typeof code === "string") resolve(code);
      },
      { signal: stop.signal },
    );
    const closed = setInterval(() => {
      // The message may be on its way when the window closes itself.
      if (window.closed) setTimeout(() => resolve(null), 1000);
    }, 500);
    const late = setTimeout(() => resolve(null), PATIENCE);
    stop.signal.addEventListener("abort", () => {
      clearInterval(closed);
      clearTimeout(late);
    });
  }).finally(() => stop.abort());
}
