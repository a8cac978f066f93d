/**
 * One viewer's kernel session as a Durable Object: the session code of every host, with Cloudflare's sockets, clock and storage. Its alarm
 * is the net under its timers: an object that was evicted wakes up, and ends the kernel that it had.
 * @module
 */
import { DurableObject } from "cloudflare:workers";
import { mayStillOpen } from "../../gate/visit.ts";
import type { HostedKernel, KernelHost, PublishedApp } from "../../kernels/kernel-host.ts";
import { KernelSession, SESSION_LIMITS } from "../../kernels/kernel-session.ts";
import { workFile } from "../../kernels/work-file.ts";
import { assetOf } from "../../registry/apps.ts";
import { containerHost } from "./container-host.ts";
import { CloudDatabase } from "./d1-database.ts";
import type { Environment } from "./environment.ts";
import { gatewayHost } from "./gateway-host.ts";
import type { SessionCalls, SessionOrder } from "./kernel-objects.ts";
import { BucketBlobs } from "./r2-blobs.ts";
import { remoteSlot } from "./remote-slot.ts";
import { RUNNER_FILES } from "./runner-files.ts";
import { socketAnswer } from "./socket-answer.ts";

/** Where the kernel's id is kept, for when the object has forgotten everything else. */
const KERNEL = "kernel";
/** The alarm comes this often (ms) while there is a kernel. */
const WATCH = 60_000;

export class KernelSessionObject extends DurableObject<Environment> implements SessionCalls {
  #session: KernelSession | null = null;
  #order: SessionOrder | null = null;

  async take(order: SessionOrder): Promise<boolean> {
    if (this.#session && this.#order)
      return (
        this.#order.app === order.app && this.#order.version === order.version && this.#order.viewer === order.viewer
      );
    await this.#endForgotten();
    this.#order = order;
    this.#session = this.#open(order);
    return true;
  }

  async end(code: number, reason: string): Promise<void> {
    await this.#session?.end(code, reason);
  }

  /** Takes the page's WebSocket. */
  override async fetch(request: Request): Promise<Response> {
    if (!this.#session) return new Response("This session has ended.", { status: 410 });
    const [page, socket] = Object.values(new WebSocketPair());
    if (!page || !socket) return new Response(null, { status: 500 });
    socket.accept();
    const line = this.#session.attach({
      send: (text) => quietly(() => socket.send(text)),
      close: (code, reason) => quietly(() => socket.close(code, reason)),
    });
    socket.addEventListener("message", ({ data }) => {
      if (typeof data === "string") line.receive(data);
    });
    socket.addEventListener("close", () => line.closed());
    socket.addEventListener("error", () => line.closed());
    return socketAnswer(request, page);
  }

  override async alarm(): Promise<void> {
    if (this.#session) await this.ctx.storage.setAlarm(Date.now() + WATCH);
    else await this.#endForgotten();
  }

  /** Whether the viewer may open the app now. */
  protected mayStart({ entry }: SessionOrder): Promise<boolean> {
    return mayStillOpen(new CloudDatabase(this.env.DB), entry, Date.now());
  }

  #open(order: SessionOrder): KernelSession {
    const { app, viewer } = order;
    const id = this.ctx.id.toString();
    return new KernelSession({
      id,
      app: this.#published(order),
      host: this.#remembering(this.#host()),
      runner: RUNNER_FILES,
      clock: {
        now: () => Date.now(),
        after: (millis, callback) => {
          const timer = setTimeout(callback, millis);
          return () => clearTimeout(timer);
        },
      },
      limits: SESSION_LIMITS,
      newId: () => crypto.randomUUID(),
      enter: (told) => remoteSlot(this.env.KERNEL_SLOTS, { session: id, app, viewer, told }),
      onEnded: () => {
        this.#session = null;
        this.#order = null;
      },
    });
  }

  #host(): KernelHost {
    const { container } = this.ctx;
    return container === undefined ? gatewayHost(this.env) : containerHost(container);
  }

  /** Writes the kernel's id down while there is one. */
  #remembering(host: KernelHost): KernelHost {
    const { storage } = this.ctx;
    return {
      mountsFiles: host.mountsFiles,
      start: async (app, onProgress) => {
        const kernel = await host.start(app, onProgress);
        if (kernel.ok) {
          await storage.put(KERNEL, kernel.value.id);
          await storage.setAlarm(Date.now() + WATCH);
        }
        return kernel;
      },
      connect: (kernel, listener) => host.connect(kernel, listener),
      interrupt: (kernel) => host.interrupt(kernel),
      state: (kernel) => host.state(kernel),
      end: async (kernel) => {
        await host.end(kernel);
        await storage.delete(KERNEL);
        await storage.deleteAlarm();
      },
    };
  }

  /** A kernel that an earlier life of this object has left. */
  async #endForgotten(): Promise<void> {
    const id = await this.ctx.storage.get<string>(KERNEL);
    if (id === undefined) return;
    const kernel: HostedKernel = { id };
    await this.#host().end(kernel);
    await this.ctx.storage.delete(KERNEL);
    const { KERNEL_SLOTS: slots } = this.env;
    await slots.get(slots.idFromName("all")).leave(this.ctx.id.toString());
  }

  #published(order: SessionOrder): PublishedApp {
    const { app, version, server } = order;
    const database = new CloudDatabase(this.env.DB);
    const blobs = new BucketBlobs(this.env.BLOBS);
    return {
      id: app,
      version,
      server,
      readFile: (name) =>
        workFile(name, async (path) => {
          const asset = await assetOf(database, version, path);
          return asset && blobs.get(asset.key);
        }),
      mayStart: () => this.mayStart(order),
    };
  }
}

/** A socket that has just closed cannot be told anything any more. */
function quietly(act: () => void): void {
  try {
    act();
  } catch {
    // Its close event says the same.
  }
}
