/**
 * What the readers tell an author about a notebook file.
 * @module
 */
import type { Diagnostic, Place } from "./diagnostic.ts";

type Severity = Diagnostic["severity"];

function finding(
  code: string,
  severity: Severity,
  place: Place,
  [message, help]: readonly [string, string],
): Diagnostic {
  return { code, severity, message, help, place };
}

/** A file that is not there, or that the system does not let read. */
export function unreadableFile(file: string, why: string): Diagnostic {
  return finding("unreadable-file", "error", { file }, [`This file cannot be read: ${why}.`, "Check the path."]);
}

/** A file that holds other bytes than UTF-8's. */
export function notUtf8(place: Place): Diagnostic {
  return finding("not-utf-8", "error", place, ["This is not UTF-8 text.", "Save the file as UTF-8."]);
}

/** A file that is no notebook of any format. */
export function unknownFormat(file: string): Diagnostic {
  return finding("unknown-format", "error", { file }, [
    "This file is no notebook that can be read.",
    "Give an .ipynb (nbformat 4), a .deepnote file or a .py file in percent format (# %%).",
  ]);
}

/** A file whose JSON or YAML cannot be read. */
export function unreadable(place: Place, format: string, why: string): Diagnostic {
  return finding("unreadable-notebook", "error", place, [
    `This is not valid ${format}: ${why}`,
    "Open the notebook in the tool that wrote it and save it again.",
  ]);
}

/** A file whose content is not as its format demands. */
export function malformed(place: Place, what: string): Diagnostic {
  return finding("malformed-notebook", "error", place, [
    what,
    "Open the notebook in the tool that wrote it and save it again.",
  ]);
}

/** An nbformat other than 4. */
export function oldNotebook(file: string, version: string): Diagnostic {
  return finding("unsupported-nbformat", "error", { file }, [
    `This notebook has nbformat ${version}; only nbformat 4 can be read.`,
    "Convert it: jupyter nbconvert --to notebook --nbformat 4 (or open and save it in Jupyter).",
  ]);
}

/** A notebook in another language. */
export function notPython(file: string, language: string): Diagnostic {
  return finding("not-python", "error", { file }, [
    `This notebook's language is ${language}; only Python can run.`,
    "Use a notebook with a Python kernel.",
  ]);
}

/** A project of several notebooks without a choice, or with a wrong one. */
export function chooseNotebook(file: string, names: readonly string[], asked: string | null): Diagnostic {
  return finding("choose-notebook", "error", { file }, [
    asked === null ? "This project holds several notebooks." : `This project has no notebook '${asked}'.`,
    `Choose one with --notebook: ${names.map((name) => `"${name}"`).join(", ")}.`,
  ]);
}

/** Two blocks with one id. */
export function duplicateId(place: Place, id: string, renamed: string): Diagnostic {
  return finding("duplicate-block-id", "warning", place, [
    `Two blocks have the id '${id}'; this one is called '${renamed}' here.`,
    "Save the notebook again in its tool to give each block an id of its own.",
  ]);
}

/** Two inputs for one variable. */
export function duplicateInput(place: Place, name: string): Diagnostic {
  return finding("duplicate-input", "warning", place, [
    `Another input above sets the variable '${name}' too.`,
    "Give each input a variable of its own; a link can set only one of them.",
  ]);
}

/** A form comment that cannot be read. */
export function badForm(place: Place, text: string): Diagnostic {
  return finding("form-not-understood", "warning", place, [
    `This form comment is not understood: ${text}`,
    'Write for example: n = 10 #@param {type:"slider", min:0, max:100}. The line stays ordinary code.',
  ]);
}

/** IPython syntax that no app can run. */
export function badMagic(place: Place, text: string, instead: string): Diagnostic {
  return finding("magic-not-supported", "error", place, [`'${text}' does not work in an app.`, instead]);
}
