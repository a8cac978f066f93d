/**
 * Signs the command in at a publishing server, by an owner token or with the help of a browser.
 * @module
 */
import { hostname } from "node:os";
import type { DeviceStart, TokenAnswer } from "../../contract/api.ts";
import type { ServerClient } from "./server-client.ts";
import { ServerError } from "./server-error.ts";

/** What the server shows to the person who confirms. */
function machineName(): string {
  return `notebook-app on ${hostname()}`.replace(/\p{Cc}/gu, " ").slice(0, 100);
}

/** Trades an owner token, or the link with it that `notebook-app serve` printed. */
export function signInAsOwner(server: ServerClient, tokenOrLink: string): Promise<TokenAnswer> {
  return server.getToken({ grant: "owner-token", token: tokenOf(tokenOrLink), name: machineName() });
}

function tokenOf(text: string): string {
  if (!/^https?:\/\//.test(text)) return text.trim();
  const { searchParams } = new URL(text);
  return searchParams.get("t") ?? searchParams.get("token") ?? text;
}

/** Asks the person to confirm in a browser, and waits until that is done. */
export async function signInWithBrowser(
  server: ServerClient,
  show: (start: DeviceStart) => void,
): Promise<TokenAnswer> {
  const start = await server.startDevice({ name: machineName() });
  show(start);
  let { interval } = start;
  while (Date.now() < Date.parse(start.expires)) {
    await new Promise((resolve) => setTimeout(resolve, interval * 1000));
    try {
      return await server.getToken({ grant: "device", deviceCode: start.deviceCode });
    } catch (error) {
      const code = error instanceof ServerError ? error.code : null;
      // As RFC 8628 has it: told that it is too fast, the client asks less often.
      if (code === "slow-down") interval += 5;
      else if (code !== "pending") throw error;
    }
  }
  throw new ServerError("gone", "Nobody confirmed the sign-in in time. Start again with 'notebook-app login'.");
}
