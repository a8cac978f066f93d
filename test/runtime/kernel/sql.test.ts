/**
 * SQL blocks with the real pandas and the DuckDB that apps carry (`dist/duckdb`, built by `npm run build`), on Pyodide in Node.
 * @module
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { KernelListener, Step } from "../../../compiler/contract/kernel.ts";
import { createWorkerKernel } from "../../../runtime/kernel/worker-kernel.ts";
import { createNodeKernel } from "../../doubles/node-kernel.ts";
import { type Blocks, program, Session } from "./fixture.ts";
import { withPackages } from "./packages.ts";

const folder = join(import.meta.dirname, "../../../dist/duckdb");

let engine: Promise<unknown> | null = null;
/** The program is for workers: while it starts, this process looks like one. */
async function openEngine(): Promise<unknown> {
  const { process } = globalThis;
  const wasm = new Uint8Array(gunzipSync(readFileSync(join(folder, "duckdb.wasm.gz"))));
  const worker = { importScripts: () => {}, self: globalThis, location: { href: "https://duckdb.invalid/" } };
  Object.assign(globalThis, worker, { process: undefined });
  try {
    const module = await import(/* @vite-ignore */ join(folder, "duckdb.js"));
    return await module.openEngine(wasm);
  } finally {
    Object.assign(globalThis, { process });
    for (const name of Object.keys(worker)) Reflect.deleteProperty(globalThis, name);
  }
}

async function run(blocks: Blocks): Promise<Session> {
  const make = (listener: KernelListener) =>
    createNodeKernel(listener, (tell) =>
      createWorkerKernel(
        async () => ({ pyodide: await withPackages(), files: [], snapshot: { used: false, why: null } }),
        tell,
        {
          prepareSql: () => () => {
            engine ??= openEngine();
            return engine;
          },
        },
      ),
    );
  const session = await new Session(make, program(blocks)).boot({ python: null, base: "http://127.0.0.1/" });
  await session.run();
  return session;
}

const sql = (query: string, variable: string | null = "out", reads: readonly string[] = ["df"]): Step => ({
  kind: "sql",
  query,
  variable,
  reads,
});

const frame = `
import pandas as pd, datetime
df = pd.DataFrame({"n": range(6), "port": ["Brest", "Cork", "O'Cork"] * 2, "m": [0.5, None, 1.5] * 2, "ok": [True, False, None] * 2,
  "moment": pd.date_range("2024-01-01", periods=6, freq="h"), "day": [datetime.date(2024, 1, 2), None] * 3})
df["maybe"] = df.n.astype("Int64"); df.loc[0, "maybe"] = None
ports, nothing, days, name = ["Brest", "O'Cork"], [], 3, "'; DROP TABLE df; --"
start = df["moment"].iloc[1]
`;

/** What Python prints of the result. */
async function result(query: string, show = "out.to_dict('list')", reads?: readonly string[]): Promise<string> {
  const session = await run({ a: frame, q: sql(query, "out", reads), c: `print(${show})` });
  return session.text("c").trim() || JSON.stringify(session.error("q"));
}

