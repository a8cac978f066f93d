/**
 * The built command as authors and their scripts meet it: help, results, errors with their places, exit codes, `--json`.
 * @module
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

const CLI = resolve("dist/cli.js");
const STORY = '# %% [markdown]\n# # Story\n# %%\nn = 3 #@param {type:"slider", min:0, max:10}\n# %%\nprint(n * 2)\n';

let root: string;
let folder: string;
const children: ChildProcess[] = [];
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "notebook-app-cli-"));
});
beforeEach(() => {
  folder = mkdtempSync(join(root, "case-"));
  write("story.py", STORY);
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function write(name: string, text: string | Uint8Array): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}

const { FORCE_COLOR: _, ...inherited } = process.env;
const environment = () => ({ ...inherited, NO_COLOR: "1", NOTEBOOK_APP_CACHE: join(root, "empty-cache") });

function run(...args: string[]) {
  // What a build runs beforehand takes longer than what is tested here.
  const quick = args[0] === "build" && !args.includes("--help") ? ["--prerun", "none"] : [];
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args, ...quick], {
    cwd: folder,
    encoding: "utf8",
    env: environment(),
  });
  return { status, stdout, stderr };
}

/** The one JSON object that a command printed, and nothing else. */
function json(result: { stdout: string; stderr: string }): Record<string, unknown> {
  expect(result.stderr).toBe("");
  const value: unknown = JSON.parse(result.stdout);
  if (typeof value !== "object" || value === null) throw new Error(result.stdout);
  return { ...value };
}

/** Starts a command that serves; resolves with what it printed up to its link, and what it complained of. */
function serve(...args: string[]): Promise<{ url: string; output: string; errors: string }> {
  const child = spawn(process.execPath, [CLI, ...args], { cwd: folder, env: environment() });
  children.push(child);
  let [output, errors] = ["", ""];
  return new Promise((done, fail) => {
    child.stderr.on("data", (chunk: Buffer) => {
      errors += chunk.toString();
    });
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      const url = /http:\/\/localhost:\d+\//.exec(output)?.[0];
      if (url) done({ url, output, errors });
    });
    child.on("exit", (code) => fail(new Error(`It ended with ${code}: ${output}`)));
  });
}

