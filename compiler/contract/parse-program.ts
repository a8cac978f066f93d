/**
 * Checks an `app.json` that came over a network: enough that nothing later meets a value of the wrong shape.
 * @module
 */
import { failure, type Outcome, success } from "./outcome.ts";
import { PROGRAM_FORMAT, type Program } from "./program.ts";

/** Takes parsed JSON for a program, or says what is wrong with it. */
export function parseProgram(value: unknown): Outcome<Program> {
  const problem = findProblem(value);
  if (problem !== null || !isProgram(value))
    return failure("invalid", `This is no app: ${problem ?? "it has no program"}.`);
  return success(value);
}

type Json = { readonly [key: string]: unknown };

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isProgram(value: unknown): value is Program {
  return findProblem(value) === null;
}

function findProblem(value: unknown): string | null {
  if (!isObject(value)) return "its program is no object";
  if (value.format !== PROGRAM_FORMAT)
    return `its format is ${String(value.format)}, and this page reads ${PROGRAM_FORMAT}`;
  for (const key of ["project", "notebook", "title", "description", "runtime"])
    if (typeof value[key] !== "string") return `'${key}' is missing`;
  for (const key of ["blocks", "rows", "headings"]) if (!Array.isArray(value[key])) return `'${key}' is missing`;
  if (!isObject(value.settings)) return "'settings' are missing";
  return (
    blocksProblem(value.blocks) ??
    rowsProblem(value.rows) ??
    reactionsProblem(value.reactions) ??
    pythonProblem(value.python)
  );
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function blocksProblem(blocks: unknown): string | null {
  for (const block of list(blocks)) {
    if (!isObject(block) || typeof block.id !== "string" || !isObject(block.view) || typeof block.visible !== "boolean")
      return "a block is damaged";
    if (block.step !== null && (!isObject(block.step) || typeof block.step.kind !== "string"))
      return `block ${block.id} has a damaged step`;
    const { view } = block;
    const complete =
      view.kind === "text"
        ? typeof view.html === "string"
        : view.kind === "input" || (view.kind === "code" && Array.isArray(view.outputs));
    if (!complete) return `block ${block.id} has a damaged view`;
  }
  return null;
}

function rowsProblem(rows: unknown): string | null {
  const sound = list(rows).every(
    (row) =>
      isObject(row) &&
      Array.isArray(row.columns) &&
      row.columns.every((column: unknown) => isObject(column) && Array.isArray(column.blocks)),
  );
  return sound ? null : "a row is damaged";
}

function reactionsProblem(table: unknown): string | null {
  if (!isObject(table)) return "'reactions' are missing";
  for (const key of ["order", "reactions", "needs", "tracked", "ambient"])
    if (!Array.isArray(table[key])) return `'reactions.${key}' is missing`;
  const sound = list(table.reactions).every(
    (rule) => isObject(rule) && Array.isArray(rule.when) && Array.isArray(rule.run),
  );
  return sound ? null : "a reaction is damaged";
}

function pythonProblem(python: unknown): string | null {
  if (python === null) return null;
  if (!isObject(python)) return "'python' is damaged";
  for (const key of ["core", "packages", "files"]) {
    const files = python[key];
    if (!Array.isArray(files)) return `'python.${key}' is missing`;
    for (const file of files)
      if (!isObject(file) || typeof file.path !== "string" || typeof file.sha256 !== "string")
        return `a file of 'python.${key}' is damaged`;
  }
  return null;
}
