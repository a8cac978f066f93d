/**
 * The author's two files as the editor writes them: one value at a time, into what the file holds at that moment, so that whatever
 * another program saved meanwhile stays. Nothing is ever written from memory of an older text.
 * @module
 */
import {
  chmodSync,
  existsSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { type NotebookSource, readNotebook } from "../../read/notebook.ts";
import { parseSettings } from "../../settings.ts";
import { type BlockEdit, writeBlockSettings } from "../../write/block-settings.ts";
import type { Edit } from "../../write/edit.ts";
import type { LayoutMove } from "../../write/layout-edit.ts";
import { layoutEdits } from "../../write/layout-settings.ts";
import { getYaml, setYaml, type YamlValue } from "../../write/yaml-edit.ts";
import { settingsPath } from "../compile-notebook.ts";

/** Whether it is written, or why not. */
export type Written = { readonly ok: true } | { readonly ok: false; readonly why: string };

/** How to take an edit back, and what must still be there for that to be right. */
interface Undo {
  readonly back: Exclude<Edit, { kind: "move" }>;
  readonly made: Exclude<Edit, { kind: "move" }>;
}

const NEW_FILE = "# How this notebook becomes an app. Every key is optional.\n";
const DONE: Written = { ok: true };

/** Writes a notebook's block settings and its app settings, and takes them back. */
export class AuthorFiles {
  private readonly file: string;
  private readonly notebook: string | null;
  private readonly undos: Undo[] = [];

  /** @param notebook - Which notebook of a project; `null` for the only one. */
  constructor(file: string, notebook: string | null) {
    this.file = file;
    this.notebook = notebook;
  }

  /** How many edits can be taken back. */
  get depth(): number {
    return this.undos.length;
  }

  /** Writes an edit, whole or not at all. */
  write(edit: Edit): Written {
    const made = edit.kind === "move" ? this.edits(edit.move) : edit;
    if (made.kind === "blocks" && made.edits.length === 0) return DONE;
    const back = this.apply(made);
    if ("why" in back) return { ok: false, why: back.why };
    this.undos.push({ back, made });
    return DONE;
  }

  /** Takes the last edit back, unless another program has changed the same values since; then it is forgotten. */
  undo(): Written {
    const last = this.undos.pop();
    if (!last) return { ok: false, why: "There is nothing to undo." };
    if (!this.stillHolds(last.made))
      return { ok: false, why: "This was changed elsewhere since, so it cannot be undone here." };
    const result = this.apply(last.back);
    return "why" in result ? { ok: false, why: result.why } : DONE;
  }

  private edits(move: LayoutMove): Extract<Edit, { kind: "blocks" }> {
    const { document, origins } = readNotebook(this.source());
    return { kind: "blocks", edits: document === null ? [] : layoutEdits(document, origins, move) };
  }

  private source(): NotebookSource {
    return { file: this.file, text: readFileSync(this.file, "utf8"), notebook: this.notebook };
  }

  /** Writes; gives the edit that takes it back. */
  private apply(edit: Undo["made"]): Undo["back"] | { readonly why: string } {
    return edit.kind === "app" ? this.applyApp(edit) : this.applyBlocks(edit);
  }

  private applyApp({ path, value }: Extract<Edit, { kind: "app" }>): Undo["back"] | { readonly why: string } {
    const target = settingsPath(this.file);
    const old = existsSync(target) ? readFileSync(target, "utf8") : null;
    if (old === null && value === undefined) return { kind: "app", path, value: undefined };
    const text = setYaml(old ?? NEW_FILE, path, value);
    if (text === null) return { why: `'${path.join(".")}' cannot be written: ${target} holds something else there.` };
    const wrong = parseSettings({ file: target, text }).diagnostics.find(({ severity }) => severity === "error");
    if (wrong && wrong.message !== firstError(target, old)) return { why: `${wrong.message} ${wrong.help}` };
    replaceFile(target, old, text);
    const before = old === null ? undefined : getYaml(old, path);
    return { kind: "app", path, value: isYamlValue(before) ? before : undefined };
  }

  private applyBlocks({ edits }: Extract<Edit, { kind: "blocks" }>): Undo["back"] | { readonly why: string } {
    const source = this.source();
    const result = writeBlockSettings(source, edits);
    if (!result.ok) return { why: result.why };
    if (result.text !== source.text) replaceFile(this.file, source.text, result.text);
    return { kind: "blocks", edits: result.undo };
  }

  private stillHolds(made: Undo["made"]): boolean {
    if (made.kind === "app") {
      const target = settingsPath(this.file);
      const now = existsSync(target) ? getYaml(readFileSync(target, "utf8"), made.path) : undefined;
      return JSON.stringify(now) === JSON.stringify(made.value);
    }
    const now = writeBlockSettings(this.source(), made.edits);
    return now.ok && now.undo.every((edit) => made.edits.some((one) => sameEdit(one, edit)));
  }
}

function firstError(file: string, text: string | null): string | null {
  if (text === null) return null;
  return parseSettings({ file, text }).diagnostics.find(({ severity }) => severity === "error")?.message ?? null;
}

function sameEdit(one: BlockEdit, other: BlockEdit): boolean {
  return one.block === other.block && one.key === other.key && one.value === other.value;
}

function isYamlValue(value: unknown): value is YamlValue {
  return value === null || ["string", "number", "boolean"].includes(typeof value) || Array.isArray(value);
}

/**
 * Puts the new text in the file's place in one step, with the file's own mode, through links.
 *
 * @throws if the file is no longer what was read: another program was quicker, and the edit is made anew on what it wrote.
 */
function replaceFile(path: string, old: string | null, text: string): void {
  const target = existsSync(path) ? realpathSync(path) : path;
  const beside = join(dirname(target), `.${Date.now().toString(36)}-${process.pid}.tmp`);
  writeFileSync(beside, text);
  try {
    if (old !== null) chmodSync(beside, statSync(target).mode);
    const now = existsSync(target) ? readFileSync(target, "utf8") : null;
    if (now !== old) throw new ChangedMeanwhile(path);
    renameSync(beside, target);
  } finally {
    rmSync(beside, { force: true });
  }
}

/** Another program wrote the file between our reading and our writing. */
export class ChangedMeanwhile extends Error {
  override readonly name: string = "ChangedMeanwhile";
  constructor(path: string) {
    super(`${path} was changed by another program at this very moment. Try again.`);
  }
}
