/**
 * Reads `.py` files in percent format: `# %%` begins a cell. PEP 723 dependencies are requirements.
 * @module
 */
import { parse as parseToml, TomlError } from "smol-toml";
import { parse } from "yaml";
import { malformed } from "../diagnostics/read.ts";
import { CellReader, idOf, type ReadCells } from "./cells.ts";
import type { Json } from "./json.ts";
import { nothingRead, type ReadResult } from "./result.ts";

const MARKER = /^#\s?%%+(?!\w)(.*)$/;
const SCRIPT = /^# \/\/\/ script$((?:\n#(?: .*)?$)+?)\n# \/\/\/$/gm;

interface RawCell {
  readonly header: string;
  /** Line in the file of the cell's first line of content. */
  readonly line: number;
  readonly lines: string[];
}

/** Whether text is in percent format. */
export function isPercent(text: string): boolean {
  return text.split(/\r?\n/).some((line) => MARKER.test(line));
}

/** Reads the text. `name` is the file's, without its extension. */
export function readPercent(text: string, file: string, name: string): ReadResult {
  const reader = new CellReader();
  const clean = text.replace(/\r\n?/g, "\n");
  splitCells(clean).forEach((cell, index) => readCell(reader, cell, file, index));
  const script = scriptRequirements(clean, file);
  if (script.diagnostics.length > 0) return nothingRead(script.diagnostics);
  const requirements = [...script.requirements, ...reader.requirements];
  return {
    document: { format: "percent", file, name, project: null, requirements, blocks: reader.blocks, modules: [] },
    diagnostics: reader.diagnostics,
    origins: reader.origins,
  };
}

/** Cells in order; what stands above the first marker is one if it has anything but comments. */
function splitCells(text: string): RawCell[] {
  const cells: RawCell[] = [{ header: "", line: 1, lines: [] }];
  for (const [index, line] of text.split("\n").entries()) {
    const marker = MARKER.exec(line);
    if (marker) cells.push({ header: marker[1] ?? "", line: index + 2, lines: [] });
    else cells.at(-1)?.lines.push(line);
  }
  return cells.filter(({ lines }, index) => index > 0 || lines.some((line) => !/^\s*(#.*)?$/.test(line)));
}

function readCell(reader: CellReader, cell: RawCell, file: string, index: number): void {
  const { lines } = cell;
  while (lines.length > 0 && lines.at(-1)?.trim() === "") lines.pop();
  const blankAbove = lines.findIndex((line) => line.trim() !== "");
  const body = lines.slice(Math.max(blankAbove, 0));
  const type = /\[(markdown|md|raw)\]/.exec(cell.header)?.[1] ?? "code";
  if (type === "raw" || (type === "code" && body.length === 0)) return;
  const metadata = options(cell.header);
  const blockTitle = `block ${index + 1}`;
  const id = idOf(typeof metadata.id === "string" ? metadata.id : `cell-${index + 1}`);
  const place = { file, block: id, blockTitle };
  const content = type === "code" ? body.join("\n") : uncomment(body);
  const tags = Array.isArray(metadata.tags) ? metadata.tags : [];
  reader.add(
    {
      id,
      type: type === "code" ? "code" : "markdown",
      title: blockTitle,
      place,
      line: cell.line + Math.max(blankAbove, 0),
      content,
      metadata,
      outputs: [],
      row: null,
    },
    // What stands above the first marker has no header to write into.
    cell.line > 1 ? { kind: "header", line: cell.line - 1 } : null,
    tags.includes("parameters"),
  );
}

/** `tags=["a"] key="value"` behind the marker; values are JSON. */
function options(header: string): Json {
  const found: Record<string, unknown> = {};
  for (const match of header.matchAll(/([\w.]+)\s*=\s*(\[[^\]]*\]|"[^"]*"|'[^']*'|[^\s,]+)/g)) {
    try {
      found[match[1] ?? ""] = parse(match[2] ?? "");
    } catch {
      // Not a value: the header may hold any text.
    }
  }
  return found;
}

/** Markdown in comments, or in one string literal. */
function uncomment(lines: readonly string[]): string {
  const text = lines.join("\n").trim();
  const quoted = /^(?:r|R)?("""|''')([\s\S]*)\1$/.exec(text);
  if (quoted) return (quoted[2] ?? "").trim();
  return lines.map((line) => line.replace(/^#\s?/, "")).join("\n");
}

/** The `dependencies` of the file's PEP 723 block. */
function scriptRequirements(text: string, file: string): Pick<ReadCells, "requirements" | "diagnostics"> {
  const [block, second] = [...text.matchAll(SCRIPT)];
  const none = { requirements: [], diagnostics: [] };
  if (!block) return none;
  const lineAt = (offset: number): number => text.slice(0, offset).split("\n").length;
  const wrong = (line: number, what: string): ReturnType<typeof scriptRequirements> => ({
    requirements: [],
    diagnostics: [malformed({ file, line }, what)],
  });
  if (second) return wrong(lineAt(second.index), "This file has a second '# /// script' block.");
  const first = lineAt(block.index);
  const toml = (block[1] ?? "").replace(/^# ?/gm, "");
  let values: Json;
  try {
    values = parseToml(toml);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    return wrong(first + error.line - 1, `The '# /// script' block is not valid TOML: ${error.message.split("\n")[0]}`);
  }
  const { dependencies = [] } = values;
  const lines = toml.split("\n");
  if (!Array.isArray(dependencies) || !dependencies.every((one) => typeof one === "string")) {
    const line = lines.findIndex((one) => /^\s*dependencies\b/.test(one));
    return wrong(first + Math.max(line, 0), "'dependencies' of the '# /// script' block must be a list of texts.");
  }
  const requirements = dependencies.map((one: string) => {
    const line = lines.findIndex((text) => text.includes(JSON.stringify(one)) || text.includes(`'${one}'`));
    return { text: one, place: { file, line: first + Math.max(line, 0) } };
  });
  return { ...none, requirements };
}
