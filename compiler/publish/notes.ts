/**
 * What a publish leaves with its version for later ones: the app settings, and the choices about blocks, so that a copy of the
 * notebook that has lost them can take them over.
 * @module
 */
import type { BlockSettings } from "../document.ts";

/** The choices about one block. */
export interface NotedBlock extends BlockSettings {
  /** They came from an earlier version, as the notebook itself makes no choice. */
  readonly kept: boolean;
}

export interface PublishNotes {
  /** The settings file's text; `null` if there was none. */
  readonly settings: string | null;
  /** By id; blocks without any choice are left out. */
  readonly blocks: ReadonlyMap<string, NotedBlock>;
}

const FORMAT = 1;

/** The notes as a server keeps them. */
export function printNotes({ settings, blocks }: PublishNotes): string {
  return JSON.stringify({ format: FORMAT, settings, blocks: Object.fromEntries(blocks) });
}

/** Reads notes; damaged ones, or those of a later format, count as none. */
export function parseNotes(text: string): PublishNotes {
  const json = parseJson(text);
  const settings = typeof json.settings === "string" ? json.settings : null;
  if (json.format !== FORMAT || !isObject(json.blocks)) return { settings: null, blocks: new Map() };
  const blocks = Object.entries(json.blocks).flatMap(([id, noted]) =>
    isNotedBlock(noted) ? [[id, noted] as const] : [],
  );
  return { settings, blocks: new Map(blocks) };
}

function parseJson(text: string): Record<string, unknown> {
  try {
    const json: unknown = JSON.parse(text);
    return isObject(json) ? json : {};
  } catch {
    return {};
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isNotedBlock(value: unknown): value is NotedBlock {
  if (!isObject(value)) return false;
  const flags = ["visible", "codeHidden", "outputHidden", "kept"].every((key) => typeof value[key] === "boolean");
  const texts = ["row", "column"].every((key) => value[key] === null || typeof value[key] === "string");
  const numbers = ["order", "width"].every((key) => value[key] === null || typeof value[key] === "number");
  return flags && texts && numbers;
}
