/**
 * Who may do what: one pure decision for every path of an app and every call of the API.
 * @module
 */
import type { Access, Role } from "../../compiler/contract/api.ts";

/** What an app's owner chose. */
export interface Policy {
  readonly access: Access;
}

/** Who asks. */
export interface Viewer {
  /** Verified; `null` when not signed in. */
  readonly email: string | null;
  /** In the app's workspace. */
  readonly member: Role | null;
  /** In this project. */
  readonly collaborator: Role | null;
  /** Came by the app's own link, which nobody can guess. */
  readonly hasLink: boolean;
}

/**
 * - `open`: see and run the app, on every path of it; `list`: find it in a list of one's own; `advertise`: be shown it by public page,
 *   sitemap and search engines
 * - `publish`: new versions, rollback, analytics; `govern`: access, link, collaborators, delete
 */
export type Action = "open" | "list" | "advertise" | "publish" | "govern";

export type Decision =
  | { readonly allowed: true }
  /**
   * - `sign-in`: a person who signs in may be allowed
   * - `hidden`: answer as if there were no such app
   * - `forbidden`: knows of the app, may not do this
   */
  | { readonly allowed: false; readonly because: "sign-in" | "hidden" | "forbidden" };

const RANK: Readonly<Record<Role, number>> = { viewer: 1, editor: 2, owner: 3 };
const YES: Decision = { allowed: true };

/** The stronger of a viewer's two roles. */
export function roleOf({ member, collaborator }: Viewer): Role | null {
  if (member === null || collaborator === null) return member ?? collaborator;
  return RANK[member] >= RANK[collaborator] ? member : collaborator;
}

/** Whether a role may do what another may. */
export function atLeast(role: Role | null, needed: Role): boolean {
  return role !== null && RANK[role] >= RANK[needed];
}

/** Decides. App access (`open`) and project access (`publish`, `govern`) are apart: a public app's viewers change nothing. */
export function decide({ access }: Policy, viewer: Viewer, action: Action): Decision {
  const role = roleOf(viewer);
  switch (action) {
    case "advertise":
      return access === "public" ? YES : { allowed: false, because: "hidden" };
    case "open":
      if (access === "public" || role !== null || (access === "link" && viewer.hasLink)) return YES;
      return refusal(viewer, access === "workspace");
    case "list":
      return role !== null ? YES : { allowed: false, because: "hidden" };
    case "publish":
    case "govern":
      if (atLeast(role, action === "publish" ? "editor" : "owner")) return YES;
      return role !== null ? { allowed: false, because: "forbidden" } : refusal(viewer, true);
  }
}

/** Strangers who are signed in learn nothing; others are asked to sign in, where that could help. */
function refusal({ email }: Viewer, signInHelps: boolean): Decision {
  return { allowed: false, because: email === null && signInHelps ? "sign-in" : "hidden" };
}
