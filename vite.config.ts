/**
 * How the package is built (`vite build --mode runtime | duckdb | editor | node`) and tested (`vitest`). One file, so that one place says it.
 * @module
 */
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { gzipSync } from "node:zlib";
import { build, type Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { noteThirdParties } from "./third-party.ts";

const ofRuntime = noteThirdParties("runtime");
const ofEditor = noteThirdParties("editor");

/** Files of the runtime that go into the bundle as they are, under their own names. */
const plainFiles: Plugin = {
  name: "plain-files",
  generateBundle() {
    const files = { "page.css": "runtime/page/styles/page.css", "frame.html": "runtime/page/frame.html" };
    for (const [fileName, path] of Object.entries(files)) {
      this.emitFile({ type: "asset", fileName, source: readFileSync(path, "utf8") });
    }
  },
};

/** The service worker: one classic script (module workers are not everywhere), which the compiler puts at a bundle's root. */
const serviceWorker: Plugin = {
  name: "service-worker",
  async generateBundle() {
    const built = await build({
      configFile: false,
      logLevel: "error",
      plugins: [ofRuntime],
      define: { "process.env.NODE_ENV": '"production"' },
      build: {
        write: false,
        target: "es2022",
        lib: {
          entry: "runtime/service-worker/entry.ts",
          formats: ["iife"],
          name: "serviceWorker",
          fileName: () => "sw.js",
        },
      },
    });
    const output = Array.isArray(built) ? built.flatMap((one) => one.output) : "output" in built ? built.output : [];
    const script = output.find((one) => one.type === "chunk");
    if (!script) throw new Error("The service worker was not built.");
    this.emitFile({ type: "asset", fileName: "sw.js", source: script.code });
  },
};

/** The browser's part: plain files with relative URLs, copied into every bundle. */
const runtime = {
  base: "./",
  publicDir: false as const,
  plugins: [plainFiles, serviceWorker, ofRuntime],
  worker: { format: "es" as const, plugins: () => [ofRuntime] },
  build: {
    outDir: "dist/runtime",
    target: "es2022",
    // These know light-dark(); older ones get a polyfill that shadow roots break.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    modulePreload: false as const,
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { index: "runtime/index.ts" },
      preserveEntrySignatures: "allow-extension" as const,
      output: {
        entryFileNames: "[name].js",
        chunkFileNames: "chunks/[name]-[hash].js",
        assetFileNames: "assets/[name]-[hash][extname]",
      },
    },
  },
};

/** DuckDB's program as apps with SQL blocks carry it: gzipped, since many hosts limit a file's size and not all compress. */
const duckdbModule: Plugin = {
  name: "duckdb-module",
  writeBundle() {
    const { version } = JSON.parse(readFileSync("node_modules/@duckdb/duckdb-wasm/package.json", "utf8"));
    // Packing takes seconds, and the same every time.
    const kept = `node_modules/.cache/notebook-app/duckdb-${version}.wasm.gz`;
    if (!existsSync(kept)) {
      mkdirSync("node_modules/.cache/notebook-app", { recursive: true });
      writeFileSync(kept, gzipSync(readFileSync("node_modules/@duckdb/duckdb-wasm/dist/duckdb-eh.wasm"), { level: 9 }));
    }
    copyFileSync(kept, "dist/duckdb/duckdb.wasm.gz");
  },
};

const duckdb = {
  publicDir: false as const,
  plugins: [duckdbModule, noteThirdParties("duckdb")],
  resolve: {
    alias: {
      "duckdb-blocking": `${import.meta.dirname}/node_modules/@duckdb/duckdb-wasm/dist/duckdb-browser-blocking.mjs`,
    },
  },
  build: {
    outDir: "dist/duckdb",
    target: "es2022",
    chunkSizeWarningLimit: 2000,
    lib: { entry: "runtime/duckdb/engine.ts", formats: ["es" as const], fileName: () => "duckdb.js" },
    rolldownOptions: { output: { codeSplitting: false } },
  },
};