describe("help", () => {
  it("teaches what there is, and exits with 0", () => {
    const { status, stdout } = run("--help");
    expect(status).toBe(0);
    for (const word of ["build", "preview", "check", "graph", "dev", "Exit codes: 0 done, 1", "app.yaml"])
      expect(stdout).toContain(word);
    expect(run("--version").stdout.trim()).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it.each(["build", "preview", "dev", "check", "graph", "schema"])(
    "of %s names its options and gives an example",
    (name) => {
      const { status, stdout } = run(name, "--help");
      expect([status, stdout.includes(`notebook-app ${name}`), stdout.includes("--json")]).toEqual([0, true, true]);
      expect(stdout).toMatch(/Examples?:\n {2}\$ notebook-app/);
    },
  );
});

it("runs as 'npx notebook-app' in a checkout", () => {
  const { status, stdout } = spawnSync("npx", ["--no-install", "notebook-app", "--version"], { encoding: "utf8" });
  expect([status, stdout.trim()]).toEqual([0, JSON.parse(readFileSync("package.json", "utf8")).version]);
});

describe("wrong usage exits with 2 and says what was meant", () => {
  it.each([
    [["biuld", "story.py"], "build"],
    [["build", "story.py", "--ofline"], "--offline"],
    [["build"], "notebook"],
    [["graph", "story.py", "--dot", "--svg"], "cannot be used with"],
    [["preview", "story.py", "--port", "eighty"], "'eighty' is no port"],
    [["apps", "--to", "ftp://apps.example.org"], "'ftp://apps.example.org' is no address of a server"],
  ])("%j", (args, hint) => {
    const { status, stderr, stdout } = run(...args);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(hint);
    expect(json(run(...args, "--json"))).toMatchObject({ ok: false, error: expect.stringContaining(hint.slice(0, 6)) });
  });
});

describe("build", () => {
  it("writes dist/<name>, tells its sizes, and keeps the project's id beside the notebook", () => {
    const { status, stdout } = run("build", "story.py");
    expect(status).toBe(0);
    expect(stdout).toMatch(/Built dist\/story {2}\d+ files, [\d.]+ MB/);
    expect(stdout).toContain("notebook-app preview dist/story");
    const names = readdirSync(join(folder, "dist/story")).sort();
    expect(names).toEqual(expect.arrayContaining(["_headers", "app.json", "index.html", "rt"]));
    const { project } = JSON.parse(readFileSync(join(folder, "dist/story/app.json"), "utf8"));
    expect(readFileSync(join(folder, "story.app.yaml"), "utf8")).toContain(`project: ${project}`);
    run("build", "story.py");
    expect(JSON.parse(readFileSync(join(folder, "dist/story/app.json"), "utf8")).project).toBe(project);
  });

  it("writes the same bytes again, elsewhere, for the same notebook", () => {
    run("build", "story.py", "-o", "one");
    run("build", "story.py", "-o", "two");
    const read = (name: string) => readFileSync(join(folder, name), "utf8");
    for (const name of ["index.html", "app.json"]) expect(read(`one/${name}`)).toBe(read(`two/${name}`));
  });

  it("prints one object for machines, and leaves the author's files alone if asked", () => {
    const result = json(run("build", "story.py", "-o", "out", "--no-write", "--json"));
    expect(result).toMatchObject({ ok: true, folder: join(folder, "out"), diagnostics: [{ code: "static-is-open" }] });
    expect(Number(result.bytes)).toBeGreaterThan(1e6);
    expect(existsSync(join(folder, "story.app.yaml"))).toBe(false);
  });

  it.each([
    ["an unreadable notebook", "bad.ipynb", '{\n "cells": [\n', "bad.ipynb, line 3"],
    ["text that is not UTF-8", "latin.py", Buffer.from("# %%\na = 1\nb = 'é'\n", "latin1"), "latin.py, line 3"],
    ["a magic that no app has", "magic.py", "# %%\nx = 1\n%%bash\n!ls -l\n", "magic.py, block 1, line 3"],
    ["a notebook that is not there", null, "", "[unreadable-file] nowhere.py"],
  ])("of %s exits with 1, names the place, and writes nothing", (_, name, text, place) => {
    if (name !== null) write(name, text);
    const before = readdirSync(folder);
    const { status, stdout, stderr } = run("build", name ?? "nowhere.py");
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(place);
    expect(readdirSync(folder)).toEqual(before);
  });

  it.each([
    ["unreadable-file", "nowhere.py", undefined, /it is not there/],
    ["unreadable-file", "folder.py", undefined, /it is a folder/],
    ["not-utf-8", "latin.py", 3, /UTF-8/],
  ])("gives machines %s of %s", (code, file, line, message) => {
    mkdirSync(join(folder, "folder.py"));
    write("latin.py", Buffer.from("# %%\na = 1\nb = 'é'\n", "latin1"));
    for (const command of ["build", "check", "graph"]) {
      const { diagnostics } = json(run(command, file, "--json"));
      expect(diagnostics).toEqual([
        {
          code,
          severity: "error",
          message: expect.stringMatching(message),
          help: expect.stringMatching(/\S/),
          place: { file, line },
        },
      ]);
    }
  });

  it("with wrong settings names the line and the right word, and writes nothing", () => {
    write("story.app.yaml", "# mine\naccess: everyone\nshowOutput: true\n");
    const { status, stderr } = run("build", "story.py");
    expect(status).toBe(1);
    expect(stderr).toMatch(/story\.app\.yaml, line 2:9[\s\S]*'workspace', 'link', 'public'/);
    expect(stderr).toMatch(/story\.app\.yaml, line 3:1[\s\S]*Did you mean 'showOutputs'/);
    expect(readFileSync(join(folder, "story.app.yaml"), "utf8")).toBe("# mine\naccess: everyone\nshowOutput: true\n");
    expect(existsSync(join(folder, "dist"))).toBe(false);
    expect(json(run("build", "story.py", "--json"))).toMatchObject({
      ok: false,
      diagnostics: expect.arrayContaining([
        expect.objectContaining({ code: "wrong-setting", place: { file: "story.app.yaml", line: 2, column: 9 } }),
      ]),
    });
  });

  it("asks for the folder of work files that the settings name", () => {
    write("story.app.yaml", "files: data\n");
    expect(json(run("build", "story.py", "--json"))).toMatchObject({
      ok: false,
      diagnostics: expect.arrayContaining([expect.objectContaining({ code: "files-not-found", severity: "error" })]),
    });
    write("data/a.csv", "1");
    write("data/.env", "SECRET=1");
    expect(run("build", "story.py", "-o", "out").status).toBe(0);
    expect(readdirSync(join(folder, "out/work"))).toEqual(["a.csv"]);
  });

  it("leaves the last good bundle when the notebook has become wrong", () => {
    run("build", "story.py", "-o", "out");
    const good = readFileSync(join(folder, "out/index.html"), "utf8");
    write("story.py", "# %%\n%%bash\nls\n");
    expect(run("build", "story.py", "-o", "out").status).toBe(1);
    expect(readFileSync(join(folder, "out/index.html"), "utf8")).toBe(good);
  });

  it("never replaces a folder that is no bundle", () => {
    write("mine/app.json", '{"expo": {}}');
    write("mine/src/work.ts", "precious");
    const { status, stderr } = run("build", "story.py", "-o", "mine");
    expect(status).toBe(1);
    expect(stderr).toContain("no bundle");
    expect(readFileSync(join(folder, "mine/src/work.ts"), "utf8")).toBe("precious");
  });

  it("says what is wrong where it cannot write", () => {
    const { status, stderr } = run("build", "story.py", "-o", "story.py/out");
    expect(status).toBe(1);
    expect(stderr).toMatch(/cannot be written.*-o/);
    expect(stderr).not.toContain("Something broke");
  });

  it("exits with 3 where a source does not answer, and says what to do", () => {
    write("story.py", "# %%\nimport pandas\n");
    const { status, stderr } = run("build", "story.py", "--offline");
    expect(status).toBe(3);
    expect(stderr).toMatch(/Offline/);
  });

  it("takes one notebook of a project, with its modules as files", () => {
    write("fleet.deepnote", readFileSync("test/fixtures/notebooks/project.deepnote"));
    expect(run("build", "fleet.deepnote").stderr).toContain('--notebook: "Q3 report", "Q4 report"');
    expect(run("build", "fleet.deepnote", "--notebook", "Q3 report", "-o", "q3").status).toBe(0);
    expect(readFileSync(join(folder, "q3/work/fleet_tools.py"), "utf8")).toContain("def knots");
  });
});

describe("check", () => {
  it("writes nothing and says that all is well", () => {
    const { status, stdout } = run("check", "story.py");
    expect([status, readdirSync(folder)]).toEqual([0, ["story.py"]]);
    expect(stdout).toMatch(/Good.*browser/);
    expect(json(run("check", "story.py", "--json"))).toMatchObject({ ok: true, runtime: "browser", packages: [] });
  });

  it("exits with 1 for what would not work, with its block and the way out", () => {
    write("story.py", "# %%\nx = 1\n# %%\nimport tkinter\n");
    write("story.app.yaml", "runtime: browser\n");
    const { status, stderr } = run("check", "story.py");
    expect(status).toBe(1);
    expect(stderr).toMatch(/\[module-not-in-browser\] story\.py, block 2[\s\S]*'tkinter'[\s\S]*server/);
    expect(json(run("check", "story.py", "--json"))).toMatchObject({ ok: false });
  });

  it("warns of a syntax error with its line, as the rest can run", () => {
    write("story.py", "# %%\nx = 1\n# %%\ny = 2\ny = = 3\n");
    const { status, stderr } = run("check", "story.py");
    expect(status).toBe(0);
    expect(stderr).toMatch(/warning[^\n]*story\.py, block 2, line 2/);
  });
});

describe("graph", () => {
  it("prints text, JSON, DOT and a picture", () => {
    expect(run("graph", "story.py").stdout).toMatch(/block 3 \(code, cell-3\)\n {4}needs n from block 2/);
    const graph = json(run("graph", "story.py", "--json"));
    expect(graph).toMatchObject({ notebook: "story", edges: [{ from: "cell-2-n", to: "cell-3", names: ["n"] }] });
    expect(graph.blocks).toMatchObject([
      { id: "cell-1" },
      { id: "cell-2-n", defines: ["n"] },
      { id: "cell-3", uses: ["n"] },
    ]);
    expect(run("graph", "story.py", "--dot").stdout).toMatch(/^digraph "story" \{[\s\S]*\}\s*$/);
    expect(run("graph", "story.py", "--svg").stdout).toMatch(/^<svg [\s\S]*<\/svg>\s*$/);
  });

  it("exits with 1 for a notebook that cannot be read, also for machines", () => {
    write("bad.ipynb", "{");
    expect(run("graph", "bad.ipynb")).toMatchObject({ status: 1, stdout: "" });
    expect(json(run("graph", "bad.ipynb", "--json"))).toMatchObject({
      ok: false,
      diagnostics: [{ place: { line: 1 } }],
    });
  });

  it("goes on for a reader that stops reading", () => {
    write("long.py", Array.from({ length: 400 }, (_, index) => `# %%\nx${index} = ${index}`).join("\n"));
    const command = `${process.execPath} ${CLI} graph long.py --json | head -c 10`;
    const { stderr } = spawnSync("bash", ["-c", command], { cwd: folder, encoding: "utf8" });
    expect(stderr).toBe("");
  });
});

it("schema prints what editors complete settings from", () => {
  expect(json(run("schema"))).toMatchObject({
    additionalProperties: false,
    properties: { access: { enum: expect.any(Array) } },
  });
});

it("dev tells by a code, which explain knows, that a build ended without a result", async () => {
  write("story.py", "# %%\nimport pandas\n");
  const { errors } = await serve("dev", "story.py", "--offline", "--port", "0");
  expect(errors).toMatch(/error \[build-failed\] story\.py\n.*pandas/);
  expect(run("explain", "build-failed").stdout).toContain("--wheels");
});

describe("preview", () => {
  it("serves a bundle or a notebook, and says where", async () => {
    run("build", "story.py", "-o", "out");
    const { url } = await serve("preview", "out", "--port", "0");
    const page = await fetch(url);
    expect(await page.text()).toContain("Story");
    expect(page.headers.get("cross-origin-opener-policy")).toBe("same-origin");
    const other = await serve("preview", "story.py", "--port", "0", "--json", "--no-isolation", "--prerun", "none");
    expect(JSON.parse(other.output)).toEqual({ ok: true, url: other.url });
    expect((await fetch(other.url)).headers.get("cross-origin-opener-policy")).toBeNull();
  });

  it("takes another port where the usual one is taken, but never another than the one asked for", async () => {
    run("build", "story.py", "-o", "out");
    const blocker = createServer();
    const port = await new Promise<number>((done) => {
      blocker.listen(0, "localhost", () => {
        const address = blocker.address();
        done(typeof address === "object" && address ? address.port : 0);
      });
    });
    const { status, stderr } = run("preview", "out", "--port", String(port));
    blocker.close();
    expect(status).toBe(2);
    expect(stderr).toContain(`Port ${port}`);
    const [one, two] = [await serve("preview", "out"), await serve("preview", "out")];
    expect(one.url).not.toBe(two.url);
  });

  it("refuses what is not there, and folders that are no app", () => {
    expect(run("preview", "nowhere")).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("nowhere is not there"),
    });
    mkdirSync(join(folder, "empty"));
    expect(run("preview", "empty")).toMatchObject({ status: 1, stderr: expect.stringContaining("no built app") });
  });
});
