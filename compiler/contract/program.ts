/**
 * `app.json`: the compiled form of a notebook and its settings, all that a page needs.
 * @module
 */
import type { ReactionTable } from "./graph.ts";
import type { BlockId, ProjectId } from "./ids.ts";
import type { BundleFile, PythonPlan, Step } from "./kernel.ts";
import type { Output } from "./outputs.ts";

/** Grows when a page of an older runtime could not read the file. */
export const PROGRAM_FORMAT = 1;

/** App settings that a page acts on; SPEC section 2 says what each means. */
export interface PageSettings {
  readonly access: "workspace" | "link" | "public";
  readonly allowRun: boolean;
  readonly reactivity: boolean;
  readonly apply: "auto" | "manual";
  readonly showOutputs: boolean;
  readonly hideCode: boolean;
  readonly fullWidth: boolean;
  readonly tableOfContents: boolean;
  readonly load: "eager" | "idle" | "interaction";
  /** Elements of one page that show the app share one session; left out where they do not. */
  readonly oneKernel?: true;
  /** The service worker may isolate the page. */
  readonly isolate: boolean;
  readonly theme: "auto" | "light" | "dark";
}

/** What a viewer sees of one block. Blocks that are hidden are in {@link Program.blocks} too: they run. */
export type BlockView =
  /** Text, image, separator: finished, harmless HTML. */
  | { readonly kind: "text"; readonly html: string }
  /** The control of an input; its spec is in the block's step. */
  | { readonly kind: "input" }
  /** Code (or nothing of it) and outputs. */
  | {
      readonly kind: "code";
      /** Highlighted source as HTML (spans with classes), `null` when code is hidden. */
      readonly codeHtml: string | null;
      readonly showOutput: boolean;
      /** Saved outputs shown before the first run; empty unless `showOutputs`. */
      readonly outputs: readonly SavedOutput[];
    };

/** An output in the file, or where it lies when it is large. */
export type SavedOutput =
  | Output
  | { readonly output_type: "file"; readonly path: string /** Lower-case hexadecimal. */; readonly sha256: string };

export interface ProgramBlock {
  readonly id: BlockId;
  /** The format's own name of the type: `code`, `markdown`, `input-slider`, … */
  readonly type: string;
  /** For tracebacks, messages and the graph, e.g. `block 3`. */
  readonly title: string;
  /** Hidden blocks are not visible; they still run. */
  readonly visible: boolean;
  readonly view: BlockView;
  /** What a kernel does for it; `null` if nothing. */
  readonly step: Step | null;
}

/** A row of the page: one column, or several side by side. Only visible blocks are in rows. */
export interface Row {
  readonly columns: readonly Column[];
}
export interface Column {
  /** Share of the row in percent; `null` takes an equal part of what is left. */
  readonly width: number | null;
  readonly blocks: readonly BlockId[];
}

export interface Heading {
  /** Anchor in the page. */
  readonly anchor: string;
  readonly level: 1 | 2 | 3;
  readonly text: string;
}

export interface Program {
  readonly format: typeof PROGRAM_FORMAT;
  readonly project: ProjectId;
  /** The notebook's name. */
  readonly notebook: string;
  readonly title: string;
  readonly description: string;
  readonly settings: PageSettings;
  readonly runtime: "browser" | "server";
  /** A publishing server stands in front of the app: it counts runs, and answers below `-/`. */
  readonly served: boolean;
  /** Notebook order. */
  readonly blocks: readonly ProgramBlock[];
  readonly rows: readonly Row[];
  /** Of visible text blocks, in order. */
  readonly headings: readonly Heading[];
  readonly reactions: ReactionTable;
  /** `null` when viewers may not run, or on a server kernel. */
  readonly python: PythonPlan | null;
  /** The kernel program that belongs to this one, on a server kernel; no page can fetch it. */
  readonly server?: BundleFile | null;
}

/**
 * What the title in the bar is to the page: its main `heading`, if the notebook has none; an `echo` of the heading that the page opens
 * with; or just a `label`.
 */
export function titleRole({ title, headings }: Program): "heading" | "echo" | "label" {
  if (!headings.some(({ level }) => level === 1)) return "heading";
  return headings[0]?.level === 1 && headings[0].text === title ? "echo" : "label";
}
