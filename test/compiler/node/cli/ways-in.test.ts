/**
 * How people come to use the command: `init`, `doctor`, `completion`, run as they are built, in real shells.
 * @module
 */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { checkMachine, isAtLeast } from "../../../../compiler/node/doctor/checks.ts";

const CLI = resolve("dist/cli.js");
const root = mkdtempSync(join(tmpdir(), "notebook-app-ways-in-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(root, "case-"));
});

const { FORCE_COLOR: _, ...inherited } = process.env;

function run(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  return spawnSync(process.execPath, [CLI, ...args], {
    cwd: folder,
    encoding: "utf8",
    env: { ...inherited, NO_COLOR: "1", ...env },
  });
}
const read = (name: string): string => readFileSync(join(folder, name), "utf8");

describe("init", () => {
  it.each(["py", "ipynb", "deepnote"])("writes a notebook that is an app with three inputs: %s", (format) => {
    expect(run(["init", "sales", "--format", format]).status).toBe(0);
    expect(readdirSync(folder).sort()).toEqual(["app.schema.json", "sales.app.yaml", `sales.${format}`].sort());
    const checked = JSON.parse(run(["check", `sales.${format}`, "--json", "--offline"]).stdout);
    expect(checked).toMatchObject({ ok: true, runtime: "browser", packages: [] });
    const graph = JSON.parse(run(["graph", `sales.${format}`, "--json"]).stdout);
    const defined = graph.blocks.flatMap((block: { defines: string[] }) => block.defines);
    expect(defined).toEqual(expect.arrayContaining(["monthly", "years", "interest"]));
  });

  it("names the schema in the settings, which are sound with every line taken in", () => {
    run(["init", "sales"]);
    expect(read("sales.app.yaml")).toContain("# yaml-language-server: $schema=./app.schema.json\n");
    const schema = JSON.parse(read("app.schema.json"));
    const chosen = read("sales.app.yaml").replace(/^# (?=\w+:[ ])(?!yaml)/gm, "");
    const keys = Object.keys(parse(chosen));
    expect(keys).toEqual(expect.arrayContaining(["hideCode", "project"]));
    expect(Object.keys(schema.properties)).toEqual(expect.arrayContaining(keys));
    writeFileSync(join(folder, "sales.app.yaml"), chosen);
    expect(JSON.parse(run(["check", "sales.py", "--json", "--offline"]).stdout).ok).toBe(true);
  });

  it("takes the schema of the package that the project has installed", () => {
    mkdirSync(join(folder, "node_modules/notebook-app/dist"), { recursive: true });
    writeFileSync(join(folder, "node_modules/notebook-app/dist/app.schema.json"), "{}");
    run(["init", "reports/sales"]);
    expect(read("reports/sales.app.yaml")).toContain("$schema=../node_modules/notebook-app/dist/app.schema.json");
    expect(existsSync(join(folder, "reports/app.schema.json"))).toBe(false);
  });

  it("gives a notebook that is there settings alone, and replaces nothing", () => {
    writeFileSync(join(folder, "mine.ipynb"), "{}");
    expect(run(["init", "mine.ipynb"]).status).toBe(0);
    expect(read("mine.ipynb")).toBe("{}");
    writeFileSync(join(folder, "mine.app.yaml"), "title: Mine\n");
    const again = run(["init", "mine.ipynb"]);
    expect(again.status).toBe(1);
    expect(again.stderr).toContain("mine.app.yaml is there already");
    expect(read("mine.app.yaml")).toBe("title: Mine\n");
  });

  it("says which names a notebook may have", () => {
    const wrong = run(["init", "sales.xlsx"]);
    expect(wrong.status).toBe(2);
    expect(wrong.stderr).toContain("py, ipynb, deepnote");
  });

  it("gives each .deepnote project an id of its own", () => {
    run(["init", "one", "--format", "deepnote"]);
    run(["init", "two", "--format", "deepnote"]);
    const ids = ["one", "two"].map((name) => parse(read(`${name}.deepnote`)).project.id);
    expect(ids[0]).not.toBe(ids[1]);
    expect(ids[0]).not.toMatch(/^0{8}/);
  });
});

describe("doctor", () => {
  const machine = { node: "24.1.0", environment: process.env, folder: root, platform: "linux" as const };
  const state = async (changes: Partial<typeof machine>, name: string) =>
    (await checkMachine({ ...machine, ...changes }, { offline: true })).find((check) => check.name === name);

  it("finds this machine fit for use, without asking the network when told so", () => {
    const { status, stdout } = run(["doctor", "--offline", "--json"]);
    const { ok, checks } = JSON.parse(stdout);
    expect([status, ok]).toEqual([0, true]);
    for (const check of checks) expect(check.state === "good" || check.help !== "", check.name).toBe(true);
    expect(checks.find(({ name }: { name: string }) => name === "package index").found).toContain("not asked");
  });

  it("says what is missing, what for and what to do: an old Node, no Python", async () => {
    expect(await state({ node: "18.20.1" }, "Node")).toMatchObject({
      state: "bad",
      help: expect.stringContaining("20.19"),
    });
    expect(await state({ node: "20.19.0" }, "Node")).toMatchObject({ state: "good" });
    expect(await state({ node: "22.12.0" }, "Node for serve")).toMatchObject({ state: "missing" });
    const bare = { environment: { PATH: join(root, "nothing") } };
    for (const name of ["Python", "uv", "bubblewrap"])
      expect(await state(bare, name)).toMatchObject({ state: "missing", help: expect.stringMatching(/nstall/) });
    expect(isAtLeast("3.9.2", [3, 11])).toBe(false);
  });

  it("ends with 1 and says so where the cache cannot be written, and leaves nothing behind where it can", () => {
    // A file where a folder should be: not even root can write into it.
    writeFileSync(join(folder, "file"), "");
    const { status, stdout } = run(["doctor", "--offline"], { NOTEBOOK_APP_CACHE: join(folder, "file") });
    expect(status).toBe(1);
    expect(stdout).toMatch(/bad\s+cache/);
    expect(stdout).toContain("NOTEBOOK_APP_CACHE");
    run(["doctor", "--offline"], { NOTEBOOK_APP_CACHE: join(folder, "new/cache") });
    expect(readdirSync(folder)).toEqual(["file"]);
  });
});

describe("completion", () => {
  /** What bash offers for words typed so far, the last of them unfinished. */
  function offered(...words: string[]): string[] {
    writeFileSync(join(folder, "script"), run(["completion", "bash"]).stdout);
    const asked = `source ./script
COMP_WORDS=(notebook-app ${words.map((word) => `'${word}'`).join(" ")})
COMP_CWORD=${words.length}
_notebook_app
printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = spawnSync("bash", ["-c", asked], { cwd: folder, encoding: "utf8" });
    expect(stderr).toBe("");
    return stdout.split("\n").filter(Boolean);
  }

  it("in bash: commands, their options, the options' values, else files", () => {
    expect(offered("pre")).toEqual(["preview"]);
    expect(offered("")).toEqual(expect.arrayContaining(["build", "dev", "publish", "completion"]));
    expect(offered("build", "--off")).toEqual(["--offline"]);
    expect(offered("build", "x.ipynb", "--prerun", "i")).toEqual(["imports"]);
    expect(offered("completion", "")).toEqual(["bash", "zsh", "fish"]);
    // No reply of its own: bash completes files.
    expect(offered("build", "sal")).toEqual([]);
    expect(offered("build", "-o", "")).toEqual([]);
  });

  it("knows every command and option that the help knows", () => {
    const script = run(["completion", "bash"]).stdout;
    const commands = [...run(["--help"]).stdout.matchAll(/^ {2}([a-z-]+) /gm)].map((match) => match[1] ?? "");
    expect(commands.length).toBeGreaterThan(15);
    for (const command of commands) expect(script).toContain(`    ${command})\n`);
    for (const option of run(["serve", "--help"]).stdout.match(/--[a-z][a-z-]+(?=[ ,])/g) ?? [])
      expect(script).toContain(option);
  });

  it.each(["bash", "zsh", "fish"])("is sound in %s, where that shell is there", (shell) => {
    const script = run(["completion", shell]).stdout;
    expect(script).toContain("notebook-app");
    writeFileSync(join(folder, "script"), script);
    chmodSync(join(folder, "script"), 0o644);
    const checked = spawnSync(shell, ["-n", "script"], { cwd: folder, encoding: "utf8" });
    if (checked.error) return;
    expect(checked.stderr).toBe("");
    expect(checked.status).toBe(0);
  });
});
