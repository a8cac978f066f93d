/**
 * What the command gives a server on this machine, and what it gets back: the border between `notebook-app serve` and `worker/hosts/node`.
 * @module
 */

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
  /** Hears of each link that signs the owner in once. */
  readonly onOwnerLink: (link: string) => void;
  /** One line of JSON each. */
  readonly log: (line: string) => void;
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
}
