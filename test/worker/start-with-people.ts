/**
 * A server and an identity provider for all tests of a file.
 * @module
 */
import { afterAll, beforeAll } from "vitest";
import { type IdentityProvider, identityProvider } from "./identity-provider.ts";
import { People } from "./people.ts";
import type { TestHost } from "./test-host.ts";

/** Starts both before the file's tests, and ends them after; gives what its tests ask for when they run. */
export function startWithPeople(start: (provider: IdentityProvider) => Promise<TestHost>): {
  readonly host: () => TestHost;
  readonly people: () => People;
} {
  let running: { readonly provider: IdentityProvider; readonly host: TestHost; readonly people: People } | null = null;
  const now = () => {
    if (running === null) throw new Error("The server runs only while tests do.");
    return running;
  };
  beforeAll(async () => {
    const provider = await identityProvider();
    const host = await start(provider);
    provider.allow(host.origin);
    running = { provider, host, people: new People(host, provider) };
  });
  afterAll(async () => {
    await running?.host.close();
    await running?.provider.close();
  });
  return { host: () => now().host, people: () => now().people };
}
