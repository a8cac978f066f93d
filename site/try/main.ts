/**
 * The try page: takes a notebook, compiles it, says what it found, runs it, gives it as a .zip.
 * @module
 */
import type { Attempt } from "./compile-here.ts";
import { chooseNotebook, type Dropped, filesOfDrop, type NamedFile, sortFiles } from "./dropped.ts";
import { fetchExample } from "./example-files.ts";
import { type ResultActions, renderResult } from "./result-view.ts";
import { openInSandbox } from "./sandbox.ts";

const zone = element("drop", HTMLElement);
const input = element("files", HTMLInputElement);
const result = element("result", HTMLElement);
const run = element("run", HTMLElement);

/** Counts attempts: the newest wins. */
let newest = 0;

function element<T extends HTMLElement>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (found instanceof type) return found;
  throw new TypeError(`The page lacks #${id}.`);
}

/** Compiles what these files are, and shows what came of it. */
async function attempt(files: () => Promise<readonly NamedFile[] | Dropped>): Promise<void> {
  newest += 1;
  const mine = newest;
  run.replaceChildren();
  say("Compiling …");
  try {
    const given = await files();
    const dropped = isDropped(given) ? given : await sortFiles(given);
    if (typeof dropped === "string") return say(dropped);
    // The compiler, most of this page's bytes, comes when there is something to compile.
    const { compileHere } = await import("./compile-here.ts");
    const found = await compileHere(dropped);
    if (mine === newest) show(found, dropped);
  } catch (error) {
    if (mine === newest) say(error instanceof Error ? error.message : String(error));
  }
}

function isDropped(given: readonly NamedFile[] | Dropped): given is Dropped {
  return "notebook" in given;
}

function show(found: Attempt, dropped: Dropped): void {
  const { bundle, title } = found;
  const actions: ResultActions = {
    choose: (choice) => void attempt(() => Promise.resolve(chooseNotebook(dropped, choice))),
    download: async () => {
      if (!bundle) return;
      const name = dropped.notebook.name.replace(/\.[^.]*$/, "");
      const { zipBundle } = await import("./zip.ts");
      saveFile(`${name}.zip`, await zipBundle(bundle, name));
    },
  };
  renderResult(found, dropped, { place: result, actions });
  if (bundle) openInSandbox(bundle, title, run).catch((error: unknown) => say(String(error)));
}

/** One sentence instead of a result. */
function say(text: string): void {
  const line = document.createElement("p");
  line.className = "note";
  line.textContent = text;
  result.replaceChildren(line);
}

function saveFile(name: string, content: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // The browser has taken the bytes by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

element("choose", HTMLElement).addEventListener("click", () => input.click());
input.addEventListener("change", () => {
  const chosen = [...(input.files ?? [])].map((file): NamedFile => ({ name: file.name, content: file }));
  // The same file can be chosen again after it was changed.
  input.value = "";
  if (chosen.length > 0) void attempt(() => Promise.resolve(chosen));
});
for (const button of document.querySelectorAll<HTMLElement>("[data-example]"))
  button.addEventListener("click", () => void attempt(() => fetchExample(button.dataset.example ?? "")));

// The whole page takes drops: a near miss would else open the file in the browser.
addEventListener("dragover", (event) => {
  event.preventDefault();
  zone.classList.add("over");
});
addEventListener("dragleave", (event) => {
  if (event.relatedTarget === null) zone.classList.remove("over");
});
addEventListener("drop", (event) => {
  event.preventDefault();
  zone.classList.remove("over");
  const { dataTransfer } = event;
  if (!dataTransfer) return;
  // To be read before the event ends, or they are gone.
  const files = filesOfDrop(dataTransfer);
  void attempt(() => files);
});
