/**
 * The Worker's entry: wires Cloudflare's bindings to the server, and does nothing else.
 * @module
 */
import { waitUntil } from "cloudflare:workers";
import type { Hono } from "hono";
import { createApp } from "../../app.ts";
import type { Deps, Env, LimitKind } from "../../deps.ts";
import { tidy } from "../../housekeeping.ts";
import { cloudflareKernels } from "./cloudflare-kernels.ts";
import { CloudDatabase } from "./d1-database.ts";
import { type Environment, LIMITS, signInOf, siteOf } from "./environment.ts";
import { BucketBlobs } from "./r2-blobs.ts";

function depsOf(env: Environment): Deps {
  const limiters: Readonly<Record<LimitKind, RateLimit>> = {
    "sign-in": env.RL_SIGN_IN,
    api: env.RL_API,
    file: env.RL_FILE,
    kernel: env.RL_KERNEL,
    count: env.RL_COUNT,
  };
  return {
    site: siteOf(env),
    database: new CloudDatabase(env.DB),
    blobs: new BucketBlobs(env.BLOBS),
    shared: async (path, request) => {
      const answer = await env.ASSETS.fetch(new Request(new URL(`/${path}`, request.url), request));
      return answer.status === 404 ? null : answer;
    },
    clock: Date.now,
    // biome-ignore lint/suspicious/noConsole: this is how a Worker logs
    log: (entry) => console.log(JSON.stringify({ time: new Date().toISOString(), ...entry })),
    limit: async (kind, key) => (await limiters[kind].limit({ key })).success,
    addressOf: (context) => context.req.header("CF-Connecting-IP") ?? "unknown",
    later: waitUntil,
    limits: LIMITS,
    signIn: signInOf(env),
    kernels: cloudflareKernels(env, {
      limit: async (key) => (await env.RL_KERNEL.limit({ key })).success,
      addressOf: (context) => context.req.header("CF-Connecting-IP") ?? "unknown",
    }),
  };
}

export { KernelSessionObject } from "./kernel-session-object.ts";
export { KernelSlotsObject } from "./kernel-slots-object.ts";

let made: Hono<Env> | null = null;

export default {
  fetch: (request, env, context) => {
    // An isolate has one environment; making the routes once saves it for each request.
    made ??= createApp(depsOf(env));
    return made.fetch(request, env, context);
  },
  scheduled: async (_event, env) => {
    const { database, blobs } = depsOf(env);
    await tidy({ database, blobs, now: Date.now() });
  },
} satisfies ExportedHandler<Environment>;
