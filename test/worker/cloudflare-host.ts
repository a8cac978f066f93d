/**
 * The Cloudflare host in real workerd, with the bindings of `wrangler.toml` simulated on this machine.
 * @module
 */
import type { D1Database } from "@cloudflare/workers-types";
import { createTestHarness } from "wrangler";
import { sendTo } from "./http.ts";
import { CLIENT } from "./identity-provider.ts";
import { OWNER, type TestHost } from "./test-host.ts";

export interface CloudflareOptions {
  readonly vars?: Readonly<Record<string, string>>;
}

const ORIGIN = "http://nb.test";

/** Lets people sign in at a provider. */
export function oidcVars(issuer: string): Record<string, string> {
  return { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: CLIENT.clientId, OIDC_CLIENT_SECRET: CLIENT.clientSecret };
}

export async function cloudflareHost({ vars = {} }: CloudflareOptions = {}): Promise<TestHost> {
  process.env.CLOUDFLARE_CF_FETCH_ENABLED = "false";
  const token = "owner-token-of-a-test-000000000000000000000";
  const server = createTestHarness({
    root: process.cwd(),
    workers: [
      {
        configPath: "wrangler.toml",
        vars: { SITE_ORIGIN: ORIGIN, APP_HOST: "nb.test", OWNERS: OWNER, ...vars },
        secrets: { OWNER_TOKEN: token },
      },
    ],
  });
  const { url } = await server.listen();
  const worker = server.getWorker<{ DB: D1Database }>();
  await worker.applyD1Migrations("DB");
  const env = await worker.getEnv();
  return {
    name: "Cloudflare",
    port: Number(url.port),
    origin: vars.SITE_ORIGIN ?? ORIGIN,
    appHost: vars.APP_HOST === "" ? null : (vars.APP_HOST ?? "nb.test"),
    send: sendTo(Number(url.port)),
    ownerToken: async () => {
      // On an account it is another secret; here the one there is becomes new again.
      await env.DB.prepare("DELETE FROM spent").all();
      return token;
    },
    sql: async (text, ...args) =>
      (
        await env.DB.prepare(text)
          .bind(...args)
          .all()
      ).results,
    tidy: async () => void (await worker.scheduled({ cron: "17 * * * *" })),
    log: () =>
      server
        .getLogs()
        .map((entry) => JSON.stringify(entry))
        .join("\n"),
    close: () => server.close(),
  };
}
