/**
 * The program (`app.json`): everything of a notebook and its settings that a page needs, and nothing else.
 * @module
 */

import { sqlNames } from "../analyze/sql.ts";
import type { VersionedFile } from "../contract/file-url.ts";
import type { ReactionTable } from "../contract/graph.ts";
import type { ProjectId } from "../contract/ids.ts";
import type { PythonPlan, Step } from "../contract/kernel.ts";
import { type BlockView, type Heading, PROGRAM_FORMAT, type Program, type ProgramBlock } from "../contract/program.ts";
import type { Block, Document } from "../document.ts";
import type { AppSettings } from "../settings.ts";
import { highlightPython } from "./highlight.ts";
import { layoutRows } from "./layout.ts";
import { Anchors } from "./markdown.ts";
import { storeOutputs } from "./saved-outputs.ts";
import { renderTextBlock } from "./text-block.ts";

export interface ProgramParts {
  /** Blocks that viewers will not see have a place and content too, for the author to see. Default false. */
  readonly editing?: boolean;
  readonly document: Document;
  readonly settings: AppSettings;
  readonly project: ProjectId;
  /** See `Program`; default false. */
  readonly served?: boolean;
  readonly reactions: ReactionTable;
  readonly python: PythonPlan | null;
  readonly runtime: Program["runtime"];
  /** Keeps a large output as a file, and tells where. */
  readonly storeOutput: (text: string) => VersionedFile;
}

/** Builds the program. */
export function buildProgram(parts: ProgramParts): Program {
  const { document, settings, reactions, python, editing = false } = parts;
  const anchors = new Anchors();
  const blocks = document.blocks.map((block) => programBlock(block, parts, anchors));
  const placed = document.blocks.filter(
    ({ kind, settings: { visible } }) => (visible && kind !== "unsupported") || editing,
  );
  const title = settings.title ?? firstHeading(anchors.headings) ?? document.name;
  return {
    format: PROGRAM_FORMAT,
    project: parts.project,
    notebook: document.name,
    title,
    description: settings.description ?? "",
    settings: {
      access: settings.access,
      allowRun: settings.allowRun,
      reactivity: settings.reactivity,
      apply: settings.apply,
      showOutputs: settings.showOutputs,
      hideCode: settings.hideCode,
      fullWidth: settings.fullWidth,
      tableOfContents: settings.tableOfContents,
      load: settings.load,
      isolate: settings.isolate,
      theme: settings.theme,
      ...(settings.embed.oneKernel && { oneKernel: true }),
    },
    runtime: parts.runtime,
    served: parts.served ?? false,
    blocks,
    rows: layoutRows(placed, editing),
    headings: anchors.headings,
    reactions,
    python,
  };
}

function firstHeading(headings: readonly Heading[]): string | null {
  return headings.find(({ level }) => level === 1)?.text ?? null;
}

function programBlock(block: Block, parts: ProgramParts, anchors: Anchors): ProgramBlock {
  return {
    id: block.id,
    type: block.type,
    title: block.title,
    visible: block.settings.visible,
    view: blockView(block, parts, anchors),
    // A page that nobody may run needs no source.
    step: parts.settings.allowRun || block.kind === "input" ? blockStep(block, parts.settings.showOutputs) : null,
  };
}

function blockView(
  block: Block,
  { settings, storeOutput, editing = false }: ProgramParts,
  anchors: Anchors,
): BlockView {
  if (block.kind === "input") return { kind: "input" };
  // Hidden text is not shown and its headings are in no list.
  const text = block.settings.visible || editing ? renderTextBlock(block, anchors) : null;
  if (text !== null) return { kind: "text", html: text };
  if (!("outputs" in block)) return { kind: "text", html: "" };
  const { codeHidden, outputHidden } = block.settings;
  const visible = block.settings.visible || editing;
  const shows = visible && !outputHidden;
  const showsCode = block.kind === "code" && visible && !codeHidden && !settings.hideCode;
  return {
    kind: "code",
    codeHtml: showsCode ? highlightPython(block.source) : null,
    showOutput: shows,
    outputs: settings.showOutputs && shows ? storeOutputs(block.outputs, storeOutput) : [],
  };
}

/** What a kernel does for the block; `null` for nothing. `saved` takes the input values that the notebook was saved with. */
export function blockStep(block: Block, saved: boolean): Step | null {
  switch (block.kind) {
    case "code":
      return {
        kind: "python",
        source: block.magic?.name === "html" || block.magic?.name === "markdown" ? block.magic.body : block.python,
        magic: block.magic && { name: block.magic.name, args: block.magic.args },
      };
    case "input":
      return { kind: "input", input: saved ? (block.saved ?? block.input) : block.input };
    case "big-number":
      return {
        kind: "big-number",
        title: block.heading,
        value: block.value,
        format: block.format,
        comparison: block.comparison,
      };
    case "chart":
      return {
        kind: "chart",
        variable: block.variable,
        spec: block.height === null ? block.spec : { height: block.height, ...Object(block.spec) },
        filters: block.filters,
      };
    case "sql": {
      const { tables, variables } = sqlNames(block.source);
      return {
        kind: "sql",
        query: block.source,
        variable: block.variable,
        reads: [...new Set([...tables, ...variables])].sort(),
      };
    }
    default:
      return null;
  }
}
