/**
 * What a publish would send, as its author should see it before anything leaves the machine.
 * @module
 */
import type { Access, AppDetails, BlockMark } from "../contract/api.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Block } from "../document.ts";
import { matchBlocks } from "./match-blocks.ts";
import type { SuspectFile } from "./suspects.ts";

/** A block, for people. */
export interface NamedBlock {
  readonly id: string;
  readonly title: string;
  /** The beginning of what it says. */
  readonly text: string;
}

/** A file, for people. */
export interface ReviewedFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
}

export interface Review {
  /** `null` for a new app. */
  readonly app: { readonly title: string; readonly link: string; readonly access: Access } | null;
  /** What it will be after the publish; `null` leaves it to the server, which begins with `workspace`. */
  readonly access: Access | null;
  /** Sorted by path. */
  readonly files: readonly ReviewedFile[];
  /** Of them, those that are the author's own. */
  readonly workFiles: readonly ReviewedFile[];
  /** Left out by `.appignore`. */
  readonly ignored: readonly string[];
  /** Blocks that are not shown, or without their code. They still ship with the app. */
  readonly hidden: readonly NamedBlock[];
  /** Blocks that the app did not have; none for a new app. */
  readonly added: readonly NamedBlock[];
  /** Blocks of a copy whose choices come from the published version. */
  readonly kept: readonly NamedBlock[];
  readonly secrets: readonly Diagnostic[];
  readonly suspectFiles: readonly SuspectFile[];
}

export interface ReviewParts {
  readonly blocks: readonly Block[];
  readonly marks: readonly BlockMark[];
  /** Whether the whole app hides code. */
  readonly hideCode: boolean;
  readonly before: AppDetails | null;
  readonly kept: ReadonlyMap<string, unknown>;
  readonly access: Access | null;
  readonly files: readonly ReviewedFile[];
  readonly ignored: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  readonly suspectFiles: readonly SuspectFile[];
}

/** Puts together what the author should see. */
export function review(parts: ReviewParts): Review {
  const { blocks, before } = parts;
  const added = before === null ? [] : matchBlocks(before.blocks, parts.marks).added;
  return {
    app: before && { title: before.title, link: before.link, access: before.access },
    access: parts.access ?? before?.access ?? null,
    files: parts.files,
    workFiles: parts.files.filter(({ path }) => path.startsWith("work/")),
    ignored: parts.ignored,
    hidden: blocks.filter((block) => isHidden(block, parts.hideCode)).map(named),
    added: added.flatMap((at) => blocks[at] ?? []).map(named),
    kept: blocks.filter(({ id }) => parts.kept.has(id)).map(named),
    secrets: parts.diagnostics.filter(({ code }) => code === "suspected-secret"),
    suspectFiles: parts.suspectFiles,
  };
}

/** Whether somebody should look before it is sent. */
export function isSuspect({ secrets, suspectFiles }: Review): boolean {
  return secrets.length > 0 || suspectFiles.length > 0;
}

function isHidden({ kind, settings }: Block, hideCode: boolean): boolean {
  return !settings.visible || (kind === "code" && (settings.codeHidden || hideCode));
}

/** Characters shown of a block. */
const SHOWN = 60;

function named(block: Block): NamedBlock {
  const source = "source" in block ? block.source : "text" in block ? block.text : "";
  const line = source.split("\n").find((one) => one.trim() !== "") ?? "";
  const text = block.kind === "input" ? block.input.name : line.trim();
  return { id: block.id, title: block.title, text: text.length > SHOWN ? `${text.slice(0, SHOWN - 1)}…` : text };
}
