/**
 * Facts of the installed Pyodide that the host states itself.
 * @module
 */
import lock from "pyodide/pyodide-lock.json" with { type: "json" };
import { expect, it } from "vitest";
import { LOCK_INFO } from "../../../runtime/kernel/core-files.ts";

it("knows the installed Pyodide's ABI", () => {
  expect(LOCK_INFO).toEqual(lock.info);
});
