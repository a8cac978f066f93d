/**
 * The editor's one line to the development server.
 * @module
 */
import type { Edit, EditorState } from "../../compiler/index.ts";

/** Whether a call did what it was asked, or why not, in words for the author. */
export type Answer = { readonly ok: true } | { readonly ok: false; readonly why: string };

const LOST: Answer = {
  ok: false,
  why: "The development server does not answer. Is 'notebook-app dev' still running?",
};

/** The state, or `null` if the server does not answer. */
export async function fetchState(): Promise<EditorState | null> {
  try {
    const response = await fetch("/@dev/state");
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

/** Has an edit written to the author's files. */
export function sendEdit(edit: Edit): Promise<Answer> {
  return call("edit", edit);
}

/** Takes the last edit back. */
export function sendUndo(): Promise<Answer> {
  return call("undo", null);
}

/** A named call with JSON; its answer is JSON too, checked by the one who asks. */
export async function call<T extends object = Record<never, never>>(
  name: string,
  body: unknown,
): Promise<Answer & Partial<T>> {
  const token = document.querySelector<HTMLMetaElement>('meta[name="notebook-app-token"]')?.content ?? "";
  try {
    const response = await fetch(`/@dev/api/${name}`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-notebook-app-token": token },
      body: JSON.stringify(body, (_, value: unknown) => (value === undefined ? null : value)),
    });
    return await response.json();
  } catch {
    return { ...LOST };
  }
}

/** Calls back after every build, and when the connection comes or goes. */
export function followBuilds(onBuilt: () => void, onConnection: (connected: boolean) => void): () => void {
  const source = new EventSource("/@dev/events");
  source.addEventListener("built", onBuilt);
  source.addEventListener("open", () => onConnection(true));
  source.addEventListener("error", () => onConnection(false));
  return () => source.close();
}
