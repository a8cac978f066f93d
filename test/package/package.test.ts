/**
 * The package as npm would publish it, installed elsewhere: its command builds a notebook there.
 * @module
 */
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

/** The Node that a user has: the first on PATH that is not the checkout's own. */
const path = (process.env.PATH ?? "")
  .split(":")
  .filter((folder) => !folder.includes("node_modules"))
  .join(":");

describe("npm pack", () => {
  let folder = "";
  const run = (args: readonly string[]) =>
    spawnSync(join(folder, "node_modules/.bin/notebook-app"), args, {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, PATH: path },
    });

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "notebook-app-pack-"));
    const packed = execFileSync("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder], {
      encoding: "utf8",
    });
    writeFileSync(join(folder, "package.json"), '{"name":"elsewhere","private":true}');
    execFileSync("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", join(folder, packed.trim())], {
      cwd: folder,
      stdio: "pipe",
      env: { ...process.env, PATH: path },
    });
    cpSync("examples/birthday", join(folder, "birthday"), { recursive: true });
  }, 300_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("ships only what it needs, and no sources", () => {
    const installed = join(folder, "node_modules/notebook-app");
    expect(existsSync(join(installed, "dist/cli.js"))).toBe(true);
    expect(existsSync(join(installed, "dist/runtime/index.js"))).toBe(true);
    expect(existsSync(join(installed, "compiler"))).toBe(false);
    const manifest = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
    expect(Object.keys(manifest.dependencies)).toEqual(["pyodide"]);
  });

  it("builds a notebook with the installed command", () => {
    const built = run(["build", "birthday/birthday.py", "-o", "out"]);
    expect(built.stderr + built.stdout).not.toContain("Error:");
    expect(built.status).toBe(0);
    expect(readFileSync(join(folder, "out/index.html"), "utf8")).toContain("The birthday surprise");
    expect(existsSync(join(folder, "out/app.json"))).toBe(true);
  });

  it("answers --help", () => {
    const help = run(["--help"]);
    expect(help.status).toBe(0);
    expect(help.stdout).toContain("build");
  });

  it("gives its Node API with types", async () => {
    writeFileSync(
      join(folder, "api.mjs"),
      'import { compileNotebook } from "notebook-app/compiler"; console.log(typeof compileNotebook);',
    );
    expect(execFileSync(process.execPath, ["api.mjs"], { cwd: folder, encoding: "utf8" }).trim()).toBe("function");
    const manifest = JSON.parse(readFileSync(join(folder, "node_modules/notebook-app/package.json"), "utf8"));
    for (const entry of [".", "./compiler"]) {
      const types = manifest.exports[entry].types;
      expect(existsSync(join(folder, "node_modules/notebook-app", types))).toBe(true);
    }
  });
});
