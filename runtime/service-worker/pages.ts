/**
 * The app's page: from the host, so that a reload shows the newest version and the host decides who may see it; without a network, or
 * when the host takes too long, the kept one.
 * @module
 */
import { NetworkOnly } from "workbox-strategies";
import { forgetApp, keptApp, keptPage } from "./kept-apps.ts";

/** Milliseconds after which the kept page is shown. */
const PATIENCE = 6000;
/** Answers by which a host says that this viewer has no such app (any more). */
const GONE = [401, 403, 404, 410];

const network = new NetworkOnly();

/** Answers a navigation to the page. */
export async function answerPage(event: FetchEvent, request: Request): Promise<Response> {
  const [response, done] = network.handleAll({ event, request });
  done.catch(() => {});
  const live = response.catch(() => null);
  const soon = (await Promise.race([live, patience()])) ?? (await keptPage()) ?? (await live) ?? Response.error();
  if (GONE.includes(soon.status)) event.waitUntil(forgetApp());
  return isolated(request, soon);
}

function patience(): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), PATIENCE));
}

/** With headers that isolate the page, where its author allows it and it is not in a frame. */
async function isolated(request: Request, page: Response): Promise<Response> {
  if (page.type === "opaqueredirect" || page.type === "error" || request.destination !== "document") return page;
  if (!(await keptApp())?.isolate) return page;
  const headers = new Headers(page.headers);
  headers.set("cross-origin-opener-policy", "same-origin");
  headers.set("cross-origin-embedder-policy", "credentialless");
  return new Response(page.body, { status: page.status, statusText: page.statusText, headers });
}
