/**
 * What `wrangler.toml` binds, and the server's configuration read from it.
 * @module
 */
import type { Deps, SignInSources } from "../../deps.ts";
import { InternalError } from "../../errors.ts";
import type { Site } from "../../site.ts";
import type { SessionCalls, SlotsCalls } from "./kernel-objects.ts";

export interface Environment {
  readonly DB: D1Database;
  readonly BLOBS: R2Bucket;
  /** The shared runtime's files, at the paths that they have in every app. */
  readonly ASSETS: Fetcher;
  readonly RL_SIGN_IN: RateLimit;
  readonly RL_API: RateLimit;
  readonly RL_FILE: RateLimit;
  readonly RL_KERNEL: RateLimit;
  readonly RL_COUNT: RateLimit;
  readonly KERNEL_SESSIONS: DurableObjectNamespace<SessionCalls>;
  readonly KERNEL_SLOTS: DurableObjectNamespace<SlotsCalls>;
  /** A Jupyter gateway for server kernels; empty for none. Its token is a secret. */
  readonly KERNEL_GATEWAY?: string;
  readonly KERNEL_GATEWAY_TOKEN?: string;
  /** The gateway's kernelspec; empty: `python3`. */
  readonly KERNELSPEC?: string;
  /** `yes`: each session has a container of its own instead. */
  readonly KERNEL_CONTAINERS?: string;
  readonly MAX_KERNELS?: string;
  readonly SITE_ORIGIN: string;
  /** Empty: path form. */
  readonly APP_HOST: string;
  /** Lists are separated by commas or spaces; empty means not configured. */
  readonly OWNERS?: string;
  readonly JOIN_DOMAINS?: string;
  readonly OIDC_ISSUER?: string;
  readonly OIDC_CLIENT_ID?: string;
  readonly OIDC_CLIENT_SECRET?: string;
  readonly ACCESS_ISSUER?: string;
  readonly ACCESS_AUDIENCE?: string;
  /** A secret that signs the first of OWNERS in, once. */
  readonly OWNER_TOKEN?: string;
}

const MEGABYTE = 1024 * 1024;
/** A request's body may have 100 MB on the smallest plan. */
export const LIMITS: Deps["limits"] = {
  blob: 64 * MEGABYTE,
  part: 32 * MEGABYTE,
  file: 5 * 1024 * MEGABYTE,
  files: 10_000,
};

export function siteOf({ SITE_ORIGIN, APP_HOST }: Environment): Site {
  if (!URL.canParse(SITE_ORIGIN)) throw new InternalError("SITE_ORIGIN is no origin. Set it in wrangler.toml.");
  return { origin: new URL(SITE_ORIGIN).origin, appHost: APP_HOST === "" ? null : APP_HOST };
}

export function signInOf(env: Environment): SignInSources {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, ACCESS_ISSUER, ACCESS_AUDIENCE, OWNER_TOKEN } = env;
  const owners = words(env.OWNERS);
  return {
    owners,
    joinDomains: words(env.JOIN_DOMAINS),
    oidc:
      OIDC_ISSUER && OIDC_CLIENT_ID && OIDC_CLIENT_SECRET
        ? {
            issuer: OIDC_ISSUER,
            clientId: OIDC_CLIENT_ID,
            clientSecret: OIDC_CLIENT_SECRET,
            allowInsecure: OIDC_ISSUER.startsWith("http://127.0.0.1:"),
          }
        : null,
    cloudflareAccess: ACCESS_ISSUER && ACCESS_AUDIENCE ? { issuer: ACCESS_ISSUER, audience: ACCESS_AUDIENCE } : null,
    ownerToken:
      OWNER_TOKEN && owners[0] !== undefined
        ? // Another one is another secret: `wrangler secret put OWNER_TOKEN`.
          { email: owners[0], current: async () => OWNER_TOKEN, used: async () => {} }
        : null,
  };
}

function words(text: string | undefined): string[] {
  return (text ?? "")
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((word) => word !== "");
}
