/**
 * Compiles a dropped notebook in the page: the compiler's pure core, with the site's own files around it.
 * @module
 */
import { sha256 as hash } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import {
  type Compiled,
  compile,
  type Diagnostic,
  projectId,
  type SourceFile,
  UNPREPARED,
} from "../../compiler/index.ts";
import { carriedIndex } from "./carried-index.ts";
import type { Dropped } from "./dropped.ts";
import { loadPart, loadParts, loadPartText, loadPrepared, type PartKind, type Parts } from "./parts.ts";

/** What became of a notebook. */
export interface Attempt {
  readonly title: string;
  readonly diagnostics: readonly Diagnostic[];
  /** `null` where errors are among the findings. */
  readonly bundle: Bundle | null;
  /** Where Python would run. */
  readonly runtime: "browser" | "server";
}

/** The app: all of its files, fetched when they are asked for. */
export interface Bundle {
  readonly entries: NonNullable<Compiled["bundle"]>["entries"];
  content(entry: NonNullable<Compiled["bundle"]>["entries"][number]): Promise<Blob>;
}

const digest = (text: string): string => bytesToHex(hash(utf8ToBytes(text)));

/** Compiles. @throws `PartsError` if the site's own files do not arrive. */
export async function compileHere(dropped: Dropped): Promise<Attempt> {
  const parts = await loadParts();
  const [css, serviceWorker] = await Promise.all([
    loadPartText("runtime", "page.css"),
    loadPartText("runtime", "sw.js"),
  ]);
  const work = new Map(dropped.work.map(({ name, content }) => [name, content]));
  const { bundle, diagnostics, settings } = await compile({
    source: { file: dropped.notebook.name, text: dropped.notebook.text, notebook: dropped.choice },
    settings: dropped.settings && { file: dropped.settings.name, text: dropped.settings.text },
    project: newProject(),
    index: carriedIndex(parts),
    runtime: { ...parts.runtime, css, serviceWorker },
    duckdb: parts.duckdb,
    core: parts.core,
    workFiles: await Promise.all(dropped.work.map(({ name, content }) => describe(name, content))),
    host: "static",
    sha256: digest,
    preparePython: ({ packages, prerun }) =>
      Promise.resolve(
        (prerun === "none" ? undefined : parts.starts.find((start) => has(start, packages)))?.prepared ?? UNPREPARED,
      ),
    wheelSize: ({ fileName }) => Promise.resolve(parts.carried[fileName] ?? 1),
  });
  const program = bundle?.program ?? null;
  // With a prepared Python there are no wheels to ask for.
  const missing = (program?.python?.packages ?? []).filter(({ fileName }) => parts.carried[fileName] === undefined);
  const findings = [
    ...diagnostics.map((one) => explained(one, parts)),
    ...missing.map(({ name }) => notCarried(name, dropped, parts)),
  ];
  return {
    title: program?.title ?? settings.title ?? dropped.notebook.name,
    diagnostics: findings,
    runtime: program?.runtime ?? "browser",
    bundle:
      bundle === null || missing.length > 0
        ? null
        : {
            entries: bundle.entries,
            content: async (entry) => {
              if ("text" in entry) return new Blob([entry.text]);
              if (entry.copy === "wheel") return loadPart("wheels", entry.wheel.fileName);
              if (entry.copy === "prepared") return loadPrepared(entry.name);
              if (entry.copy === "work") return work.get(entry.name) ?? new Blob();
              const kinds: Readonly<Record<string, PartKind>> = { runtime: "runtime", core: "core", duckdb: "duckdb" };
              return loadPart(kinds[entry.copy] ?? "runtime", entry.name);
            },
          },
  };
}

function newProject(): NonNullable<ReturnType<typeof projectId>> {
  const project = projectId(crypto.randomUUID());
  if (project === null) throw new TypeError("A random UUID is no UUID.");
  return project;
}

async function describe(name: string, content: Blob): Promise<SourceFile> {
  const digested = await crypto.subtle.digest("SHA-256", await content.arrayBuffer());
  return { name, size: content.size, sha256: bytesToHex(new Uint8Array(digested)) };
}

/** A Python that has all of these; what it has beyond them stays unseen. */
function has(
  start: Parts["starts"][number],
  packages: readonly { readonly name: string; readonly version: string }[],
): boolean {
  return packages.every(({ name, version }) => start.packages.includes(`${name}-${version}`));
}

/** Here nobody can be asked for packages beyond Pyodide's; the command can. */
function explained(diagnostic: Diagnostic, parts: Parts): Diagnostic {
  if (diagnostic.code !== "unknown-package") return diagnostic;
  return {
    ...diagnostic,
    message: `${diagnostic.message.replace(/\.$/, "")} on this page, which carries ${parts.roots.join(", ")} and no package index.`,
    help: `Ask the command, which looks in the package index and says where the package can run: npx notebook-app check ${diagnostic.place.file}`,
  };
}

function notCarried(name: string, { notebook }: Dropped, parts: Parts): Diagnostic {
  return {
    code: "not-on-this-page",
    severity: "error",
    message: `'${name}' runs in a browser, but this page does not carry it: it has ${parts.roots.join(", ")}.`,
    help: `Build it with the command, which fetches what is needed: npx notebook-app build ${notebook.name}`,
    place: { file: notebook.name },
  };
}
