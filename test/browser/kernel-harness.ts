/**
 * The real worker in a real browser: a page that holds the kernel's client, served with or without cross-origin isolation.
 * @module
 */
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { build } from "vite";
import type { ProjectId } from "../../compiler/contract/ids.ts";
import type { Kernel, KernelEvent, KernelListener, KernelState, PythonPlan } from "../../compiler/contract/kernel.ts";
import type { PackedFile } from "../../compiler/contract/python-image.ts";
import { type PreparedFiles, preparePython } from "../../compiler/node/snapshot/prepare-python.ts";
import { cacheFolder } from "../../compiler/node/wheel-sources/cache.ts";
import { launchBrowser } from "./browser.ts";

const PYODIDE = join(import.meta.dirname, "../../node_modules/pyodide");
const TYPES: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};

/** Vitest rewrites `import()` in what a page is asked to evaluate, so the page brings its own script. */
const PAGE = `<!doctype html><title>kernel</title><script type="module">
import { createLocalKernel } from "./kernel.js";
const kernels = [];
let told;
window.make = (which) => { kernels[which] = createLocalKernel((event) => { told = window.tell(which, event); }); };
window.call = async (which, name, args) => {
  const result = await kernels[which][name](...args);
  await told;
  return result;
};
</script>`;

/** A browser, a server, and what a kernel needs to boot from it. */
export interface Harness {
  readonly base: string;
  readonly plan: PythonPlan;
  /** The same Python from a snapshot that was made now. */
  snapshotPlan(): Promise<PythonPlan>;
  /** Serves a file that is made up like one of the snapshot's, but for what `change` changes in its JSON. */
  changed(file: PackedFile, change: Readonly<Record<string, unknown>>): PackedFile;
  /** A fresh page whose kernels are driven from here. */
  page(isolated: boolean, context?: BrowserContextOptions): Promise<KernelPage>;
  /** Paths that answer 503 from now on. */
  readonly broken: Set<string>;
  /** Paths that are never answered from now on. */
  readonly silent: Set<string>;
  /** What the scripts of the next workers begin with, one after the other; each that was asked for is taken away. */
  readonly begins: string[];
  close(): Promise<void>;
}

/** Makes kernels in one page. */
export interface KernelPage {
  readonly page: Page;
  make(listener: KernelListener): Kernel;
}

/** Builds the client with its worker, starts the server and Chromium. */
export async function openHarness(): Promise<Harness> {
  const out = mkdtempSync(join(tmpdir(), "kernel-harness-"));
  const entry = join(out, "entry.ts");
  writeFileSync(
    entry,
    `export { createLocalKernel } from ${JSON.stringify(join(import.meta.dirname, "../../runtime/page/local-kernel.ts"))};`,
  );
  await build({
    configFile: false,
    logLevel: "error",
    base: "./",
    root: join(import.meta.dirname, "../.."),
    worker: { format: "es" },
    build: {
      outDir: join(out, "www"),
      target: "es2022",
      assetsInlineLimit: 0,
      rolldownOptions: {
        input: { kernel: entry },
        preserveEntrySignatures: "strict",
        output: { entryFileNames: "[name].js" },
      },
    },
  });
  writeFileSync(join(out, "www/index.html"), PAGE);
  const broken = new Set<string>();
  const silent = new Set<string>();
  const begins: string[] = [];
  const prepared = new Map<string, string>();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    const path = url.pathname.replace(/^\/isolated/, "");
    if (silent.has(path)) return;
    const file = path.startsWith("/rt/py/")
      ? join(PYODIDE, path.slice(7))
      : (prepared.get(path.slice(1)) ?? join(out, "www", path === "/" ? "index.html" : path));
    if (broken.has(path) || !existsSync(file)) return void response.writeHead(broken.has(path) ? 503 : 404).end();
    const isolation = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };
    response.writeHead(200, {
      "content-type": TYPES[extname(file)] ?? "application/octet-stream",
      ...(url.pathname.startsWith("/isolated") ? isolation : {}),
    });
    if (path.startsWith("/assets/entry-")) response.write(begins.shift() ?? "");
    response.end(readFileSync(file));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const browser = await launchBrowser();
  const base = `${origin(server)}/`;
  return {
    base,
    broken,
    silent,
    begins,
    plan: corePlan(),
    async snapshotPlan(): Promise<PythonPlan> {
      const made = await prepareCore();
      for (const [path, file] of made.files) prepared.set(path, file);
      const { image, snapshot } = made.prepared;
      const plan = corePlan();
      return { ...plan, core: plan.core.filter(({ path }) => !/\.(zip|wasm)$/.test(path)), image, snapshot };
    },
    changed(file, change): PackedFile {
      const made: unknown = JSON.parse(zstdDecompressSync(readFileSync(prepared.get(file.path) ?? "")).toString());
      const text = Buffer.from(JSON.stringify(Object.assign({}, made, change)));
      const bytes = zstdCompressSync(text, { pledgedSrcSize: text.length });
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      const path = `rt/snap/${sha256.slice(0, 12)}/changed.zst`;
      const copy = join(out, `${sha256}.zst`);
      writeFileSync(copy, bytes);
      prepared.set(path, copy);
      return { path, sha256, size: bytes.length };
    },
    page: (isolated, context = {}) => openPage(browser, `${base}${isolated ? "isolated/" : ""}`, context),
    async close(): Promise<void> {
      await browser.close();
      server.close();
      server.closeAllConnections();
      rmSync(out, { recursive: true, force: true });
    },
  };
}

