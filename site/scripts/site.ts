/**
 * What every page of the site can do: light or dark, and search.
 * @module
 */
import { openSearch } from "./search.ts";

const themes = ["light", "dark"] as const;

/** Takes the other scheme than the one that is seen now, and remembers it. */
function switchTheme(): void {
  const { style } = document.documentElement;
  const seen = style.colorScheme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  const next = themes.find((theme) => theme !== seen) ?? "light";
  style.colorScheme = next;
  try {
    localStorage.setItem("theme", next);
  } catch {
    // Without storage it holds for this page.
  }
}

/** Where the site's root is, as this page's script element says. */
const root = new URL(document.getElementById("site-script")?.dataset.root || "./", document.baseURI);

document.getElementById("theme")?.addEventListener("click", switchTheme);
document.getElementById("search")?.addEventListener("click", () => openSearch(root));
addEventListener("keydown", (event) => {
  const typing =
    event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable], notebook-app");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || event.key !== "/") return;
  event.preventDefault();
  openSearch(root);
});
