/**
 * Reading and analysing: what there is to say of a notebook before any package is looked for.
 * @module
 */
import { type Analysis, analyze } from "./analyze/analyze.ts";
import type { BlockId } from "./contract/ids.ts";
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import { hiddenIsNotSecret, sqlConnection, staticIsOpen, unsupportedBlock } from "./diagnostics/emit.ts";
import type { BlockSettings, Document } from "./document.ts";
import { findSecrets } from "./emit/secrets.ts";
import { type NotebookSource, readNotebook } from "./read/notebook.ts";
import type { CompileRequest } from "./request.ts";
import { type AppSettings, parseSettings } from "./settings.ts";

/** Reads and analyses, without packages and without a bundle: what `graph` shows and `check` begins with. */
export function examine(
  source: NotebookSource,
  settingsSource: CompileRequest["settings"],
  { localModules = [], kept = new Map() }: ExamineOptions = {},
): Examined {
  const { settings, diagnostics: ofSettings } = parseSettings(settingsSource);
  const { document: read, diagnostics: ofReading } = readNotebook(source);
  const document = read && withKept(read, kept);
  if (document === null) return { document, settings, analysis: null, diagnostics: [...ofReading, ...ofSettings] };
  const analysis = analyze(document, localModules);
  const diagnostics = [
    ...ofReading,
    ...ofSettings,
    ...analysis.diagnostics,
    ...appFindings(document, settings, settingsSource?.file ?? source.file),
  ];
  return { document, settings, analysis, diagnostics };
}

export interface ExamineOptions {
  /** Python modules among the work files. */
  readonly localModules?: readonly string[];
  /** See {@link CompileRequest.kept}. */
  readonly kept?: ReadonlyMap<BlockId, BlockSettings>;
}

function withKept(document: Document, kept: ReadonlyMap<BlockId, BlockSettings>): Document {
  if (kept.size === 0) return document;
  const blocks = document.blocks.map((block) => ({ ...block, settings: kept.get(block.id) ?? block.settings }));
  return { ...document, blocks };
}

export interface Examined {
  readonly document: Document | null;
  readonly settings: AppSettings;
  readonly analysis: Analysis | null;
  readonly diagnostics: readonly Diagnostic[];
}

function appFindings(document: Document, settings: AppSettings, settingsFile: string): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const block of document.blocks) {
    if (block.kind === "sql" && isRemote(block.integration))
      found.push(sqlConnection(block.place, !block.settings.visible));
    if (block.kind !== "unsupported") continue;
    found.push(unsupportedBlock(block.place, block.type, !block.settings.visible));
  }
  found.push(...findSecrets(document.blocks));
  const hidden = document.blocks.filter(
    ({ kind, settings: { visible, codeHidden } }) => kind === "code" && (!visible || codeHidden || settings.hideCode),
  ).length;
  if (settings.access !== "workspace" && hidden > 0) found.push(hiddenIsNotSecret(document.file, hidden));
  if (settings.access !== "public") found.push(staticIsOpen(settingsFile, settings.access));
  return found;
}

/** Whether a SQL block asks a database of its own instead of the notebook's DataFrames. */
function isRemote(integration: string | null): boolean {
  return integration !== null && integration !== "deepnote-dataframe-sql";
}
