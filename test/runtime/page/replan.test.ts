/**
 * Edits of the notebook under a live kernel: what the page then shows is what a fresh run of the edited notebook shows.
 * Real Python, the product's own session, kernel, analysis and plan.
 * @module
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { analyze } from "../../../compiler/analyze/analyze.ts";
import { projectId } from "../../../compiler/contract/ids.ts";
import type { KernelEvent } from "../../../compiler/contract/kernel.ts";
import type { Output } from "../../../compiler/contract/outputs.ts";
import type { Program } from "../../../compiler/contract/program.ts";
import { buildProgram } from "../../../compiler/emit/program.ts";
import { readNotebook } from "../../../compiler/read/notebook.ts";
import { parseSettings } from "../../../compiler/settings.ts";
import { replan } from "../../../runtime/page/replan.ts";
import { Session } from "../../../runtime/page/session.ts";
import { createNodeKernel } from "../../doubles/node-kernel.ts";

/** Cells by id, in order, as a program: `n` is a slider. */
function programOf(cells: Readonly<Record<string, string>>): Program {
  const text = Object.entries(cells).map(([id, source]) => `# %% id="${id}"\n${source}\n`);
  const { document } = readNotebook({
    file: "a.py",
    text: `# %% id="input" tags=["parameters"]\nn = 1\n${text.join("")}`,
  });
  const project = projectId("00000000-0000-4000-8000-000000000000");
  if (document === null || project === null) throw new TypeError("notebook");
  const { reactions } = analyze(document);
  const settings = parseSettings(null).settings;
  return buildProgram({
    runtime: "browser",
    document,
    settings,
    project,
    reactions,
    python: null,
    storeOutput: () => ({ path: "", sha256: "" }),
  });
}

class Page {
  readonly ran: string[] = [];
  readonly session: Session;
  private idle: () => void = () => {};

  constructor(program: Program) {
    this.session = new Session({
      program,
      base: "",
      savedOutputs: new Map(),
      clock: { after: () => () => {} },
      values: { n: 1 },
      makeKernel: (listener) => createNodeKernel((event) => listener(this.note(event))),
      onChange: ({ status }) => {
        if (status === "ready") this.idle();
      },
      onApplied: () => {},
    });
  }

  private note(event: KernelEvent): KernelEvent {
    if (event.kind === "block" && event.state !== "running") this.ran.push(event.block);
    return event;
  }

  /** Runs everything, to the end. */
  async runAll(): Promise<void> {
    const ready = new Promise<void>((resolve) => {
      this.idle = resolve;
    });
    this.session.runAll();
    await ready;
  }

  /** Edits the notebook; the blocks that ran for it. */
  async edit(program: Program): Promise<string[]> {
    this.ran.length = 0;
    await this.session.replace(program);
    return [...this.ran];
  }

  /** State and text of every block that says something. */
  shown(): Record<string, string> {
    const text = (output: Output): string => {
      if (output.output_type === "stream") return output.text;
      if (output.output_type === "error") return `${output.ename}: ${output.evalue}`;
      return String(output.data["text/plain"] ?? "");
    };
    return Object.fromEntries(
      [...this.session.state.blocks].map(([id, { status, outputs }]) => [
        id,
        `${status} ${outputs.map(text).join("")}`,
      ]),
    );
  }
}

async function edited(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): Promise<string[]> {
  const page = new Page(programOf(before));
  await page.runAll();
  const ran = await page.edit(programOf(after));
  const fresh = new Page(programOf(after));
  await fresh.runAll();
  expect(page.shown()).toEqual(fresh.shown());
  await page.session.dispose();
  await fresh.session.dispose();
  return ran;
}

const CELLS = { a: "x = n + 1", b: "y = x * 2\ny", c: "z = 7\nz", d: "print(y, z)" };

describe("an edited block", () => {
  it("runs with what depends on it, and nothing else", async () => {
    expect(await edited(CELLS, { ...CELLS, b: "y = x * 3\ny" })).toEqual(["b", "d"]);
  });

  it("that no longer binds a name takes it away from its readers", async () => {
    expect(await edited(CELLS, { ...CELLS, c: "w = 7\nw" })).toEqual(["c", "d"]);
  });

  it("that is new runs; below it nothing that does not read from it", async () => {
    expect(await edited(CELLS, { a: CELLS.a, new: "v = x\nv", b: CELLS.b, c: CELLS.c, d: CELLS.d })).toEqual(["new"]);
  });

  it("that is gone takes its names along", async () => {
    const { c: _, ...rest } = CELLS;
    expect(await edited(CELLS, rest)).toEqual(["d"]);
  });

  it("that changed an object has the object made anew", async () => {
    const cells = { a: "rows = []", b: "rows.append(1)", c: "print(rows)" };
    expect(await edited(cells, { ...cells, b: "rows.append(2)" })).toEqual(["a", "b", "c"]);
    const { b: _, ...rest } = cells;
    expect(await edited(cells, rest)).toEqual(["a", "c"]);
  });

  it("with a syntax error fails alone, and is well again once it is put right", async () => {
    await edited(CELLS, { ...CELLS, b: "y = = 2" });
    await edited({ ...CELLS, b: "y = = 2" }, CELLS);
  });
});

describe("the plan", () => {
  it("is a fresh run where a name gets a second binder, or blocks change places", () => {
    expect(replan(programOf(CELLS), programOf({ ...CELLS, c: "x = 7" })).kind).toBe("fresh");
    expect(replan(programOf(CELLS), programOf({ a: CELLS.a, c: CELLS.c, b: CELLS.b, d: CELLS.d })).kind).toBe("fresh");
  });

  it("is a restart where Python itself is another", () => {
    const program = programOf(CELLS);
    const python = { version: "1", core: [], packages: [], files: [] } as unknown as Program["python"];
    expect(replan(program, { ...program, python }).kind).toBe("restart");
  });

  it("is nothing for text, titles and settings", () => {
    const program = programOf(CELLS);
    expect(replan(program, { ...program, title: "Other", rows: [] })).toEqual({ kind: "run", blocks: [] });
  });
});

const line = fc.constantFrom(
  "p = n",
  "p = 1",
  "q = [n]",
  "q.append(p)",
  "r = q",
  "r.append(5)",
  "del p",
  "print(p)",
  "print(q)",
  "print(r, n)",
  "def f(): return p",
  "print(f())",
  "p += 1",
  "1 / (n - 1)",
  "globals()['p'] = 3",
);
const cells = fc.dictionary(fc.constantFrom("a", "b", "c", "d", "e", "f"), line, { minKeys: 2, noNullPrototype: true });

it("gives what a fresh run gives, after random edits", async () => {
  await fc.assert(
    fc.asyncProperty(cells, cells, async (before, change) => {
      await edited(before, { ...before, ...Object.fromEntries(Object.entries(change).slice(0, 2)) });
    }),
    { numRuns: 60, seed: 3 },
  );
});
