/**
 * Frames of polars, styled ones of pandas, Altair's charts and tqdm's progress, each from the real package, on a server kernel whose
 * environment is made for them (the wheels of a browser's Python are in no package index).
 * @module
 */
import { afterAll, beforeAll, expect, it } from "vitest";
import { isTable, TABLE_MIME } from "../../../compiler/contract/outputs.ts";
import type { NodeKernelHost } from "../../../worker/hosts/node/kernels/node-kernel-host.ts";
import { app, type KernelServer, kernelServer, nodeHost } from "../../doubles/kernel-server.ts";
import { id, program, Session } from "../../runtime/kernel/fixture.ts";

const notebook = program({
  frame: "import polars as pl\nboats = pl.DataFrame({'n': [1, None, 3], 'port': ['Cork', 'Brest', None]})\nboats",
  column: "boats['n']",
  lazy: "boats.lazy().filter(pl.col('n') > 1).collect()",
  long: "pl.DataFrame({'n': range(5000), 'port': [f'port {n % 5}' for n in range(5000)]})",
  styled: `import pandas as pd
trips = pd.DataFrame({'port': ['Cork', 'Brest'], 'n': [1, 2]})
trips.style.highlight_max('n', color='gold').set_caption('Trips').format({'n': '{:.1f}'})`,
  progress: "from tqdm import tqdm\nfor _ in tqdm(range(3), desc='boats'): pass",
  chart: "import altair as alt\nalt.Chart(trips).mark_bar().encode(x='port:N', y='n:Q')",
});
const REQUIREMENTS = ["polars", "pandas", "jinja2", "altair", "tqdm"];

let host: NodeKernelHost;
let server: KernelServer;
let session: Session;

beforeAll(async () => {
  host = await nodeHost();
  server = await kernelServer(host);
  server.app = app(notebook, { requirements: REQUIREMENTS });
  session = new Session((listener) => server.kernel(listener), notebook);
  await session.boot({ python: null, base: server.base });
  await session.run();
}, 900_000);

afterAll(async () => {
  await session.kernel.dispose();
  await server.close();
  await host.close();
});

it("shows polars' frames and columns as tables, with types and missing cells", () => {
  expect(session.error("frame")).toBeNull();
  expect(session.data("frame")[0]?.[TABLE_MIME]).toMatchObject({
    columns: [
      { name: "n", type: "number" },
      { name: "port", type: "text" },
    ],
    rows: [
      [1, "Cork"],
      [null, "Brest"],
      [3, null],
    ],
    totalRows: 3,
  });
  expect(session.data("column")[0]?.[TABLE_MIME]).toMatchObject({ rows: [[1], [null], [3]] });
  expect(session.data("lazy")[0]?.[TABLE_MIME]).toMatchObject({ rows: [[3, null]] });
});

it("pages, sorts and filters a long frame of polars where it is", async () => {
  const shown = session.data("long")[0]?.[TABLE_MIME];
  const object = isTable(shown)
    ? (shown.object ?? expect.fail("The table is whole."))
    : expect.fail("This is no table.");
  const view = { sort: { column: 0, descending: true }, filter: "port 3" };
  const ask = { kind: "table-rows", block: id("long"), object, view, start: 1, count: 2 } as const;
  expect(await session.kernel.ask(ask)).toMatchObject({
    ok: true,
    value: {
      matched: 1000,
      rows: [
        [4993, "port 3"],
        [4988, "port 3"],
      ],
    },
  });
});

it("shows a styled frame as the HTML that pandas makes of it", () => {
  expect(session.error("styled")).toBeNull();
  const html = String(session.data("styled")[0]?.["text/html"]);
  expect(html).toContain("<caption>Trips</caption>");
  expect(html).toMatch(/background-color: gold/);
  expect(html).toContain(">2.0</td>");
  expect(session.data("styled")[0]).not.toHaveProperty([TABLE_MIME]);
});

it("gives Altair's charts to the page as Vega-Lite, data and all", () => {
  expect(session.error("chart")).toBeNull();
  const [mime, spec] = Object.entries(session.data("chart")[0] ?? {}).find(([type]) => /vegalite/.test(type)) ?? [];
  expect(mime).toMatch(/^application\/vnd\.vegalite\.v\d+[.+]json$/);
  expect(spec).toMatchObject({ mark: { type: "bar" }, encoding: { x: { field: "port", type: "nominal" } } });
  expect(JSON.stringify(spec)).toContain('"Brest"');
});

it("shows tqdm's progress as one line that is written over", () => {
  expect(session.error("progress")).toBeNull();
  const text = session.text("progress", "stderr");
  expect(text).toMatch(/\rboats: 100%.*3\/3/);
});