/** The editor's page, which the development server serves under `/@dev/editor/`. */
const editor = {
  root: "site/editor",
  base: "/@dev/editor/",
  publicDir: false as const,
  plugins: [ofEditor],
  worker: { plugins: () => [ofEditor] },
  build: {
    outDir: "../../dist/editor",
    emptyOutDir: true,
    target: "es2022",
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    modulePreload: false as const,
    assetsInlineLimit: 0,
  },
};

/** The Python that servers send into each kernel, as one file: Workers have no folder to read. */
const kernelRunner: Plugin = {
  name: "kernel-runner",
  generateBundle() {
    const folder = "runtime/kernel/python";
    const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".py"));
    const files = Object.fromEntries(names.sort().map((name) => [name, readFileSync(`${folder}/${name}`, "utf8")]));
    const source = JSON.stringify({ boot: readFileSync("worker/kernels/boot.py", "utf8"), files });
    this.emitFile({ type: "asset", fileName: "kernel-runner.json", source });
  },
};

/** The folder has other builds' files too, so that Vite does not empty it; but chunks have a new name with each change. */
const noOldChunks: Plugin = {
  name: "no-old-chunks",
  buildStart: () => rmSync("dist/chunks", { recursive: true, force: true }),
};

/** What a shell starts must be executable; npm sees to that only where it installs the package. */
const executable: Plugin = {
  name: "executable",
  writeBundle() {
    chmodSync("dist/cli.js", 0o755);
  },
};

/** The command and the Node API: one file each, everything but Pyodide inside, so that any Node from 20 on runs it. */
const node = {
  publicDir: false as const,
  plugins: [noOldChunks, kernelRunner, executable, noteThirdParties("node")],
  ssr: { noExternal: true as const, external: ["pyodide"] },
  build: {
    ssr: true,
    outDir: "dist",
    emptyOutDir: false,
    target: "node20",
    minify: false,
    rolldownOptions: {
      input: {
        cli: "compiler/node/cli/main.ts",
        compiler: "compiler/node/index.ts",
        serve: "worker/hosts/node/serve.ts",
        "snapshot-maker": "compiler/node/snapshot/maker/main.ts",
        vite: "compiler/node/vite/plugin.ts",
        // For the browser, served by the plugin above; it imports nothing.
        "vite-client": "runtime/page/refresh-apps.ts",
      },
      output: { entryFileNames: "[name].js", chunkFileNames: "chunks/[name]-[hash].js" },
    },
  },
};

/** Files of all projects run side by side, as many as there are processors, on a machine that may do much else: limits (ms) are generous. */
const ANY = {
  env: { TZ: "UTC" },
  maxWorkers: "100%",
  globalSetup: ["test/machine.ts"],
  expect: { poll: { timeout: 30_000 } },
  testTimeout: 300_000,
  hookTimeout: 900_000,
};
/** Real browsers, servers and kernels: what fails twice is broken, what fails once was late. */
const REAL = { ...ANY, retry: 1 };

export default defineConfig(({ mode }) => ({
  ...(mode === "runtime"
    ? runtime
    : mode === "duckdb"
      ? duckdb
      : mode === "editor"
        ? editor
        : mode === "node"
          ? node
          : {}),
  test: {
    projects: [
      {
        test: {
          ...ANY,
          name: "unit",
          include: ["test/{compiler,runtime,examples,package}/**/*.test.ts", "test/site/*.test.ts"],
        },
      },
      { test: { ...REAL, name: "kernels", include: ["test/worker/kernels/**/*.test.ts"] } },
      {
        test: {
          ...REAL,
          name: "worker",
          include: ["test/worker/**/*.test.ts"],
          exclude: ["test/worker/kernels/**"],
        },
      },
      { test: { ...REAL, name: "engines", include: ["test/engines/**/*.test.ts"] } },
      { test: { ...REAL, name: "browser", include: ["test/{browser,site/browser}/**/*.test.ts"] } },
    ],
  },
}));
