/**
 * Compiles a notebook for the app that it is or becomes on a server: a copy takes over what the app has and the copy lacks.
 * @module
 */
import type { AppDetails } from "../../contract/api.ts";
import type { BlockId, ProjectId } from "../../contract/ids.ts";
import { hasErrors } from "../../diagnostics/diagnostic.ts";
import type { BlockSettings } from "../../document.ts";
import { blockMarks } from "../../publish/block-marks.ts";
import { keptSettings } from "../../publish/keep-settings.ts";
import { parseNotes } from "../../publish/notes.ts";
import type { CompiledNotebook, NotebookOptions } from "../compile-notebook.ts";
import { sha256 } from "../wheel-sources/cache.ts";
import type { ServerClient } from "./server-client.ts";
import { ServerError } from "./server-error.ts";

/** What a publish adds to the options of a compile. */
export type ForApp = Pick<NotebookOptions, "host" | "project" | "kept" | "settingsText">;

export interface CompileForApp {
  readonly compile: (more: ForApp) => Promise<CompiledNotebook>;
  /** The server; asked for only once the notebook is known to be good. */
  readonly server: (project: ProjectId) => Promise<ServerClient>;
  /** The app that this copy is to follow; `null` for the app of the notebook's own project. */
  readonly copyOf: ProjectId | null;
}

export interface CompiledForApp {
  readonly compiled: CompiledNotebook;
  /** `null` for an app that is not there yet, or where the notebook has errors. */
  readonly before: AppDetails | null;
  /** Choices about blocks that were taken over. */
  readonly kept: ReadonlyMap<BlockId, BlockSettings>;
}

export async function compileForApp({ compile, server, copyOf }: CompileForApp): Promise<CompiledForApp> {
  const followed = copyOf === null ? null : await appBefore(await server(copyOf), copyOf);
  const more: ForApp = {
    host: "server",
    ...(copyOf !== null && { project: copyOf }),
    ...(followed && { settingsText: parseNotes(followed.notes).settings }),
  };
  const compiled = await compile(more);
  const { bundle, document, diagnostics } = compiled;
  if (!bundle || !document || hasErrors(diagnostics)) return { compiled, before: null, kept: new Map() };
  const { project } = bundle.program;
  const before = followed ?? (await appBefore(await server(project), project));
  if (!before) return { compiled, before, kept: new Map() };
  const kept = keptSettings({
    blocks: document.blocks,
    marks: blockMarks(document.blocks, sha256),
    before: before.blocks,
    notes: parseNotes(before.notes),
    copy: copyOf !== null,
  });
  return { compiled: kept.size === 0 ? compiled : await compile({ ...more, kept }), before, kept };
}

/** The app as the server has it; `null` if it is new there. */
async function appBefore(server: ServerClient, project: string): Promise<AppDetails | null> {
  try {
    return await server.app(project);
  } catch (error) {
    if (error instanceof ServerError && error.code === "not-found") return null;
    throw error;
  }
}
