/**
 * Opens an app's session for an element: one of its own, or, where the author allows it, one for all elements of the page that show the
 * app. Then they have one Python and the same inputs, and what runs is what any of them needs.
 * @module
 */
import type { BlockId } from "../../compiler/contract/ids.ts";
import type { InputValues } from "../element.ts";
import type { Session, SessionOptions } from "./session.ts";
import type { Action, PageState } from "./state.ts";

/** An element, as its session sees it. */
export interface SessionUser {
  readonly onChange: (state: PageState, action: Action) => void;
  readonly onApplied: (values: InputValues) => void;
}

/** An element's hold on a session. */
export interface Hold {
  readonly session: Session;
  /** Blocks that the element needs; `null` for all. */
  restrict(needed: ReadonlySet<BlockId> | null): void;
  /** The session ends with the last element that leaves. */
  leave(): void;
}

interface Open {
  readonly session: Session;
  /** What each element needs. */
  readonly users: Map<SessionUser, ReadonlySet<BlockId> | null>;
}

/** Sessions that may be shared, by app. */
const open = new Map<string, Open>();

/**
 * Opens a session.
 *
 * @param shared - URL of the app whose elements share one; `null` for one that is the element's own.
 */
export function openSession(
  shared: string | null,
  user: SessionUser,
  make: (told: Pick<SessionOptions, "onChange" | "onApplied">) => Session,
): Hold {
  const found = shared === null ? undefined : open.get(shared);
  const { session, users } = found ?? begin(make);
  if (shared !== null && !found) open.set(shared, { session, users });
  users.set(user, new Set());
  const restrict = (): void => session.restrict(union([...users.values()]));
  return {
    session,
    restrict(needed) {
      users.set(user, needed);
      restrict();
    },
    leave() {
      if (!users.delete(user)) return;
      if (users.size > 0) return restrict();
      if (shared !== null) open.delete(shared);
      void session.dispose();
    },
  };
}

function begin(make: (told: Pick<SessionOptions, "onChange" | "onApplied">) => Session): Open {
  const users: Open["users"] = new Map();
  const session = make({
    onChange: (state, action) => {
      for (const user of [...users.keys()]) user.onChange(state, action);
    },
    onApplied: (values) => {
      for (const user of [...users.keys()]) user.onApplied(values);
    },
  });
  return { session, users };
}

function union(parts: readonly (ReadonlySet<BlockId> | null)[]): ReadonlySet<BlockId> | null {
  const all = new Set<BlockId>();
  for (const part of parts) {
    if (part === null) return null;
    for (const block of part) all.add(block);
  }
  return all;
}
