/**
 * Counts all kernels, in one Durable Object: who holds a place, who waits, who has not been heard of.
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

export class KernelSlotsObject extends DurableObject<Environment> implements SlotsCalls {
  readonly #slots: Slots;
  readonly #known = new Map<string, Known>();

  constructor(ctx: DurableObjectState, env: Environment) {
    super(ctx, env);
    const total = Number(env.MAX_KERNELS || 50);
    this.#slots = new Slots({ total, perApp: Math.ceil(total / 2), perViewer: 3 });
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
  }

  #enter(session: string, request: SlotRequest): Known {
    let known: Known | null = null;
    let first = 0;
    const slot = this.#slots.enter(request, (ahead) => {
      first = ahead;
      if (known) known.ahead = ahead;
    });
    const made: Known = { app: request.app, slot, ahead: first, seen: Date.now() };
    known = made;
    void slot.held.then(() => {
      made.ahead = null;
    });
    this.#known.set(session, made);
    return made;
  }

  #forget(): void {
    for (const [session, { slot, seen }] of this.#known) {
      if (Date.now() - seen < FORGET) continue;
      slot.leave();
      this.#known.delete(session);
    }
  }
}
