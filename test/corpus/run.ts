/**
 * `npm run corpus`: builds sphinx-gallery scripts with the product, runs each in Chromium and in plain Pyodide, compares what they
 * show, and prints what passes, what fails and why. `--count 120 --seed 1 --only TEXT --again` (run what a former run has passed too)
 * `--most 8` (a run may be cut into pieces, which go on where the last one ended).
 * @module
 */
import { type ChildProcess, fork, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Browser } from "playwright-core";
import { launchBrowser } from "../browser/browser.ts";
import { differences, type Outcome } from "./compare.ts";
import { runInBrowser } from "./page.ts";
import { allScripts, pick, type Script, slug } from "./scripts.ts";

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "120" },
    seed: { type: "string", default: "20261125" },
    only: { type: "string", default: "" },
    again: { type: "boolean", default: false },
    most: { type: "string", default: "1000" },
  },
});
const RESULTS = "test-results/corpus.json";
/** A Python that has run this many scripts makes room for a new one. */
const SCRIPTS_A_PYTHON = 15;
const LIMIT = Number(process.env.CORPUS_SECONDS ?? 150) * 1000;
const COMMAND = "dist/cli.js";

interface Result {
  readonly verdict: "pass" | "fail" | "set aside";
  readonly why: readonly string[];
  /** Of the whole, the app alone and plain Pyodide alone. */
  readonly seconds: readonly [number, number, number];
}

const plainPython: { child: ChildProcess | null; served: number } = { child: null, served: 0 };

/** Runs cells in plain Pyodide; a new process every few scripts, and after one that hangs. */
function runPlain(cells: readonly string[], out: string): Promise<Outcome> {
  if (plainPython.served++ % SCRIPTS_A_PYTHON === 0) {
    plainPython.child?.kill();
    plainPython.child = null;
  }
  plainPython.child ??= fork(join(import.meta.dirname, "reference.ts"), { serialization: "json" });
  const { child } = plainPython;
  return new Promise((resolve) => {
    const nothing = (name: string): Outcome => ({ text: "", figures: [], values: 0, error: { name, text: "" } });
    const end = (answer: Outcome): void => {
      clearTimeout(timer);
      child.removeAllListeners();
      resolve(answer);
    };
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      plainPython.child = null;
      end(nothing("page"));
    }, LIMIT);
    child.once("message", (answer: Outcome) => end(answer));
    child.once("exit", () => {
      plainPython.child = null;
      end(nothing("crash"));
    });
    child.send({ cells, out });
  });
}

/** The script's cells, by the format's own rule. */
function cellsOf(source: string): string[] {
  const cells: string[][] = [[]];
  for (const line of source.split("\n")) {
    if (/^# ?%%/.test(line)) cells.push([]);
    else cells.at(-1)?.push(line);
  }
  return cells.map((lines) => lines.join("\n"));
}

async function judge(script: Script, browser: Browser): Promise<Result> {
  const times = [Date.now()];
  const since = (from: number, to: number): number => Math.round(((times[to] ?? 0) - (times[from] ?? 0)) / 1000);
  const end = (verdict: Result["verdict"], why: readonly string[]): Result => {
    times.push(Date.now());
    return { verdict, why, seconds: [since(0, times.length - 1), since(1, 2), since(2, 3)] };
  };
  const folder = mkdtempSync(join(tmpdir(), "corpus-"));
  try {
    const file = join(folder, "script.py");
    writeFileSync(file, script.source);
    writeFileSync(join(folder, "script.app.yaml"), "access: public\nprerun: none\nload: interaction\n");
    const out = join(folder, "out");
    const built = spawnSync(process.execPath, [COMMAND, "build", file, "-o", out], { encoding: "utf8" });
    if (built.status !== 0) return end("fail", [`build: ${built.stderr.slice(0, 1500)}`]);
    const cells = cellsOf(script.source);
    times.push(Date.now());
    const app = await runInBrowser(browser, out);
    times.push(Date.now());
    const plain = await runPlain(cells, out);
    times.push(Date.now());
    let why = differences(app, plain, null);
    if (why.length > 0 && plain.error === null) why = differences(app, plain, await runPlain(cells, out));
    if (why.length > 0) return end("fail", why);
    return plain.error === null
      ? end("pass", [])
      : end("set aside", [`fails alike in plain Pyodide: ${plain.error.name} ${plain.error.text.slice(-300)}`]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

mkdirSync("test-results", { recursive: true });
const results: Record<string, Result> = existsSync(RESULTS) ? JSON.parse(readFileSync(RESULTS, "utf8")) : {};
const picked = pick(allScripts(), Number(values.count), Number(values.seed)).filter(({ name }) =>
  name.includes(values.only),
);
let browser = await launchBrowser();
let played = 0;
// What was never played goes first.
const ordered = [...picked].sort((a, b) => Number(slug(a) in results) - Number(slug(b) in results));
for (const script of ordered) {
  const key = slug(script);
  if (!values.again && results[key] && results[key]?.verdict !== "fail") continue;
  if (played++ >= Number(values.most)) break;
  if (!browser.isConnected()) browser = await launchBrowser();
  let result = await judge(script, browser);
  // A browser that died under the script (another program's doing, or memory) says nothing of it.
  if (!browser.isConnected()) {
    browser = await launchBrowser();
    result = await judge(script, browser);
  }
  results[key] = result;
  writeFileSync(RESULTS, JSON.stringify(results, null, 1));
  console.log(
    `${result.verdict.padEnd(9)} ${result.seconds.map((one) => String(one).padStart(4)).join("")} s  ${script.name}`,
  );
  for (const why of result.why) console.log(why.replace(/^/gm, "              "));
}
await browser.close();
plainPython.child?.kill();
const counted = picked.flatMap((script) => results[slug(script)] ?? []);
const count = (verdict: Result["verdict"]): number => counted.filter((one) => one.verdict === verdict).length;
const [passed, failed] = [count("pass"), count("fail")];
console.log(
  `corpus: ${passed} of ${passed + failed} pass (${Math.round((1000 * passed) / Math.max(1, passed + failed)) / 10} %), ${failed} fail, ${count("set aside")} set aside: they fail alike without the product`,
);
process.exitCode = passed / Math.max(1, passed + failed) >= 0.95 ? 0 : 1;
