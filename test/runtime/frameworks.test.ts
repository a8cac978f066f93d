/**
 * The element in the types of React, Vue and Svelte, and for pages without: what must type-check does, what must not is marked there.
 * @module
 */
import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";

it("type-checks as a page would, against the types that the package ships", () => {
  const checked = spawnSync("node_modules/.bin/tsc", ["-p", "test/fixtures/hosts"], { encoding: "utf8" });
  expect(checked.stdout).toBe("");
  expect(checked.status).toBe(0);
});
