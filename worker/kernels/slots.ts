/**
 * How many kernels may run at once, for one app and for one viewer, and the queue of those who wait. Pure bookkeeping, first come
 * first served among those whose turn their caps allow.
 * @module
 */

export interface SlotCaps {
  /** Kernels at once in all. */
  readonly total: number;
  /** Kernels of one app at once. */
  readonly perApp: number;
  /** Kernels of one viewer at once, over all apps. */
  readonly perViewer: number;
}

export interface SlotRequest {
  readonly app: string;
  readonly viewer: string;
}

/** A place that is held or waited for. */
export interface Slot {
  /** Resolves when it is held. */
  readonly held: Promise<void>;
  /** Gives it up, or leaves the queue. */
  leave(): void;
}

interface Entry extends SlotRequest {
  readonly grant: () => void;
  readonly told: (ahead: number) => void;
  ahead: number;
}

export class Slots {
  readonly #caps: SlotCaps;
  readonly #held = new Set<Entry>();
  #waiting: readonly Entry[] = [];

  constructor(caps: SlotCaps) {
    this.#caps = caps;
  }

  /** Kernels that run now. */
  get used(): number {
    return this.#held.size;
  }

  /**
   * @param told - Hears how many are ahead, at once if it has to wait and whenever that changes.
   * @param held - It holds a place already, from before this object was made.
   */
  enter(request: SlotRequest, told: (ahead: number) => void, held = false): Slot {
    let grant = (): void => {};
    const granted = new Promise<void>((resolve) => {
      grant = resolve;
    });
    const entry: Entry = { ...request, grant, told, ahead: -1 };
    if (held) this.#hold(entry);
    else this.#waiting = [...this.#waiting, entry];
    this.#settle();
    return {
      held: granted,
      leave: () => {
        this.#held.delete(entry);
        this.#waiting = this.#waiting.filter((one) => one !== entry);
        this.#settle();
      },
    };
  }

  #settle(): void {
    this.#waiting = this.#waiting.filter((entry) => !this.#grant(entry));
    this.#waiting.forEach((entry, ahead) => {
      if (entry.ahead === ahead) return;
      entry.ahead = ahead;
      entry.told(ahead);
    });
  }

  #grant(entry: Entry): boolean {
    const held = [...this.#held];
    const count = (is: (one: Entry) => boolean): number => held.filter(is).length;
    const { total, perApp, perViewer } = this.#caps;
    if (held.length >= total || count(({ app }) => app === entry.app) >= perApp) return false;
    if (count(({ viewer }) => viewer === entry.viewer) >= perViewer) return false;
    this.#hold(entry);
    return true;
  }

  #hold(entry: Entry): void {
    this.#held.add(entry);
    entry.grant();
  }
}
