/**
 * Counts all kernels, in one Durable Object: who holds a place, who waits, who has not been heard of. Places are written down, so that caps
 * hold when this object is started anew; who waits asks again by itself.
 * @module
 */
import { DurableObject } from "cloudflare:workers";
import { type Slot, type SlotRequest, Slots } from "../../kernels/slots.ts";
import type { Environment } from "./environment.ts";
import type { SlotsCalls } from "./kernel-objects.ts";

interface Known {
  readonly app: string;
  readonly slot: Slot;
  /** `null` when the place is held. */
  ahead: number | null;
  seen: number;
}

/** A session that has not asked for this long (ms) is gone. */
const FORGET = 180_000;
/** In storage, before the session's id: what it holds a place for. */
const HELD = "held ";

export class KernelSlotsObject extends DurableObject<Environment> implements SlotsCalls {
  readonly #slots: Slots;
  readonly #known = new Map<string, Known>();

  constructor(ctx: DurableObjectState, env: Environment) {
    super(ctx, env);
    const total = Number(env.MAX_KERNELS || 50);
    this.#slots = new Slots({ total, perApp: Math.ceil(total / 2), perViewer: 3 });
    void ctx.blockConcurrencyWhile(async () => {
      const held = await ctx.storage.list<SlotRequest>({ prefix: HELD });
      for (const [key, request] of held) this.#enter(key.slice(HELD.length), request, true);
    });
  }

  async ask({ session, ...request }: SlotRequest & { readonly session: string }): Promise<number | null> {
    this.#forget();
    const known = this.#known.get(session) ?? this.#enter(session, request);
    known.seen = Date.now();
    // A place that is free is given at once, a microtask later.
    await Promise.resolve();
    return known.ahead;
  }

  async sessionsOf(app: string): Promise<string[]> {
    return [...this.#known].flatMap(([session, known]) => (known.app === app ? [session] : []));
  }

  async leave(session: string): Promise<void> {
    this.#known.get(session)?.slot.leave();
    this.#known.delete(session);
    await this.ctx.storage.delete(HELD + session);
  }

  #enter(session: string, request: SlotRequest, held = false): Known {
    let known: Known | null = null;
    let first = 0;
    const told = (ahead: number): void => {
      first = ahead;
      if (known) known.ahead = ahead;
    };
    const slot = this.#slots.enter(request, told, held);
    const made: Known = { app: request.app, slot, ahead: first, seen: Date.now() };
    known = made;
    void slot.held.then(() => {
      made.ahead = null;
      if (!held && this.#known.get(session) === made) void this.ctx.storage.put(HELD + session, request);
    });
    this.#known.set(session, made);
    return made;
  }

  #forget(): void {
    for (const [session, { seen }] of this.#known) if (Date.now() - seen >= FORGET) void this.leave(session);
  }
}
