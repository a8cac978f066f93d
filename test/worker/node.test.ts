/**
 * The contract suite on the one-machine host.
 * @module
 */
import { afterAll, beforeAll, describe } from "vitest";
import { accessContract } from "./contract/access.ts";
import { filesContract } from "./contract/files.ts";
import { hostileContract } from "./contract/hostile.ts";
import { publishingContract } from "./contract/publishing.ts";
import { signInContract } from "./contract/sign-in.ts";
import { CLIENT, type IdentityProvider, identityProvider } from "./identity-provider.ts";
import { nodeHost } from "./node-host.ts";
import { People } from "./people.ts";
import type { TestHost } from "./test-host.ts";

let provider: IdentityProvider;
let host: TestHost;
let people: People;
beforeAll(async () => {
  provider = await identityProvider();
  host = await nodeHost({ oidc: { issuer: provider.issuer, ...CLIENT } });
  provider.allow(host.origin);
  people = new People(host, provider);
});
afterAll(async () => {
  await host?.close();
  await provider?.close();
});

describe("publishing", () => publishingContract(() => host));
describe("access", () =>
  accessContract(
    () => host,
    () => people,
  ));
describe("sign-in", () =>
  signInContract(
    () => host,
    () => people,
  ));
describe("files", () => filesContract(() => host));
describe("hostile", () =>
  hostileContract(
    () => host,
    () => people,
  ));
