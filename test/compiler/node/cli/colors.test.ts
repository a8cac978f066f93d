/**
 * What the command prints into a pipe is plain text, also on a CI machine.
 * @module
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";

const command = join(import.meta.dirname, "../../../../dist/cli.js");

function checkMissing(env: Record<string, string>): string {
  const { NO_COLOR, FORCE_COLOR, CI, ...rest } = process.env;
  const run = spawnSync(process.execPath, [command, "check", "missing.ipynb"], {
    encoding: "utf8",
    env: { ...rest, ...env },
  });
  return run.stdout + run.stderr;
}

const ESC = String.fromCharCode(27);

it("prints no colours into a pipe, whatever CI says", () => {
  expect(checkMissing({ CI: "true" })).toContain("missing.ipynb");
  expect(checkMissing({ CI: "true" })).not.toContain(ESC);
});

it("prints them where they are asked for", () => {
  expect(checkMissing({ FORCE_COLOR: "1" })).toContain(ESC);
});
