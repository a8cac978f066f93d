/**
 * IPython's syntax in a code cell: made into plain Python with the same line numbers, into requirements, or into an error
 * that says what to write instead.
 * @module
 */
import type { CellMagic } from "../contract/kernel.ts";
import type { Diagnostic, Place } from "../diagnostics/diagnostic.ts";
import { badMagic } from "../diagnostics/read.ts";
import type { CodeBlock, StatedRequirement } from "../document.ts";
import { insteadOf, runnableMagic } from "./line-magics.ts";

/** A cell after its magics are understood. */
export interface PlainCell {
  readonly python: string;
  readonly magic: CodeBlock["magic"];
  readonly requirements: readonly StatedRequirement[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Line magics about display, notebook comfort or the past, that an app needs nothing for. */
const DROPPED =
  /^(matplotlib|config|load_ext|reload_ext|autoreload|precision|pylab_import|automagic|colors|xmode|pprint|doctest_mode|warnings)$/;
const CELL_MAGICS: Readonly<Record<string, CellMagic["name"]>> = {
  time: "time",
  timeit: "timeit",
  capture: "capture",
  html: "html",
  HTML: "html",
  markdown: "markdown",
  md: "markdown",
};

/**
 * Reads a cell.
 *
 * @param place - Of the cell's first line; its `line` counts in the cell.
 */
export function readMagics(source: string, place: Place): PlainCell {
  const lines = source.split("\n");
  const first = lines.findIndex((line) => line.trim() !== "");
  const cell = /^%%(\w+)\s*(.*)$/.exec((lines[first] ?? "").trim());
  if (!cell) return readLines(lines, place, 0, null);
  const name = CELL_MAGICS[cell[1] ?? ""];
  if (name === undefined) {
    return {
      python: source,
      magic: null,
      requirements: [],
      diagnostics: [badMagic({ ...place, line: first + 1 }, `%%${cell[1]}`, insteadOf(`%${cell[1]}`))],
    };
  }
  const body = lines.slice(first + 1).join("\n");
  const args = (cell[2] ?? "").trim();
  if (name === "html" || name === "markdown")
    return { python: "", magic: { name, args, body }, requirements: [], diagnostics: [] };
  return readLines(lines.with(first, ""), place, first + 1, { name, args, body });
}

function readLines(lines: readonly string[], place: Place, from: number, magic: CodeBlock["magic"]): PlainCell {
  const requirements: StatedRequirement[] = [];
  const diagnostics: Diagnostic[] = [];
  let state = START;
  const python = lines.map((line, index) => {
    if (index < from) return line;
    const at = { ...place, line: index + 1 };
    if (!isOpen(state)) {
      const read = readLine(line, at);
      requirements.push(...(read?.requirements ?? []));
      diagnostics.push(...(read?.diagnostics ?? []));
      if (read) return read.python;
    }
    state = scanLine(line, state);
    return line;
  });
  return { python: python.join("\n"), magic, requirements, diagnostics };
}

type ReadLine = { python: string; requirements?: StatedRequirement[]; diagnostics?: Diagnostic[] };

/** A line that begins a statement; `null` if it is ordinary Python. */
function readLine(line: string, place: Place): ReadLine | null {
  const [indent = "", text = ""] = [/^\s*/.exec(line)?.[0], line.trim()];
  const magic = /^%(\w+)\s*(.*)$/.exec(text);
  if (magic) return lineMagic(indent, magic[1] ?? "", (magic[2] ?? "").trim(), place);
  if (text.startsWith("!")) return shell(text.replace(/^!+/, "").trim(), text, place);
  // IPython lets `pip` go without its sign.
  if (/^pip3?\s+install\s/.test(text)) return shell(text, text, place);
  const assigned = /^[\w.,\s[\]]+=\s*([!%])(\w.*)$/.exec(text);
  if (assigned) {
    return {
      python: line,
      diagnostics: [badMagic(place, `${assigned[1]}${assigned[2]}`, "Compute the value in Python instead.")],
    };
  }
  if (/^\?{1,2}[\w.]+$|^[\w.]+\?{1,2}$/.test(text)) return { python: "" };
  return null;
}

function lineMagic(indent: string, name: string, args: string, place: Place): ReadLine {
  // `pass` keeps an indented block that holds nothing else valid.
  const nothing = indent === "" ? "" : `${indent}pass`;
  if (DROPPED.test(name)) return { python: nothing };
  if (name === "pip" || name === "conda" || name === "mamba" || name === "uv")
    return { ...install(args, `%${name} ${args}`, place), python: nothing };
  const python = runnableMagic(name, args);
  if (python !== null) return { python: indent + python };
  return { python: nothing, diagnostics: [badMagic(place, `%${name}`, insteadOf(name))] };
}

function shell(command: string, text: string, place: Place): ReadLine {
  const pip = /^(?:python3?\s+-m\s+)?(?:pip3?|uv\s+pip|conda|mamba)\s+(.*)$/.exec(command);
  if (pip) return { ...install(pip[1] ?? "", text, place), python: "" };
  return {
    python: "",
    diagnostics: [
      badMagic(
        place,
        text.split(/\s/)[0] ?? text,
        "An app has no shell: do it in Python (pathlib, shutil, urllib), or put the file into the work folder.",
      ),
    ],
  };
}

const VALUED =
  /^(-i|--index-url|--extra-index-url|-f|--find-links|-t|--target|-c|--channel|--constraint|--trusted-host|--root)$/;

/** `install a "b>=1" -q`: the requirements in it. */
function install(args: string, text: string, place: Place): Omit<ReadLine, "python"> {
  // What a shell would do with the output, or next, means nothing here.
  const own = args.split(/\s(?:&&|\|\|?|;|\d?>>?)|;(?=\s|$)|\s#/)[0] ?? "";
  const words = [...own.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map((match) => match[1] ?? match[2] ?? match[3] ?? "");
  if (words[0] !== "install")
    return words[0] === "list" || words[0] === "freeze" || words[0] === "show"
      ? {}
      : { diagnostics: [badMagic(place, text, "Only 'install' means something for an app.")] };
  const requirements: StatedRequirement[] = [];
  const diagnostics: Diagnostic[] = [];
  for (let index = 1; index < words.length; index++) {
    const word = words[index] ?? "";
    if (word === "-r" || word === "--requirement" || word.startsWith("git+") || word === "-e") {
      diagnostics.push(badMagic(place, text, "Name the packages themselves: %pip install numpy pandas."));
      break;
    }
    if (VALUED.test(word)) index++;
    else if (/[{}$]/.test(word)) {
      diagnostics.push(badMagic(place, text, "Name the package itself: what a variable holds is not known yet."));
    } else if (!word.startsWith("-")) requirements.push({ text: word, place });
  }
  return { requirements, diagnostics };
}

// Which lines begin a statement

interface State {
  readonly quote: string | null;
  readonly depth: number;
  readonly continued: boolean;
}

const START: State = { quote: null, depth: 0, continued: false };

function isOpen({ quote: open, depth, continued }: State): boolean {
  return open !== null || depth > 0 || continued;
}

/** Follows strings and brackets through one line of Python. */
function scanLine(line: string, before: State): State {
  let open = before.quote;
  let depth = before.depth;
  for (let at = 0; at < line.length; at++) {
    const char = line[at] ?? "";
    if (open !== null) {
      if (char === "\\") at++;
      else if (line.startsWith(open, at)) {
        at += open.length - 1;
        open = null;
      }
    } else if (char === "#") {
      break;
    } else if (char === '"' || char === "'") {
      open = line.startsWith(char.repeat(3), at) ? char.repeat(3) : char;
      at += open.length - 1;
    } else if ("([{".includes(char)) depth++;
    else if (")]}".includes(char)) depth = Math.max(0, depth - 1);
  }
  const continued = line.endsWith("\\");
  return { quote: open !== null && (open.length === 3 || continued) ? open : null, depth, continued };
}
