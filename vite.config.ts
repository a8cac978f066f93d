/**
 * How the package is built (`vite build --mode runtime | node`) and tested (`vitest`). One file, so that one place says it.
 * @module
 */
import { defineConfig } from "vitest/config";

/** The browser's part: plain files with relative URLs, copied into every bundle. */
const runtime = {
  base: "./",
  publicDir: false as const,
  worker: { format: "es" as const },
  build: {
    outDir: "dist/runtime",
    target: "es2022",
    modulePreload: false as const,
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { index: "runtime/index.ts" },
      preserveEntrySignatures: "strict" as const,
      output: {
        entryFileNames: "[name].js",
        chunkFileNames: "chunks/[name]-[hash].js",
        assetFileNames: "assets/[name]-[hash][extname]",
      },
    },
  },
};

/** The command and the Node API: one file each, everything but Pyodide inside, so that any Node from 20 on runs it. */
const node = {
  publicDir: false as const,
  ssr: { noExternal: true as const, external: ["pyodide"] },
  build: {
    ssr: true,
    outDir: "dist",
    emptyOutDir: false,
    target: "node20",
    minify: false,
    rolldownOptions: {
      input: { cli: "compiler/node/cli/main.ts", compiler: "compiler/node/index.ts" },
      output: { entryFileNames: "[name].js", chunkFileNames: "chunks/[name]-[hash].js" },
    },
  },
};

export default defineConfig(({ mode }) => ({
  ...(mode === "runtime" ? runtime : mode === "node" ? node : {}),
  test: {
    env: { TZ: "UTC" },
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/{compiler,runtime,examples,package}/**/*.test.ts"],
          testTimeout: 30_000,
          env: { TZ: "UTC" },
        },
      },
      {
        test: {
          name: "browser",
          include: ["test/browser/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          fileParallelism: false,
          env: { TZ: "UTC" },
        },
      },
    ],
  },
}));
