/**
 * Search over the docs and the gallery, in a dialog. Its index is fetched when it is first opened.
 * @module
 */
import type MiniSearch from "minisearch";
import type { SearchResult } from "minisearch";
import { SEARCH_OPTIONS } from "./search-options.ts";

/** Most results that are listed. */
const MOST = 12;

let index: Promise<MiniSearch> | null = null;

async function load(root: URL): Promise<MiniSearch> {
  const { default: Search } = await import("minisearch");
  const response = await fetch(new URL("assets/search.json", root));
  if (!response.ok) throw new TypeError(`The index answered ${response.status}.`);
  return Search.loadJSON(await response.text(), SEARCH_OPTIONS);
}

/** Opens the dialog, made at the first call. */
export function openSearch(root: URL): void {
  const dialog = document.querySelector<HTMLDialogElement>("dialog.search") ?? makeDialog(root);
  if (!dialog.open) dialog.showModal();
  dialog.querySelector("input")?.select();
}

function makeDialog(root: URL): HTMLDialogElement {
  const dialog = document.createElement("dialog");
  dialog.className = "search";
  dialog.setAttribute("aria-label", "Search");
  const input = document.createElement("input");
  input.type = "search";
  input.placeholder = "Search the docs";
  input.setAttribute("aria-label", "Search the docs");
  const list = document.createElement("ol");
  const status = document.createElement("p");
  status.setAttribute("role", "status");
  dialog.append(input, list, status);
  const show = (): void => void showResults(input.value, { root, list, status });
  input.addEventListener("input", show);
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
    // A result on this very page only scrolls.
    if (event.target instanceof Element && event.target.closest("a")) dialog.close();
  });
  dialog.addEventListener("keydown", (event) => moveFocus(event, dialog));
  document.body.append(dialog);
  show();
  return dialog;
}

interface Place {
  readonly root: URL;
  readonly list: HTMLOListElement;
  readonly status: HTMLElement;
}

async function showResults(query: string, { root, list, status }: Place): Promise<void> {
  index ??= load(root);
  let results: SearchResult[];
  try {
    const search = await index;
    results = search.search(query).slice(0, MOST);
  } catch {
    index = null;
    status.textContent = "The search index did not arrive. Check the connection and type again.";
    return;
  }
  list.replaceChildren(...results.map((result) => item(result, root)));
  status.textContent =
    query.trim() === ""
      ? "Type a word, e.g. “slider”, “secret”, or a diagnostic’s code."
      : results.length === 0
        ? `Nothing about “${query}”.`
        : "";
}

function item(result: SearchResult, root: URL): HTMLLIElement {
  const link = document.createElement("a");
  link.href = new URL(String(result.url), root).href;
  link.textContent = result.page === result.title ? String(result.title) : `${result.page} › ${result.title}`;
  const excerpt = document.createElement("small");
  excerpt.textContent = String(result.excerpt);
  link.append(excerpt);
  const one = document.createElement("li");
  one.append(link);
  return one;
}

/** Arrow keys go through the results. */
function moveFocus(event: KeyboardEvent, dialog: HTMLDialogElement): void {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  const [input, ...links] = dialog.querySelectorAll<HTMLElement>("input, a");
  if (event.key === "Enter" && event.target === input) links[0]?.click();
  if (step === 0 || !input) return;
  event.preventDefault();
  const all = [input, ...links];
  const active = document.activeElement;
  const at = active instanceof HTMLElement ? all.indexOf(active) : 0;
  all[Math.max(0, Math.min(all.length - 1, at + step))]?.focus();
}
