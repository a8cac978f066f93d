/**
 * Runs a module of the sources, as Vite reads them: `node test/bench/run.mjs test/bench/kernel.ts`.
 * @module
 */
import { runnerImport } from "vite";

await runnerImport(process.argv[2], { configFile: false, logLevel: "error" });
