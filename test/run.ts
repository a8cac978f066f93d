/**
 * The one test command: types, lint, build, package, then all tests; each of them even if one before it fails.
 * Closes with `N passed, N failed`, where each step that is no test suite counts as one.
 * @module
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { environments } from "./types.ts";

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

const results = "test-results";
const bin = join("node_modules", ".bin");

/** Runs a program with its output on this terminal; whether it succeeded. */
function succeeds(program: string, args: readonly string[]): boolean {
  console.log(`\n— ${program} ${args.join(" ")}`);
  return spawnSync(join(bin, program), args, { stdio: "inherit" }).status === 0;
}

/** A step that either holds or does not. */
function step(program: string, ...args: string[]): Counts {
  const passed = succeeds(program, args);
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
}

/** All projects of vitest; a file that cannot be loaded, or a run that dies, counts as a failure. */
function tests(): Counts {
  const report = join(results, "tests.json");
  const passed = succeeds("vitest", ["run", "--reporter=default", "--reporter=json", `--outputFile=${report}`]);
  const counts = existsSync(report) ? readCounts(report) : { passed: 0, failed: 0, skipped: 0 };
  if (!passed && counts.failed === 0) counts.failed = 1;
  return counts;
}

function readCounts(report: string): Counts {
  const json: unknown = JSON.parse(readFileSync(report, "utf8"));
  const number = (key: string): number => {
    const value = typeof json === "object" && json !== null ? Reflect.get(json, key) : 0;
    return typeof value === "number" ? value : 0;
  };
  return {
    passed: number("numPassedTests"),
    failed: number("numFailedTests"),
    skipped: number("numPendingTests") + number("numTodoTests"),
  };
}

rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

const counts = [
  ...environments.map((environment) => step("tsc", "-p", environment)),
  step("biome", "check", "."),
  step("vite", "build", "--mode", "runtime", "--logLevel", "warn"),
  step("vite", "build", "--mode", "editor", "--logLevel", "warn"),
  step("vite", "build", "--mode", "node", "--logLevel", "warn"),
  step("node", "test/package/check.ts"),
  tests(),
];
const sum = (key: keyof Counts): number => counts.reduce((total, count) => total + count[key], 0);
const skipped = sum("skipped");
console.log(`\n${sum("passed")} passed, ${sum("failed")} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exitCode = sum("failed") === 0 ? 0 : 1;
