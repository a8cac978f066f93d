/**
 * Python's own look for interrupts, every few dozen turns of its loops: the one moment in which a worker whose block goes on and on can
 * still do something else.
 * @module
 */
import type { PyodideInterface } from "pyodide";
import type { StopSignal } from "../../compiler/contract/worker-kernel.ts";

/** What Python's interrupt buffer holds for "interrupt now" (SIGINT). */
const SIGINT = 2;

/** Where an interrupt comes from. */
export interface Interrupts {
  /** Asked at each look, so it is quick: 2 (SIGINT) for an interrupt, else 0. */
  look(): number;
  /** Pyodide has taken what it found. */
  taken?(): void;
  /** Work begins. */
  begin?(): void;
  /** The URL that the page revokes next. */
  follow?(url: string): void;
}

/**
 * Makes Python look, and heed what it finds.
 *
 * @param interrupts - `null` if the page cannot interrupt.
 * @param onLook - Called at each look, so it must be quick.
 */
export function heedInterrupts(pyodide: PyodideInterface, interrupts: Interrupts | null, onLook: () => void): void {
  const buffer = {
    get 0(): number {
      onLook();
      return interrupts?.look() ?? 0;
    },
    set 0(_value: number) {
      interrupts?.taken?.();
    },
  };
  pyodide.setInterruptBuffer(buffer as unknown as Uint8Array); // Pyodide reads and writes its first element only
}

/**
 * Finds out whether this worker can see the page's signal; begun before Python starts, it costs no time.
 *
 * @param onRevoked - Told when a URL turns out to be revoked.
 * @returns `null` if it cannot.
 */
export async function openInterrupts(signal: StopSignal | null, onRevoked: () => void): Promise<Interrupts | null> {
  if (typeof signal !== "string") return signal && sharedByte(signal);
  // A page's policy may forbid it.
  const isReadable = await fetch(signal).then(
    () => true,
    () => false,
  );
  return isReadable ? revocableUrl(signal, onRevoked) : null;
}

/** The page writes into memory that is shared. */
export function sharedByte(byte: Uint8Array<SharedArrayBuffer>): Interrupts {
  let seen = 0;
  return {
    look(): number {
      seen = byte[0] ?? 0;
      return seen;
    },
    taken(): void {
      // Pyodide resets it after every look: an interrupt that has come since must not be lost.
      if (seen !== 0) byte[0] = 0;
    },
  };
}

/** Milliseconds between two requests for the URL; each takes 1 to 3, so work is slower by one percent. */
const EVERY = 200;
/** Looks that follow each other within a millisecond: of so many one reads the clock, which takes as long as the rest of a look. */
const QUICK_LOOKS = 16;

export interface UrlOptions {
  readonly now?: () => number;
  readonly exists?: (url: string) => boolean;
}

/**
 * The page revokes the URL of a blob. Without shared memory, a request that a worker waits for is what it can learn something by in the
 * middle of its work. Quick work makes none.
 *
 * @param onRevoked - Told once for each URL.
 */
export function revocableUrl(
  first: string,
  onRevoked: () => void,
  { now = () => performance.now(), exists = existsNow }: UrlOptions = {},
): Interrupts {
  let url: string | null = first;
  let due = Number.POSITIVE_INFINITY;
  let last = 0;
  let skips = 0;
  return {
    look(): number {
      if (url === null || skips-- > 0) return 0;
      const time = now();
      skips = time - last < 1 ? QUICK_LOOKS - 1 : 0;
      last = time;
      if (time < due) return 0;
      if (exists(url)) {
        due = now() + EVERY;
        return 0;
      }
      // Said once.
      url = null;
      onRevoked();
      return SIGINT;
    },
    begin(): void {
      due = now() + EVERY;
    },
    follow(next): void {
      url = next;
    },
  };
}

function existsNow(url: string): boolean {
  try {
    const request = new XMLHttpRequest();
    request.open("GET", url, false);
    request.send();
    return true;
  } catch {
    return false;
  }
}
