/**
 * `npm run bench`: four apps, cold and warm, on a fast and a slow line, each beside the floor in the same run.
 *
 * Options: `--apps python,pandas`, `--lines lan,slow`, `--runs 3`, `--out test-results/bench.json`, `--prerun none`.
 * @module
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { build } from "../browser/app.ts";
import { launchProfile } from "../browser/browser.ts";
import { APPS, type BenchApp } from "./apps.ts";
import { mountFloor } from "./floor.ts";
import { type Host, LINES, type Line, openHost } from "./host.ts";
import { type Visit, visit } from "./measure.ts";
import { LEGEND, type Row, reportText, summarize } from "./report.ts";

const { values } = parseArgs({
  options: {
    apps: { type: "string", default: APPS.map(({ name }) => name).join() },
    lines: { type: "string", default: Object.keys(LINES).join() },
    runs: { type: "string", default: "1" },
    out: { type: "string", default: "test-results/bench.json" },
    prerun: { type: "string", default: "imports" },
  },
});

/** Cold and warm visits of product or floor, in a profile of their own; the warm one in a browser started anew. */
async function visits(host: Host, app: BenchApp, path: string, isFloor: boolean): Promise<[Visit, Visit]> {
  const profile = mkdtempSync(join(tmpdir(), "notebook-app-bench-"));
  const once = async (keeps: boolean): Promise<Visit> => {
    const context = await launchProfile(profile, { viewport: { width: 1280, height: 900 } });
    try {
      return await visit(context, host, app, { path, isFloor, keeps });
    } finally {
      await context.close();
    }
  };
  try {
    return [await once(!isFloor), await once(false)];
  } finally {
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function measure(
  host: Host,
  app: BenchApp,
  line: Line,
  paths: { product: string; floor: string },
): Promise<Row[]> {
  host.setLine(line);
  const product: [Visit, Visit][] = [];
  const floor: [Visit, Visit][] = [];
  for (let run = 0; run < Number(values.runs); run++) {
    const sides = [
      [floor, paths.floor, true],
      [product, paths.product, false],
    ] as const;
    for (const [list, path, isFloor] of run % 2 === 0 ? sides : sides.toReversed())
      list.push(await visits(host, app, path, isFloor));
  }
  return (["cold", "warm"] as const).map((name, at) => ({
    app: app.name,
    line: line.name,
    visit: name,
    product: summarize(product.flatMap((pair) => pair[at] ?? [])),
    floor: summarize(floor.flatMap((pair) => pair[at] ?? [])),
  }));
}

const commit = spawnSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).stdout.trim();
const host = await openHost();
const rows: Row[] = [];
try {
  for (const app of APPS.filter(({ name }) => values.apps.split(",").includes(name))) {
    const built = build({ [`${app.name}.ipynb`]: app.notebook }, ["--prerun", values.prerun]);
    if (built.status !== 0) throw new Error(`${app.name} was not built: ${built.stderr}`);
    host.mount(app.name, built.out);
    const paths = { product: `${app.name}/`, floor: await mountFloor(host, app) };
    for (const key of values.lines.split(",")) {
      const line = LINES[key];
      if (!line) throw new Error(`There is no line '${key}'. Give ${Object.keys(LINES).join(" or ")}.`);
      rows.push(...(await measure(host, app, line, paths)));
      console.error(reportText(rows.slice(-2)));
    }
    built.remove();
  }
} finally {
  host.close();
}
console.log(`\n${LEGEND}\nCommit ${commit}.\n`);
console.log(reportText(rows));
mkdirSync(dirname(values.out), { recursive: true });
writeFileSync(
  values.out,
  `${JSON.stringify({ commit, prerun: values.prerun, date: new Date().toISOString(), cpus: cpus().length, rows }, null, 2)}\n`,
);
