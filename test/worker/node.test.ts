/**
 * The contract suite on the one-machine host.
 * @module
 */
import { describe } from "vitest";
import { accessContract } from "./contract/access.ts";
import { embeddingContract } from "./contract/embedding.ts";
import { expiryContract } from "./contract/expiry.ts";
import { filesContract } from "./contract/files.ts";
import { hostileContract } from "./contract/hostile.ts";
import { kernelGateContract } from "./contract/kernel-gate.ts";
import { publishingContract } from "./contract/publishing.ts";
import { signInContract } from "./contract/sign-in.ts";
import { CLIENT } from "./identity-provider.ts";
import { nodeHost, UNREACHABLE } from "./node-host.ts";
import { startWithPeople } from "./start-with-people.ts";

const { host, people } = startWithPeople(({ issuer }) =>
  nodeHost({ oidc: { issuer, ...CLIENT }, kernels: UNREACHABLE }),
);

describe("publishing", () => publishingContract(host));
describe("access", () => accessContract(host, people));
describe("sign-in", () => signInContract(host, people));
describe("files", () => filesContract(host));
describe("embedding", () => embeddingContract(host));
describe("hostile", () => hostileContract(host, people));
describe("server kernels", () => kernelGateContract(host));
describe("expiry", () => expiryContract(host, people));
