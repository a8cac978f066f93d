/**
 * All kernel sessions of one process: finds the one that a reloaded page takes up, makes new ones, ends those of an app.
 * @module
 */
import { CLOSE } from "../../compiler/contract/kernel-socket.ts";
import type { KernelHost, PublishedApp } from "./kernel-host.ts";
import type { RunnerFiles, SessionClock } from "./kernel-life.ts";
import { KernelSession, type SessionLimits, type ViewerSocket } from "./kernel-session.ts";
import { type SlotCaps, Slots } from "./slots.ts";

export interface KernelSessionsOptions {
  readonly host: KernelHost;
  readonly runner: RunnerFiles;
  readonly clock: SessionClock;
  readonly limits: SessionLimits;
  readonly caps: SlotCaps;
  /** Makes an id that nobody can guess. */
  readonly newId: () => string;
}

/** A page that connects. */
export interface Connection {
  readonly app: PublishedApp;
  /** Who it is: only the same one may take up a session. */
  readonly viewer: string;
  /** The session that the page had before, if any. */
  readonly session: string | null;
  readonly socket: ViewerSocket;
}

interface Entry {
  readonly session: KernelSession;
  readonly app: PublishedApp;
  readonly viewer: string;
}

export class KernelSessions {
  readonly #options: KernelSessionsOptions;
  readonly #slots: Slots;
  readonly #entries = new Map<string, Entry>();

  constructor(options: KernelSessionsOptions) {
    this.#options = options;
    this.#slots = new Slots(options.caps);
  }

  /** Sessions and kernels that there are. */
  get counts(): { readonly sessions: number; readonly kernels: number } {
    return { sessions: this.#entries.size, kernels: this.#slots.used };
  }

  /** Connects a page to its session. */
  open({ app, viewer, session, socket }: Connection): ReturnType<KernelSession["attach"]> {
    const known = session === null ? undefined : this.#entries.get(session);
    const same = known?.viewer === viewer && known.app.id === app.id && known.app.version === app.version;
    return (known && same ? known.session : this.#make(app, viewer)).attach(socket);
  }

  /** Ends all sessions of an app; resolves when their kernels are gone. */
  async end(app: string, reason: string): Promise<void> {
    const ended = [...this.#entries.values()].filter((entry) => entry.app.id === app);
    await Promise.all(ended.map(({ session }) => session.end(CLOSE.gone, reason)));
  }

  /** Ends everything. */
  async close(): Promise<void> {
    const all = [...this.#entries.values()];
    await Promise.all(all.map(({ session }) => session.end(CLOSE.gone, "The server is going down.")));
  }

  #make(app: PublishedApp, viewer: string): KernelSession {
    const { host, runner, clock, limits, newId } = this.#options;
    const id = newId();
    const session = new KernelSession({
      id,
      app,
      host,
      runner,
      clock,
      limits,
      newId,
      enter: (told) => this.#slots.enter({ app: app.id, viewer }, told),
      onEnded: () => this.#entries.delete(id),
    });
    this.#entries.set(id, { session, app, viewer });
    return session;
  }
}
