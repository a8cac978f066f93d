/**
 * The site's scripts, bundled: those of its pages, and the one of the frame that runs dropped notebooks.
 * @module
 */
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { build, type InlineConfig } from "vite";

const ROOT = join(import.meta.dirname, "../..");

const COMMON: InlineConfig = {
  configFile: false,
  root: join(ROOT, "site"),
  base: "./",
  publicDir: false,
  logLevel: "warn",
};
const TARGETS = {
  target: "es2022",
  cssTarget: ["chrome123", "firefox120", "safari17.5"],
  modulePreload: false as const,
};

/** Bundles the scripts of all pages into `out/assets`. */
export async function buildPageScripts(out: string): Promise<void> {
  await build({
    ...COMMON,
    build: {
      ...TARGETS,
      outDir: join(out, "assets"),
      emptyOutDir: true,
      chunkSizeWarningLimit: 2000,
      rolldownOptions: {
        input: { site: join(ROOT, "site/scripts/site.ts"), try: join(ROOT, "site/try/main.ts") },
        output: { entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js", assetFileNames: "[name][extname]" },
      },
    },
  });
}

/**
 * A page of an opaque origin can import no script from its host, so that the frame has one classic script with the whole runtime in it.
 * Only Plotly, as large as all the rest, stays beside it and is loaded when a chart needs it.
 */
export async function buildFrame(out: string): Promise<void> {
  const folder = join(out, "try/frame");
  mkdirSync(folder, { recursive: true });
  await buildClassic(folder, "frame");
  await buildClassic(folder, "prelude");
  copyFileSync(join(ROOT, "dist/runtime/frame.html"), join(folder, "frame.html"));
  copyFileSync(join(ROOT, "node_modules/plotly.js-strict-dist-min/plotly-strict.min.js"), join(folder, "plotly.js"));
  copyFileSync(join(ROOT, "site/try/frame.html"), join(folder, "index.html"));
}

const CLASSIC = { frame: "site/try/frame.ts", prelude: "site/try/worker-prelude.ts" } as const;

function buildClassic(folder: string, name: keyof typeof CLASSIC): Promise<unknown> {
  return build({
    ...COMMON,
    resolve: { alias: { "plotly.js-strict-dist-min": join(ROOT, "site/try/plotly-beside.ts") } },
    define: { "process.env.NODE_ENV": '"production"' },
    worker: { format: "iife", rolldownOptions: { output: { entryFileNames: "kernel.js" } } },
    build: {
      ...TARGETS,
      outDir: folder,
      emptyOutDir: false,
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 4000,
      rolldownOptions: {
        input: join(ROOT, CLASSIC[name]),
        // A classic script has no `import.meta`; what lies beside it lies beside its page.
        transform: { define: { "import.meta.url": "document.baseURI", "import.meta.resolve": "undefined" } },
        output: { format: "iife", entryFileNames: `${name}.js`, codeSplitting: false },
      },
    },
  });
}
