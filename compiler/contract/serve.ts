/**
 * What the command gives a server on this machine, and what it gets back: the border between `notebook-app serve` and `worker/hosts/node`.
 * @module
 */
import type { ServerProgram } from "./server-program.ts";

export interface ServeOptions {
  /** Where everything is kept. */
  readonly folder: string;
  /** 0 takes any free one. */
  readonly port: number;
  /** The address to listen on; `127.0.0.1` reaches only this machine. */
  readonly hostname: string;
  /** How browsers reach the server, e.g. `https://apps.example.com`; `null`: `http://localhost:<port>`. */
  readonly origin: string | null;
  /** `origins`: each app at `<slug>.<host of origin>`; `paths`: at `<origin>/a/<slug>/`. */
  readonly apps: "origins" | "paths";
  /** Whether a proxy in front says in `X-Forwarded-For` who asks. */
  readonly behindProxy: boolean;
  readonly oidc: { readonly issuer: string; readonly clientId: string; readonly clientSecret: string } | null;
  /** Addresses that own the first workspace. */
  readonly owners: readonly string[];
  /** Domains whose people join the first workspace as viewers. */
  readonly joinDomains: readonly string[];
  /** `null`: apps that need a server kernel cannot be run here. */
  readonly kernels: KernelOptions | null;
  /** Hears of each link that signs the owner in once. */
  readonly onOwnerLink: (link: string) => void;
  /** One line of JSON each. */
  readonly log: (line: string) => void;
}

/** How server kernels run on this machine. */
export interface KernelOptions {
  /** Where the virtual environments that are made are kept. */
  readonly cache: string;
  /** A Jupyter gateway that exists already; `null` starts one here. */
  readonly gateway: { readonly url: string; readonly token: string; readonly kernelspec: string } | null;
  /**
   * - `always`: a machine that cannot keep kernels apart from each other and from the server runs none;
   * - `if-possible`: for an author's own code on the author's own machine;
   * - `never`: whoever may run an app can reach whatever this process can, if its code lets them.
   */
  readonly boxed: "always" | "if-possible" | "never";
  /** Bytes of memory that one kernel may use, all its processes together. */
  readonly memory: number;
  /** Processors that one kernel may use; `null`: half of the machine's. */
  readonly cpus: number | null;
  /** Kernels at once: in all, of one app, of one viewer. */
  readonly most: { readonly total: number; readonly perApp: number; readonly perViewer: number };
  /** Told what is being installed, for a terminal. */
  readonly onText: (text: string) => void;
  /** The gateway's log and what is worth knowing about kernels, one line each. */
  readonly onLog: (line: string) => void;
}

/** A page that connects to a server kernel. */
export interface KernelConnection {
  readonly app: {
    readonly id: string;
    /** Kernels of another version are never mixed with this one's. */
    readonly version: string;
    readonly server: ServerProgram;
    /** A work file's bytes, as they come; fails where they cannot be had. */
    readonly readFile: (name: string) => AsyncIterable<Uint8Array>;
    /** Whether its viewer may open it now; asked before each start of a kernel, since a page may stay connected for long. */
    readonly mayStart: () => Promise<boolean>;
  };
  /** Who it is: only the same one may take up a session. */
  readonly viewer: string;
  /** The session that the page had before, if any. */
  readonly session: string | null;
  readonly socket: { send(text: string): void; close(code: number, reason: string): void };
}

/** Server kernels on this machine; nothing is started before a page asks. */
export interface LocalKernels {
  open(connection: KernelConnection): { receive(text: string): void; closed(): void };
  /** Ends the sessions of an app. */
  end(app: string, reason: string): Promise<void>;
  close(): Promise<void>;
}

export interface RunningSite {
  /** The main site, without a final slash. */
  readonly origin: string;
  readonly port: number;
  /** Lets running answers finish, then ends. */
  close(): Promise<void>;
}

/** The module that the command loads when it serves. */
export interface ServeModule {
  startServer(options: ServeOptions): Promise<RunningSite>;
  createKernels(options: KernelOptions): LocalKernels;
}
