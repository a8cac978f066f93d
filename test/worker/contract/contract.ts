/**
 * Everything that each host must do, in one suite.
 * @module
 */
import { describe } from "vitest";
import type { People } from "../people.ts";
import type { TestHost } from "../test-host.ts";
import { accessContract } from "./access.ts";
import { embeddingContract } from "./embedding.ts";
import { expiryContract } from "./expiry.ts";
import { filesContract } from "./files.ts";
import { hostileContract } from "./hostile.ts";
import { kernelGateContract } from "./kernel-gate.ts";
import { publishingContract } from "./publishing.ts";
import { signInContract } from "./sign-in.ts";

export function contract(host: () => TestHost, people: () => People): void {
  describe("publishing", () => publishingContract(host));
  describe("access", () => accessContract(host, people));
  describe("sign-in", () => signInContract(host, people));
  describe("files", () => filesContract(host));
  describe("embedding", () => embeddingContract(host));
  describe("hostile", () => hostileContract(host, people));
  describe("server kernels", () => kernelGateContract(host));
  describe("expiry", () => expiryContract(host, people));
}
