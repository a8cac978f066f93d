/**
 * Kernels of a Jupyter Kernel Gateway (or of whatever speaks its API) as a {@link KernelHost}. The gateway's URL and token come from the
 * server's configuration and go nowhere but to the gateway.
 * @module
 */
import { parseJson, property } from "../../compiler/contract/json.ts";
import { type Fault, failure, type Outcome, success } from "../../compiler/contract/outcome.ts";
import { JUPYTER_SUBPROTOCOL } from "./jupyter-wire.ts";
import type {
  ChannelListener,
  HostedKernel,
  HostProgress,
  KernelChannel,
  KernelHost,
  PublishedApp,
} from "./kernel-host.ts";
import { Turns } from "./turns.ts";

/** Opens a WebSocket with headers; how differs between Node and workerd. Rejects if it does not open. */
export type OpenSocket = (
  url: string,
  options: {
    readonly headers: Readonly<Record<string, string>>;
    readonly protocol: string;
    readonly listener: Pick<ChannelListener, "frame" | "closed">;
  },
) => Promise<KernelChannel>;

/** The kernelspec for an app, and the `KERNEL_*` variables that its launcher reads. */
export interface KernelLaunch {
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface GatewayHostOptions {
  /** Where the gateway answers now, without a final slash. */
  readonly address: () => Promise<{ readonly url: string; readonly token: string }>;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly openSocket: OpenSocket;
  readonly mountsFiles: boolean;
  /** Kernels that start at the same time; who comes later starts later, instead of all being slow. Default: all. */
  readonly startsAtOnce?: number;
  /** Makes everything ready that a kernel of this app needs. */
  readonly prepare: (app: PublishedApp, onProgress: HostProgress) => Promise<Outcome<KernelLaunch>>;
  /** Looks after a kernel from now until it is cleared; `tell` hears why it is about to be ended. Without, nobody does. */
  readonly watch?: (launch: KernelLaunch, tell: (fault: Fault) => void) => void;
  /** Removes what a launch left, once its kernel is gone. */
  readonly clear: (launch: KernelLaunch) => Promise<void>;
}

interface GatewayAnswer {
  readonly ok: boolean;
  readonly status: number;
  readonly body: unknown;
}

/** An answer of the gateway takes at most this long (ms). */
const DEADLINE = 60_000;
/** Pauses (ms) before a kernel is asked for again. */
const RETRY_AFTER = [50, 200, 800];

export class GatewayHost implements KernelHost {
  readonly #options: GatewayHostOptions;
  readonly #launches = new Map<string, KernelLaunch>();
  readonly #turns: Turns;
  /** How kernels that have not answered yet end their turn. */
  readonly #starting = new Map<string, () => void>();

  constructor(options: GatewayHostOptions) {
    this.#options = options;
    this.#turns = new Turns(options.startsAtOnce ?? Number.POSITIVE_INFINITY);
  }

  get mountsFiles(): boolean {
    return this.#options.mountsFiles;
  }

  async start(app: PublishedApp, onProgress: HostProgress): Promise<Outcome<HostedKernel>> {
    const launch = await this.#options.prepare(app, onProgress);
    if (!launch.ok) return launch;
    const endTurn = await this.#turns.take();
    const answer = await this.#post(launch.value);
    const id = answer?.ok ? property(answer.body, "id") : undefined;
    if (typeof id === "string") {
      this.#launches.set(id, launch.value);
      this.#starting.set(id, endTurn);
      return success({ id });
    }
    endTurn();
    await this.#options.clear(launch.value);
    return failure("boot", "The server could not start a kernel.", answer ? `HTTP ${answer.status}` : "no answer");
  }

  async connect({ id }: HostedKernel, listener: ChannelListener): Promise<Outcome<KernelChannel>> {
    try {
      const { url, token } = await this.#options.address();
      const channel = await this.#options.openSocket(
        `${url}/api/kernels/${encodeURIComponent(id)}/channels?session_id=${id}`,
        {
          headers: { authorization: `token ${token}` },
          protocol: JUPYTER_SUBPROTOCOL,
          listener,
        },
      );
      const launch = this.#launches.get(id);
      if (launch) this.#options.watch?.(launch, listener.ended);
      return success(channel);
    } catch (error) {
      return failure("boot", "The server's kernel did not answer.", String(error));
    } finally {
      this.#endTurn(id);
    }
  }

  async interrupt({ id }: HostedKernel): Promise<void> {
    await this.#ask("POST", `/api/kernels/${encodeURIComponent(id)}/interrupt`);
  }

  async state({ id }: HostedKernel): Promise<"busy" | "idle" | "gone"> {
    const answer = await this.#ask("GET", `/api/kernels/${encodeURIComponent(id)}`);
    if (!answer?.ok) return "gone";
    return property(answer.body, "execution_state") === "busy" ? "busy" : "idle";
  }

  async end({ id }: HostedKernel): Promise<void> {
    this.#endTurn(id);
    await this.#ask("DELETE", `/api/kernels/${encodeURIComponent(id)}`);
    const launch = this.#launches.get(id);
    this.#launches.delete(id);
    if (launch) await this.#options.clear(launch);
  }

  #endTurn(id: string): void {
    this.#starting.get(id)?.();
    this.#starting.delete(id);
  }

  /**
   * Asks for a kernel. A gateway that counts its kernels fails with 500, before it starts anything, when it counts one that is just
   * starting; that is over in milliseconds.
   */
  async #post(launch: KernelLaunch): Promise<GatewayAnswer | null> {
    for (const pause of RETRY_AFTER) {
      const answer = await this.#ask("POST", "/api/kernels", launch);
      if (answer?.status !== 500) return answer;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    return this.#ask("POST", "/api/kernels", launch);
  }

  /** The gateway's answer, or `null` if it gave none. */
  async #ask(method: string, path: string, body?: unknown): Promise<GatewayAnswer | null> {
    try {
      const { url, token } = await this.#options.address();
      const answer = await this.#options.fetch(`${url}${path}`, {
        method,
        // A redirect would carry the token to somewhere else.
        redirect: "manual",
        headers: { authorization: `token ${token}`, "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(DEADLINE),
      });
      // It may be no JSON: nothing, or the page of a proxy in between.
      return { ok: answer.ok, status: answer.status, body: parseJson(await answer.text()) };
    } catch {
      return null;
    }
  }
}
