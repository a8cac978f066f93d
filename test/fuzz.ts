/**
 * `npm run fuzz`: plays random sessions for as long as wanted, in a CPython beside this process, and prints each that breaks the
 * reactive promise, made small. `--runs 100000 --seed 1 --python python3.13`.
 * @module
 */
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";
import fc from "fast-check";
import { describe, search } from "./compiler/analyze/promise/lies.ts";
import { cases } from "./compiler/analyze/promise/notebooks.ts";
import { nativePlayer } from "./compiler/analyze/promise/player.ts";

/** The oldest CPython whose syntax and code objects the runner reads as it does Pyodide's. */
const MINIMUM = [3, 13];

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "100000" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    python: { type: "string", default: "python3" },
  },
});
const version = spawnSync(values.python, ["-c", "import sys; print(*sys.version_info[:2])"], { encoding: "utf8" });
const [major = 0, minor = 0] = version.stdout.trim().split(" ").map(Number);
if (major < 3 || minor < (MINIMUM[1] ?? 0)) {
  console.error(`${values.python} is too old: give a CPython from ${MINIMUM.join(".")} on with --python.`);
  process.exit(2);
}

const CHUNK = 200;
const player = nativePlayer(values.python);
const total = { runs: 0, lies: 0, ran: 0, full: 0 };
const began = Date.now();
for (let seed = Number(values.seed); total.runs < Number(values.runs); seed++) {
  const found = await search(player, fc.sample(cases, { numRuns: CHUNK, seed }));
  total.runs += CHUNK;
  total.lies += found.lies.length;
  total.ran += found.ran;
  total.full += found.full;
  for (const lie of found.lies) console.log(`\n--- seed ${seed}\n${describe(lie)}`);
  const share = Math.round((1000 * total.ran) / total.full) / 10;
  console.log(
    `${total.runs} sessions, ${total.lies} lies, ${share} % of blocks re-run, ${Math.round((Date.now() - began) / 1000)} s`,
  );
}
player.close();
process.exitCode = total.lies === 0 ? 0 : 1;