function origin(server: Server): string {
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
}

function corePlan(): PythonPlan {
  const names = ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip"];
  const core = names.map((name) => {
    const bytes = readFileSync(join(PYODIDE, name));
    return { path: `rt/py/${name}`, sha256: createHash("sha256").update(bytes).digest("hex"), size: bytes.length };
  });
  return { version: "314.0.3", core, packages: [], files: [], image: null, snapshot: null };
}

/** The standard library compiled, and the memory of a Python without packages. */
function prepareCore(): Promise<PreparedFiles> {
  const project = "00000000-0000-4000-8000-000000000001" as ProjectId; // test data
  return preparePython(
    {
      pyodide: "314.0.3",
      packages: [],
      modules: [],
      prerun: "imports",
      program: { project, tracked: [], ambient: [], blocks: [] },
      texts: [],
      place: { file: "test" },
    },
    { cache: cacheFolder(), pyodide: PYODIDE, wheel: async () => "", onProgress: () => {}, workFiles: [] },
  );
}

async function openPage(browser: Browser, url: string, context: BrowserContextOptions): Promise<KernelPage> {
  const page = await (await browser.newContext(context)).newPage();
  const listeners: KernelListener[] = [];
  const states: KernelState[] = [];
  await page.exposeFunction("tell", (which: number, event: KernelEvent) => {
    if (event.kind === "state") states[which] = event.state;
    listeners[which]?.(event);
  });
  await page.goto(url);
  await page.waitForFunction(() => "make" in window);
  return {
    page,
    make(listener): Kernel {
      const which = listeners.push(listener) - 1;
      states[which] = "idle";
      const made = page.evaluate((at) => (window as never as { make(w: number): void }).make(at), which);
      const call = async (name: string, ...args: unknown[]): Promise<never> => {
        await made;
        const result = await page.evaluate(
          ([at, method, given]) =>
            (window as never as { call(w: number, n: string, a: unknown[]): Promise<unknown> }).call(at, method, given),
          [which, name, args] as const,
        );
        return result as never; // what the page's kernel answered, of the method's own type
      };
      return {
        get state(): KernelState {
          return states[which] ?? "idle";
        },
        boot: (plan) => call("boot", plan),
        run: (request) => call("run", request),
        interrupt: () => call("interrupt"),
        readFile: (path) => call("readFile", path),
        writeFile: (path, content) => call("writeFile", path, content),
        update: (program) => call("update", program),
        ask: (question) => call("ask", question),
        dispose: () => call("dispose"),
      };
    },
  };
}
