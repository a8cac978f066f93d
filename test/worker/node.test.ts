/**
 * The contract suite on the one-machine host.
 * @module
 */
import { afterAll, beforeAll, describe } from "vitest";
import { publishingContract } from "./contract/publishing.ts";
import { type NodeHost, nodeHost } from "./node-host.ts";

let host: NodeHost;
beforeAll(async () => {
  host = await nodeHost();
});
afterAll(() => host.close());

describe("publishing", () => publishingContract(() => host));
