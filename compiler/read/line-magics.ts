/**
 * IPython's line magics as Python: calls of `__magic__`, which kernels have. The code in them stays code, so that its names are seen.
 * @module
 */
import { parsePython } from "../analyze/python/parse.ts";

/** A line magic that an app runs, as one line of Python; `null` for any other, or where its code is none that it can time. */
export function runnableMagic(name: string, args: string): string | null {
  switch (name) {
    case "time":
      return timed(args);
    case "timeit":
      return timeit(args);
    case "env":
      return environment(args);
    case "set_env":
      return /^\S+[=\s]/.test(args) ? environment(args) : null;
    case "cd":
      return `__magic__.cd(${text(args.replace(/^(["'])(.*)\1$/, "$2"))})`;
    case "pwd":
      return "__magic__.pwd()";
    default:
      return null;
  }
}

/** A Python string literal; JSON's is one. */
function text(value: string): string {
  return JSON.stringify(value);
}

function timed(code: string): string | null {
  const { module, error } = parsePython(code);
  const [statement, ...others] = module.body;
  if (error || !statement || COMPOUND.test(statement.type)) return null;
  const expression = statement.type === "Expr" && others.length === 0 && !/\bawait\b/.test(code);
  return expression ? `__magic__.time(lambda: (${bare(code)}))` : `with __magic__.timed(): ${code}`;
}

const COMPOUND = /^(FunctionDef|ClassDef|If|While|For|With|Try|Match)$/;

function timeit(args: string): string | null {
  const options = /^(?:-(?:[nrp]\s*\d+|[qotc])\s+)*/.exec(args)?.[0] ?? "";
  const code = args.slice(options.length);
  const { module, error } = parsePython(code);
  const [statement, ...others] = module.body;
  if (error || others.length > 0 || /\bawait\b/.test(code)) return null;
  if (statement?.type === "Expr") return `__magic__.timeit(${text(options.trim())}, lambda: (${bare(code)}))`;
  if (statement?.type !== "Assign") return null;
  // As IPython does, what is timed binds nothing.
  const value = code.slice(statement.value.start, statement.value.end);
  return `__magic__.timeit(${text(options.trim())}, lambda: (${value}))`;
}

/** An expression without the `;` and comment behind it. */
function bare(code: string): string {
  const [statement] = parsePython(code).module.body;
  return statement?.type === "Expr" ? code.slice(statement.value.start, statement.value.end) : code;
}

function environment(args: string): string {
  const set = /^([^\s=]+)(?:\s*=\s*|\s+)(.*)$/.exec(args);
  if (set) return `__magic__.set_env(${text(set[1] ?? "")}, ${text(set[2] ?? "")})`;
  return `__magic__.env(${args === "" ? "" : text(args)})`;
}

const INSTEAD: Readonly<Record<string, string>> = {
  time: "Time one statement, or put %%time at the top of the cell.",
  timeit: "Time one expression, or put %%timeit at the top of a cell of its own.",
  run: "Import the file from the work folder, or put its code into the notebook.",
  "%bash": "An app has no shell: do it in Python (pathlib, shutil, urllib), or put the file into the work folder.",
  "%sh": "An app has no shell: do it in Python (pathlib, shutil, urllib), or put the file into the work folder.",
  "%script": "An app has no shell: do it in Python (pathlib, shutil, urllib), or put the file into the work folder.",
  "%writefile": "Write pathlib.Path(name).write_text(...), or put the file into the work folder.",
  "%latex": "Write: from IPython.display import Latex; display(Latex(...)).",
  "%svg": "Write: from IPython.display import SVG; display(SVG(...)).",
  "%javascript": "Write: from IPython.display import HTML; display(HTML('<script>...</script>')).",
  "%js": "Write: from IPython.display import HTML; display(HTML('<script>...</script>')).",
  "%sql": "Use an SQL block of a .deepnote notebook, or call the library in Python.",
  sql: "Use an SQL block of a .deepnote notebook, or call the library in Python.",
  store: "Write the value to a file in the work folder.",
  load: "Put the code into the notebook itself.",
  who: "Write print(sorted(globals())).",
  whos: "Write print(sorted(globals())).",
  ls: "Write: import os; print(os.listdir()).",
  cat: "Write print(open(name).read()).",
  mkdir: "Write: import os; os.makedirs(name, exist_ok=True).",
};

const WORKING =
  "%time, %timeit, %env, %cd, %pip install and display magics work, and %%time, %%timeit, %%capture, %%html, %%markdown.";

/** What to write in place of a magic that no app can run; cell magics with one `%` before their name. */
export function insteadOf(name: string): string {
  return INSTEAD[name] ?? `Remove it, or write in Python what it does. ${WORKING}`;
}
