/**
 * Every finding: provoked, at its place, with something to do about it.
 * @module
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Place } from "../../compiler/diagnostics/diagnostic.ts";
import {
  noCompiledPackages,
  noPrerun,
  noSnapshot,
  runsAgain,
  runsWithFile,
} from "../../compiler/diagnostics/snapshot.ts";
import { examine } from "../../compiler/examine.ts";

const FOLDER = "compiler/diagnostics";

/** The codes that the compiler knows. */
const codes = [
  ...new Set(
    readdirSync(FOLDER).flatMap((file) =>
      [...readFileSync(join(FOLDER, file), "utf8").matchAll(/(?:code: |finding\(\s*)"([a-z0-9-]+)"/g)].map(
        (match) => match[1] ?? "",
      ),
    ),
  ),
].sort();

/** What `test/` holds, without this file's own list. */
function testTexts(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "fixtures" ? [] : testTexts(path);
    return /\.ts$/.test(entry.name) ? [readFileSync(path, "utf8")] : [];
  });
}

it("every code has a test that provokes it", () => {
  expect(codes.length).toBeGreaterThan(25);
  const tests = testTexts("test").join("\n");
  expect(codes.filter((code) => !tests.includes(`"${code}"`))).toEqual([]);
});

function deepnote(...blocks: readonly string[]): string {
  const list = blocks.map((block, index) => `        - {sortingKey: "${index}", blockGroup: g${index}, ${block}}`);
  return `version: 1.0.0\nmetadata: {createdAt: "2026-01-01T00:00:00Z"}\nproject:\n  id: p\n  name: P\n  notebooks:\n    - id: n\n      name: N\n      blocks:\n${list.join("\n")}\n`;
}

interface Expected {
  readonly severity: "error" | "warning" | "info";
  readonly place: Partial<Omit<Place, "block">> & { readonly block?: string };
  readonly message: RegExp;
  readonly help: RegExp;
}

function find(file: string, text: string, code: string, settings: string | null = null) {
  const source = settings === null ? null : { file: "n.app.yaml", text: settings };
  const { diagnostics } = examine({ file, text, notebook: null }, source);
  return diagnostics.find((one) => one.code === code) ?? expect.fail(`no ${code} in ${JSON.stringify(diagnostics)}`);
}

