/**
 * A session's place among all kernels, kept by the one object that counts them. Asked again and again: while it waits, to hear how many are
 * ahead; while it is held, so that the place of a session that has vanished becomes free.
 * @module
 */
import type { Slot } from "../../kernels/slots.ts";
import type { SlotsCalls } from "./kernel-objects.ts";

export interface SlotOrder {
  readonly session: string;
  readonly app: string;
  readonly viewer: string;
  /** Hears how many are ahead. */
  readonly told: (ahead: number) => void;
}

/** Milliseconds between two questions. */
const WAITING = 1_000;
const HOLDING = 60_000;

export function remoteSlot(slots: DurableObjectNamespace<SlotsCalls>, { session, app, viewer, told }: SlotOrder): Slot {
  // A new one for each call: once its object was started anew, an old one only fails.
  const counter = (): ReturnType<typeof slots.get> => slots.get(slots.idFromName("all"));
  let left = false;
  let timer: ReturnType<typeof setTimeout> | null = null;
  const held = new Promise<void>((resolve) => {
    const ask = async (): Promise<void> => {
      const ahead = await counter()
        .ask({ session, app, viewer })
        .catch(() => 0);
      if (left) return;
      if (ahead === null) resolve();
      else told(ahead);
      timer = setTimeout(() => void ask(), ahead === null ? HOLDING : WAITING);
    };
    void ask();
  });
  return {
    held,
    leave: () => {
      left = true;
      clearTimeout(timer);
      const leave = (): Promise<void> => counter().leave(session);
      leave()
        .catch(leave)
        .catch(() => {
          // It becomes free by itself when it is not asked for any more.
        });
    },
  };
}
