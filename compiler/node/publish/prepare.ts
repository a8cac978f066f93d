/**
 * Everything about a publish that can be known before anything leaves the machine.
 * @module
 */
import { readFileSync } from "node:fs";
import type { Access, AppDetails, Manifest } from "../../contract/api.ts";
import type { ProjectId } from "../../contract/ids.ts";
import { hasErrors } from "../../diagnostics/diagnostic.ts";
import { blockMarks } from "../../publish/block-marks.ts";
import { noteBlocks } from "../../publish/keep-settings.ts";
import { printNotes } from "../../publish/notes.ts";
import { type Review, review } from "../../publish/review.ts";
import { type SuspectFile, suspectName, suspectText } from "../../publish/suspects.ts";
import { settingGiven, withProject } from "../../settings.ts";
import type { CompiledNotebook } from "../compile-notebook.ts";
import { hashFile } from "../file-hash.ts";
import type { PlacedFile } from "../output.ts";
import { sha256 } from "../wheel-sources/cache.ts";
import type { CompiledForApp } from "./compile-for-app.ts";
import type { Blob } from "./upload.ts";

/** A version that is ready to be sent. */
export interface Prepared {
  readonly project: ProjectId;
  /** The app as the server has it; `null` for a new one. */
  readonly before: AppDetails | null;
  readonly manifest: Manifest;
  readonly blobs: readonly Blob[];
  readonly review: Review;
}

export interface PrepareOptions extends Omit<CompiledForApp, "compiled"> {
  /** Where a new app goes; `null` for the person's first workspace. */
  readonly workspace: string | null;
  /** Asked for on the command line, before what the settings say. */
  readonly access: Access | null;
}

/** Files larger than this (bytes) are not searched for secrets. */
const SEARCHED = 1 << 20;

/** Prepares a compiled notebook; `null` if it has errors. */
export async function prepare(compiled: CompiledNotebook, options: PrepareOptions): Promise<Prepared | null> {
  const { bundle, document, settings, diagnostics } = compiled;
  if (!bundle || !document || hasErrors(diagnostics)) return null;
  const { before, kept } = options;
  const blobs = (await compiled.place()).map((placed) => ({ path: placed.path, ...blobOf(placed) }));
  const files = blobs.map(({ path, sha256, size }) => ({ path, sha256, size }));
  const blocks = blockMarks(document.blocks, sha256);
  const access = options.access ?? (settingGiven(compiled.settingsText, "access") ? settings.access : null);
  return {
    project: bundle.program.project,
    before,
    blobs,
    manifest: {
      workspace: options.workspace,
      title: bundle.program.title,
      description: bundle.program.description,
      access,
      embed: { allow: settings.embed.allow, origins: settings.embed.origins },
      runtime: bundle.program.runtime,
      files,
      blocks,
      notes: printNotes({
        settings: withProject(compiled.settingsText, bundle.program.project),
        blocks: noteBlocks(document.blocks, kept),
      }),
      follows: before?.version ?? null,
    },
    review: review({
      blocks: document.blocks,
      marks: blocks,
      hideCode: settings.hideCode,
      before,
      kept,
      access,
      files,
      ignored: compiled.ignored,
      diagnostics,
      suspectFiles: blobs.flatMap(suspects),
    }),
  };
}

function blobOf(placed: PlacedFile): Blob {
  if ("file" in placed) return { ...hashFile(placed.file), content: { file: placed.file } };
  return { sha256: sha256(placed.text), size: Buffer.byteLength(placed.text), content: { text: placed.text } };
}

function suspects({ path, size, content }: Blob & { readonly path: string }): SuspectFile[] {
  if (!path.startsWith("work/")) return [];
  const name = suspectName(path);
  if (name) return [name];
  if (size > SEARCHED) return [];
  const text = "text" in content ? content.text : readFileSync(content.file, "utf8");
  // A binary file's bytes look like anything.
  return text.includes("\0") || text.includes("\ufffd") ? [] : suspectText(path, text);
}
