/**
 * A Worker for tests: the product's session objects, and an app that the test has just told.
 * @module
 */
export { KernelSessionObject } from "../../../worker/hosts/cloudflare/kernel-session-object.ts";
export { KernelSlotsObject } from "../../../worker/hosts/cloudflare/kernel-slots-object.ts";

let server;

export default {
  async fetch(request, { KERNEL_SESSIONS }) {
    if (request.method === "PUT") {
      server = await request.json();
      return new Response(null, { status: 204 });
    }
    const asked = new URL(request.url).searchParams.get("session");
    const order = { app: "app", version: JSON.stringify(server), server, viewer: "viewer" };
    const known = asked === null ? null : KERNEL_SESSIONS.get(KERNEL_SESSIONS.idFromString(asked));
    const stub = known && (await known.take(order)) ? known : KERNEL_SESSIONS.get(KERNEL_SESSIONS.newUniqueId());
    if (stub !== known) await stub.take(order);
    return stub.fetch(request);
  },
};