describe("in a block", () => {
  it.each<[string, string, Expected]>([
    [
      "duplicate-input",
      "n = 1 #@param\n# %%\nn = 2 #@param",
      {
        severity: "warning",
        place: { block: "cell-2-n", blockTitle: "block 2" },
        message: /'n'/,
        help: /variable of its own/,
      },
    ],
    [
      "form-not-understood",
      "x = 1\nn = 1 #@param {type:'dial'}",
      { severity: "warning", place: { blockTitle: "block 1", line: 2 }, message: /dial/, help: /slider/ },
    ],
    [
      "magic-not-supported",
      "x = 1\n!wget https://example.com",
      { severity: "error", place: { blockTitle: "block 1", line: 2 }, message: /'!wget'/, help: /Python/ },
    ],
    [
      "syntax-error",
      "x = 1\n# %%\ny = 1\nz = = 2",
      { severity: "warning", place: { blockTitle: "block 2", line: 2 }, message: /\S/, help: /\S/ },
    ],
    [
      "used-before-definition",
      "x = 1\nprint(later)\n# %%\nlater = 1",
      { severity: "warning", place: { blockTitle: "block 1", line: 2 }, message: /'later'.*block 2/, help: /up/ },
    ],
    [
      "undefined-name",
      "x = 1\n# %%\nx\ndef f(a):\n    return nobody_made_this + a",
      {
        severity: "warning",
        place: { blockTitle: "block 2", line: 3 },
        message: /'nobody_made_this'/,
        help: /spelling/,
      },
    ],
    [
      "function-cycle",
      "def even(n):\n    return n == 0 or odd(n - 1)\n# %%\ndef odd(n):\n    return n != 0 and even(n - 1)\nprint(odd(3))",
      { severity: "info", place: { blockTitle: "block 1", line: 2 }, message: /'(odd|even)'/, help: /one block/ },
    ],
    [
      "opaque-block",
      "x = 1\nif x:\n    exec('x = 1')",
      { severity: "info", place: { blockTitle: "block 1", line: 3 }, message: /exec/, help: /\S/ },
    ],
    [
      "suspected-secret",
      "x = 1\npassword = 'correct horse'.strip()\napi_key = 'abcdef123456'",
      { severity: "warning", place: { blockTitle: "block 1", line: 3 }, message: /password or key/, help: /input/ },
    ],
  ])("%s", (code, cells, expected) => {
    const found = find("n.py", `# %%\n${cells}\n`, code);
    expect(found).toMatchObject({ severity: expected.severity, place: { file: "n.py", ...expected.place } });
    expect(found.place.line).toBe(expected.place.line);
    expect(found.message).toMatch(expected.message);
    expect(found.help).toMatch(expected.help);
    expect(JSON.stringify(found)).not.toContain("abcdef123456");
  });

  it.each([
    [true, "error"],
    [false, "warning"],
  ])("sql-connection, whose block is shown: %s", (visible, severity) => {
    const text = deepnote(
      `id: a, type: sql, content: SELECT 1, metadata: {sql_integration_id: 9f1c, deepnote_app_block_visible: ${visible}}`,
    );
    const found = find("n.deepnote", text, "sql-connection");
    expect(found).toMatchObject({ severity, place: { file: "n.deepnote", block: "a", blockTitle: "block 1" } });
    expect(found.help).toContain("work file");
  });

  it.each([
    [true, "error"],
    [false, "warning"],
  ])("unsupported-block, which is shown: %s", (visible, severity) => {
    const text = deepnote(
      `id: a, type: agent, content: hi, metadata: {deepnote_agent_model: auto, deepnote_app_block_visible: ${visible}}`,
    );
    const found = find("n.deepnote", text, "unsupported-block");
    expect(found).toMatchObject({ severity, place: { file: "n.deepnote", block: "a", blockTitle: "block 1" } });
    expect(found.message).toContain("'agent'");
    expect(found.help).toContain("deepnote_app_block_visible: false");
  });
});

it("sql-connection says what to do instead of carrying a password", () => {
  const text = deepnote("id: a, type: sql, content: SELECT 1, metadata: {sql_integration_id: 5f0d}");
  const found = find("n.deepnote", text, "sql-connection");
  expect(found.place).toMatchObject({ file: "n.deepnote", block: "a" });
  expect(found.help).toContain("work file");
});

describe("about a machine that cannot make Python start fast", () => {
  it.each([
    ["no-compiled-packages", noCompiledPackages],
    ["no-snapshot", noSnapshot],
  ])("%s tells why, that the app works, and only the first line of the details", (code, make) => {
    const found = make({ file: "n.py" }, "it took too long", "\nError: first\n  at second");
    expect(found).toMatchObject({ code, severity: "warning", place: { file: "n.py" } });
    expect(found.message).toMatch(/it took too long.*works/);
    expect(found.help).toContain("Error: first");
    expect(found.help).not.toContain("second");
  });
});

it("says why a run at build time cannot speak for the page", () => {
  expect(noPrerun({ file: "n.py" }, "an open file")).toMatchObject({ code: "no-prerun", severity: "warning" });
  expect(runsAgain({ file: "n.py" }, ["the time", "chance"])).toMatchObject({
    code: "runs-again",
    severity: "info",
    message: expect.stringContaining("the time and chance"),
  });
  expect(runsWithFile({ file: "n.py" })).toMatchObject({
    code: "runs-with-file",
    severity: "info",
    message: expect.stringContaining("the viewer's files"),
  });
});

describe("about the app", () => {
  it.each<[string, string, RegExp]>([
    ["static-is-open", "access: link\n", /access: link/],
    ["hidden-is-not-secret", "access: public\nhideCode: true\n", /hid/],
  ])("%s", (code, settings, message) => {
    const found = find("n.py", "# %%\nx = 1\n", code, settings);
    expect(found.severity).toBe("info");
    expect(found.message).toMatch(message);
    expect(found.help).toMatch(/\S/);
  });
});