describe("SQL blocks", () => {
  it("binds values, lists, dates and what would be an injection", async () => {
    expect(await result("SELECT n FROM df WHERE n < {{ days }} AND port IN {{ ports | inclause }}")).toBe(
      "{'n': [0, 2]}",
    );
    expect(await result("SELECT count(*) AS c FROM df WHERE port IN {{ nothing | inclause }}")).toBe("{'c': [0]}");
    expect(await result("SELECT count(*) AS c FROM df WHERE port NOT IN {{ nothing | inclause }}")).toBe("{'c': [6]}");
    expect(await result("SELECT count(*) AS c FROM df WHERE port = {{ name }}")).toBe("{'c': [0]}");
    expect(await result("SELECT min(n) AS n FROM df WHERE moment >= {{ start }}")).toBe("{'n': [1]}");
    expect(await result("SELECT n FROM df ORDER BY {{ 'n DESC' | sqlsafe }} LIMIT {{ 1 }}")).toBe("{'n': [5]}");
    expect(await result("{% if days > 2 %}SELECT 'many' AS w{% else %}SELECT 'few' AS w{% endif %}")).toBe(
      "{'w': ['many']}",
    );
    expect(
      await result("SELECT {% for p in ports %}{{ p }}{% if not loop.last %} || '+' || {% endif %}{% endfor %} AS w"),
    ).toBe(`{'w': ["Brest+O'Cork"]}`);
  });

  it("keeps types and missing values both ways", async () => {
    const types = await result("SELECT * FROM df", "{k: str(t) for k, t in out.dtypes.items()}");
    expect(types).toBe(
      "{'n': 'int64', 'port': 'str', 'm': 'float64', 'ok': 'object', 'moment': 'datetime64[us]', 'day': 'datetime64[us]', 'maybe': 'float64'}",
    );
    expect(
      await result("SELECT sum(n) AS s, sum(maybe) AS t, avg(m) AS a, max(moment) AS x, count(ok) AS o FROM df"),
    ).toBe("{'s': [15.0], 't': [15.0], 'a': [1.0], 'x': [Timestamp('2024-01-01 05:00:00')], 'o': [4]}");
    expect(
      await result(
        "SELECT ok, day FROM df ORDER BY n LIMIT 2",
        "(out.ok.tolist(), out.day.dt.strftime('%F').tolist())",
      ),
    ).toBe("([True, False], ['2024-01-02', nan])");
    expect(
      await result(
        "SELECT [1, NULL, 3] AS l, {'a': 1} AS s, 1.25::DECIMAL(9,2) AS d, 12345678901234567890::HUGEINT AS h",
      ),
    ).toBe("{'l': [[1, None, 3]], 's': [{'a': 1}], 'd': [1.25], 'h': [1.2345678901234567e+19]}");
  });

  it("reads work files, by patterns too, and writes them", async () => {
    const s = await run({
      a: "import os\nos.makedirs('in', exist_ok=True)\nfor k in 'ab': print('k,v\\n%s,1' % k, file=open(f'in/{k}.csv', 'w'))\nopen('x.json', 'w').write('[{\"v\": 1}, {\"v\": 2}]')",
      csv: sql("SELECT string_agg(k, '' ORDER BY k) AS k, sum(v) AS v FROM 'in/*.csv'", "csv", []),
      json: sql("SELECT sum(v) AS v FROM read_json('x.json')", "json_", []),
      copy: sql("COPY (SELECT v FROM csv) TO 'out.csv' (HEADER)", null, ["csv"]),
      c: "print(csv.k[0], csv.v[0], json_.v[0], open('out.csv').read().split())",
    });
    expect(s.text("c").trim()).toBe("ab 2.0 3.0 ['v', '2.0']");
  });

  it("shows the result as a table, and DuckDB's own words for an error", async () => {
    const s = await run({
      a: frame,
      shown: sql("SELECT n FROM df LIMIT 2", null),
      wrong: sql("SELECT nope FROM df"),
      quoted: sql("SELECT * FROM df WHERE port = '{{ name }}'"),
      two: sql("CREATE TABLE t AS SELECT 1 AS x; SELECT x + 1 AS y FROM t", "two"),
      other: sql("SELECT * FROM t"),
      c: "print(two.y[0])",
    });
    expect(s.data("shown")[0]?.["application/vnd.notebook-app.table.v1+json"]).toMatchObject({
      rows: [
        [0, 0],
        [1, 1],
      ],
    });
    expect(s.error("wrong")?.evalue).toMatch(/^Binder Error: Referenced column "nope" not found/);
    // The library says the place twice.
    expect(s.error("wrong")?.evalue.match(/LINE 1/g)).toHaveLength(1);
    expect(s.error("quoted")?.evalue).toContain("cannot stand inside quotes");
    expect(s.text("c").trim()).toBe("2");
    // Each block has a database of its own: nothing outlives it unseen by the graph.
    expect(s.error("other")?.evalue).toContain("Table with name t does not exist");
  });
});
