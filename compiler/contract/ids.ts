/**
 * Identifiers that cross borders. Branded, so that a block's id cannot be passed where a project's is wanted.
 * @module
 */

/** Names one block of a notebook; unique in it and stable across builds. */
export type BlockId = string & { readonly __id: "block" };

/** A project's UUID, in lower case. */
export type ProjectId = string & { readonly __id: "project" };

/** Takes any non-empty text of at most 200 characters as a block's id; `null` otherwise. */
export function blockId(text: string): BlockId | null {
  return isBlockId(text) ? text : null;
}

/** Takes a UUID in any case; `null` if `text` is none. */
export function projectId(text: string): ProjectId | null {
  const lower = text.toLowerCase();
  return isProjectId(lower) ? lower : null;
}

function isBlockId(text: string): text is BlockId {
  return text.length > 0 && text.length <= 200;
}

function isProjectId(text: string): text is ProjectId {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text);
}
