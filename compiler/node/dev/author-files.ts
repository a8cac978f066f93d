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
import { parseSettings } from "../../settings.ts";
import { type BlockEdit, writeBlockSettings } from "../../write/block-settings.ts";
import { getYaml, setYaml, type YamlPath, type YamlValue } from "../../write/yaml-edit.ts";
import { settingsPath } from "../compile-notebook.ts";

/** What the editor asks to be written. */
export type Edit =
  | { readonly kind: "blocks"; readonly edits: readonly BlockEdit[] }
  /** One key of the app settings; `undefined` takes it out of the file. */
  | { readonly kind: "app"; readonly path: YamlPath; readonly value: YamlValue };

/** Whether it is written, or why not. */
export type Written = { readonly ok: true } | { readonly ok: false; readonly why: string };

/** How to take an edit back, and what must still be there for that to be right. */
interface Undo {
  readonly back: Edit;
  readonly made: Edit;
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
    const back = this.apply(edit);
    if ("why" in back) return { ok: false, why: back.why };
    this.undos.push({ back, made: edit });
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

  /** Writes; gives the edit that takes it back. */
  private apply(edit: Edit): Edit | { readonly why: string } {
    return edit.kind === "app" ? this.applyApp(edit) : this.applyBlocks(edit);
  }

  private applyApp({ path, value }: Extract<Edit, { kind: "app" }>): Edit | { readonly why: string } {
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

  private applyBlocks({ edits }: Extract<Edit, { kind: "blocks" }>): Edit | { readonly why: string } {
    const old = readFileSync(this.file, "utf8");
    const result = writeBlockSettings({ file: this.file, text: old, notebook: this.notebook }, edits);
    if (!result.ok) return { why: result.why };
    if (result.text !== old) replaceFile(this.file, old, result.text);
    return { kind: "blocks", edits: result.undo };
  }

  private stillHolds(made: Edit): boolean {
    if (made.kind === "app") {
      const target = settingsPath(this.file);
      const now = existsSync(target) ? getYaml(readFileSync(target, "utf8"), made.path) : undefined;
      return JSON.stringify(now) === JSON.stringify(made.value);
    }
    const source = { file: this.file, text: readFileSync(this.file, "utf8"), notebook: this.notebook };
    const now = writeBlockSettings(source, made.edits);
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
