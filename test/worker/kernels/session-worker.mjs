/**
 * A Worker for tests: the product's session objects, and an app that the test has just told.
 * @module
 */
import { KernelSessionObject as Sessions } from "../../../worker/hosts/cloudflare/kernel-session-object.ts";
import { KernelSlotsObject as Slots } from "../../../worker/hosts/cloudflare/kernel-slots-object.ts";

let server;

/** Objects that can be made to lose their memory, as Cloudflare does at any time. */
export class KernelSessionObject extends Sessions {
  crash() {
    this.ctx.abort("test");
  }
  /** The test's app is in no registry. */
  async mayStart() {
    return true;
  }
}
export class KernelSlotsObject extends Slots {
  crash() {
    this.ctx.abort("test");
  }
}

async function crash(object) {
  await object.crash().catch(() => {});
  return new Response(null, { status: 204 });
}

export default {
  async fetch(request, { KERNEL_SESSIONS, KERNEL_SLOTS }) {
    if (request.method === "DELETE") {
      const session = new URL(request.url).searchParams.get("session");
      if (session === null) return crash(KERNEL_SLOTS.get(KERNEL_SLOTS.idFromName("all")));
      return crash(KERNEL_SESSIONS.get(KERNEL_SESSIONS.idFromString(session)));
    }
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
