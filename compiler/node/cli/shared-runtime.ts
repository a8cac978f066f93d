/**
 * `notebook-app shared-runtime`: the files that every app has, for a host that serves them once for all (Workers Assets).
 * @module
 */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Command } from "commander";
import { ISOLATION } from "../../contract/security.ts";
import { compileNotebook } from "../compile-notebook.ts";
import { EXIT, Exit } from "./failure.ts";

export function sharedRuntimeCommand(): Command {
  return new Command("shared-runtime")
    .description("write the files that all apps share, to deploy them beside the server on Cloudflare")
    .argument("<dir>", "where to; what is there goes")
    .action(async (folder: string) => {
      const beside = mkdtempSync(join(tmpdir(), "notebook-app-"));
      try {
        // Whatever an app of this version has under rt/ but its packages is the same in all; one that others may embed has all of it.
        writeFileSync(join(beside, "empty.py"), "# %%\nNone\n");
        writeFileSync(join(beside, "empty.app.yaml"), "embed: {allow: true}\n");
        const compiled = await compileNotebook(join(beside, "empty.py"), { offline: true, noWrite: true });
        if (compiled.bundle === null) throw new Exit(EXIT.wrong, "The shared runtime could not be built.");
        await compiled.write(join(beside, "app"));
        copyShared(join(beside, "app"), resolve(folder));
      } finally {
        rmSync(beside, { recursive: true, force: true });
      }
    });
}

function copyShared(app: string, target: string): void {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  for (const name of readdirSync(join(app, "rt")))
    if (name !== "pkg") cpSync(join(app, "rt", name), join(target, "rt", name), { recursive: true });
  const headers = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "X-Content-Type-Options": "nosniff",
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    ...ISOLATION,
  };
  const lines = Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`);
  writeFileSync(join(target, "_headers"), `/rt/*\n${lines.join("\n")}\n`);
}
