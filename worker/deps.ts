/**
 * Everything that a host gives the app, and what handlers share of a request.
 * @module
 */
import type { Context, Hono } from "hono";
import type { EmbedRule, ServerLimits } from "../compiler/contract/api.ts";
import type { Viewer } from "./gate/access.ts";
import type { App } from "./registry/apps.ts";
import type { Place, Site } from "./site.ts";
import type { Blobs } from "./storage/blobs.ts";
import type { Database } from "./storage/database.ts";

/** What a host provides. */
export interface Deps {
  readonly site: Site;
  readonly database: Database;
  readonly blobs: Blobs;
  /** Files below `rt/` that are the same in every app and public, where the host keeps them apart; `null` for a path it has not. */
  readonly shared: ((path: string, request: Request) => Promise<Response | null>) | null;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly log: (entry: LogEntry) => void;
  /** Counts one use; `false` when `key` has had too many lately. */
  readonly limit: (kind: LimitKind, key: string) => Promise<boolean>;
  /** The network address of whoever asks; only ever a key of {@link Deps.limit}. */
  readonly addressOf: (context: Context) => string;
  /** Lets work go on after the answer. */
  readonly later: (work: Promise<void>) => void;
  readonly limits: ServerLimits;
  readonly signIn: SignInSources;
  /** `null` where no server kernels are configured. */
  readonly kernels: Kernels | null;
}

/** - `sign-in`: tries of secrets; `api`: calls of the command; `file`: downloads; `kernel`: kernels started; `count`: runs counted */
export type LimitKind = "sign-in" | "api" | "file" | "kernel" | "count";

export interface SignInSources {
  /** The secret that signs the owner in once; `null` where there is none. */
  readonly ownerToken: OwnerToken | null;
  readonly oidc: OidcSettings | null;
  readonly cloudflareAccess: CloudflareAccessSettings | null;
  /** Verified addresses that own the first workspace, lower case. */
  readonly owners: readonly string[];
  /** Domains whose verified addresses join the first workspace as viewers. */
  readonly joinDomains: readonly string[];
}
export interface OwnerToken {
  /** Whose token it is. */
  readonly email: string;
  current(): Promise<string | null>;
  /** It has been used: make another, if this host can tell its owner. */
  used(): Promise<void>;
}
export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** For a provider on plain http: loopback only. */
  readonly allowInsecure: boolean;
}
export interface CloudflareAccessSettings {
  /** E.g. `https://team.cloudflareaccess.com`. */
  readonly issuer: string;
  readonly audience: string;
}

/** Server kernels, as `worker/kernels/` implements them. */
export interface Kernels {
  /** Mounted at `<app>/-/kernel`, behind the gate: handlers find who asks for which app in `context.get("visit")`. */
  readonly routes: Hono<Env>;
  /** Ends all kernels of an app that is being deleted, or whose access or people have changed. */
  end(project: string): Promise<void>;
}

/** A request to an app that the gate has let through. */
export interface Visit {
  readonly app: App;
  readonly viewer: Viewer;
  /** Hash of the viewer's session, empty for none: binds what they start to them. */
  readonly session: string;
  /** The app's root on its origin, with slashes around. */
  readonly base: string;
  /** Reads a file of the version that was visible when the request came, `private/` too. */
  readonly file: (path: string) => Promise<ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer> | null>;
  /** Whether the same request would be let through now. */
  readonly mayStill: () => Promise<boolean>;
}

export interface Env {
  Variables: {
    place: Place;
    /** Set by the gate on paths of an app. */
    visit: Visit;
    /** Set by the gate where a page of another site may learn how a request ended. */
    embed: EmbedRule;
    /** For the log: which app, never its link. */
    project: string;
    /** Set by `withToken` on the API. */
    email: string;
    session: string;
  };
}

/** One line of the log; nothing in it is secret: no query, no link, no header. */
export interface LogEntry {
  readonly level: "info" | "warn" | "error";
  readonly event: string;
  readonly [detail: string]: string | number | boolean | null;
}
